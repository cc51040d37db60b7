"""The addresses of statements: the desk, and those of one incident."""

from django.urls import path

from incidents.urls import REFERENCE
from statements.views import desk, figure, statement

STATEMENTS = f"{REFERENCE}/statements"
ONE = f"{STATEMENTS}/<int:statement_id>"

urlpatterns = [
    path("statements", desk.statement_list, name="statement_list"),
    path(f"{REFERENCE}/facts", desk.fact_sheet, name="fact_sheet"),
    path(f"{REFERENCE}/figures", figure.figure_list, name="figure_list"),
    path(STATEMENTS, desk.incident_statements, name="incident_statements"),
    path(f"{STATEMENTS}/draft", statement.statement_draft, name="statement_draft"),
    path(ONE, statement.statement_detail, name="statement_detail"),
    path(f"{ONE}/change", statement.statement_change, name="statement_change"),
    path(f"{ONE}/word", statement.statement_word, name="statement_word"),
    path(f"{ONE}/approve", statement.statement_approve, name="statement_approve"),
    path(f"{ONE}/release", statement.statement_release, name="statement_release"),
    path(f"{ONE}/mention", statement.statement_mention, name="statement_mention"),
    path(f"{ONE}/review", statement.statement_review, name="statement_review"),
]
