"""The API's addresses of statements."""

from django.urls import path

from incidents.api.urls import INCIDENT
from statements.api import statement

STATEMENTS = f"{INCIDENT}/statements"
ONE = f"{STATEMENTS}/<int:statement_id>"

urlpatterns = [
    path(f"{INCIDENT}/figures", statement.Figures.as_view(), name="api_figures"),
    path(STATEMENTS, statement.Statements.as_view(), name="api_statements"),
    path(ONE, statement.OneStatement.as_view(), name="api_statement"),
    path(f"{ONE}/wordings", statement.Wordings.as_view(), name="api_wordings"),
    path(f"{ONE}/approvals", statement.Approvals.as_view(), name="api_approvals"),
    path(f"{ONE}/release", statement.StatementRelease.as_view(), name="api_release"),
    path(f"{ONE}/mentions", statement.Mentions.as_view(), name="api_mentions"),
    path(f"{ONE}/review", statement.ReleaseReview.as_view(), name="api_release_review"),
]
