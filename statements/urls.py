"""The addresses of statements: the desk, and those of one incident."""

from django.urls import path

from incidents.urls import REFERENCE
from statements.exports.statuspage import SHAPES
from statements.views import (
    desk,
    export,
    fact,
    figure,
    lineage,
    public_page,
    set_up,
    silence,
    statement,
    template,
)

STATEMENTS = f"{REFERENCE}/statements"
FACT = f"{REFERENCE}/facts/<int:fact_id>"
TEMPLATE = "statements/templates/<slug:template>"
ONE = f"{STATEMENTS}/<int:statement_id>"
PUBLIC_PAGE = "statements/setup/public-page"

PUBLIC = [
    path("status/", public_page.public_page, name="public_page"),
    path("status/feed.atom", public_page.public_feed, name="public_feed"),
    *(
        path(f"api/v2/{kind}.json", public_page.public_json, {"kind": kind}, f"public_{name}")
        for kind, name in ((kind, kind.replace("-", "_").replace("/", "_")) for kind in SHAPES)
    ),
]
urlpatterns = [
    *PUBLIC,
    path(PUBLIC_PAGE, public_page.public_page_set_up, name="public_page_set_up"),
    path(f"{PUBLIC_PAGE}/switch", public_page.public_page_switch, name="public_page_switch"),
    path(f"{PUBLIC_PAGE}/services/add", public_page.component_add, name="component_add"),
    path(
        f"{PUBLIC_PAGE}/services/<int:component_id>/change",
        public_page.component_change,
        name="component_change",
    ),
    path("statements", desk.statement_list, name="statement_list"),
    path("press/silence-limits", silence.silence_limits, name="silence_limits"),
    path("statements/export", export.statements_export, name="statements_export"),
    path("statements/templates", template.template_list, name="template_list"),
    path("statements/templates/add", template.template_add, name="template_add"),
    path(f"{TEMPLATE}/change", template.template_change, name="template_change"),
    path(f"{TEMPLATE}/withdraw", template.template_withdraw, name="template_withdraw"),
    path(f"{REFERENCE}/facts", fact.fact_sheet, name="fact_sheet"),
    path(f"{REFERENCE}/facts/add", fact.fact_add, name="fact_add"),
    path(f"{FACT}/change", fact.fact_change, name="fact_change"),
    path(f"{FACT}/withdraw", fact.fact_withdraw, name="fact_withdraw"),
    path(f"{REFERENCE}/figures", figure.figure_list, name="figure_list"),
    path("statements/setup", set_up.press_setup, name="press_setup"),
    path(
        "statements/setup/rules/<slug:rule_name>",
        set_up.approval_rule_change,
        name="approval_rule_change",
    ),
    path(
        "statements/setup/figures/<slug:premise_name>",
        set_up.premise_restate,
        name="premise_restate",
    ),
    path(STATEMENTS, desk.incident_statements, name="incident_statements"),
    path(f"{STATEMENTS}/said", lineage.lineage, name="lineage"),
    path(
        f"{STATEMENTS}/export",
        export.incident_statements_export,
        name="incident_statements_export",
    ),
    path(f"{STATEMENTS}/draft", statement.statement_draft, name="statement_draft"),
    path(ONE, statement.statement_detail, name="statement_detail"),
    path(f"{ONE}/change", statement.statement_change, name="statement_change"),
    path(f"{ONE}/word", statement.statement_word, name="statement_word"),
    path(f"{ONE}/approve", statement.statement_approve, name="statement_approve"),
    path(f"{ONE}/release", statement.statement_release, name="statement_release"),
    path(f"{ONE}/mention", statement.statement_mention, name="statement_mention"),
    path(f"{ONE}/export", export.statement_export, name="statement_export"),
    path(f"{ONE}/review", statement.statement_review, name="statement_review"),
]
