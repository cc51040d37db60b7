"""The API's addresses of statements."""

from django.urls import path

from incidents.api.urls import INCIDENT
from statements.api import export, fact, public_page, set_up, silence, statement, template

STATEMENTS = f"{INCIDENT}/statements"
FACT = f"{INCIDENT}/facts/<int:fact_id>"
TEMPLATE = "statement-templates/<slug:template>"
ONE = f"{STATEMENTS}/<int:statement_id>"
PUBLIC_PAGE = "press/public-page"

urlpatterns = [
    path("statement-templates", template.Templates.as_view(), name="api_templates"),
    path(TEMPLATE, template.OneTemplate.as_view(), name="api_template"),
    path(
        f"{TEMPLATE}/withdrawal",
        template.TemplateWithdrawal.as_view(),
        name="api_template_withdrawal",
    ),
    path(f"{INCIDENT}/facts", fact.Facts.as_view(), name="api_facts"),
    path(FACT, fact.OneFact.as_view(), name="api_fact"),
    path(f"{FACT}/withdrawal", fact.FactWithdrawal.as_view(), name="api_fact_withdrawal"),
    path("press/rules", set_up.ApprovalRules.as_view(), name="api_approval_rules"),
    path(
        "press/rules/<slug:rule_name>", set_up.OneApprovalRule.as_view(), name="api_approval_rule"
    ),
    path("press/figures", set_up.Premises.as_view(), name="api_premises"),
    path("press/figures/<slug:premise_name>", set_up.OnePremise.as_view(), name="api_premise"),
    path("silence", silence.Silences.as_view(), name="api_silences"),
    path("press/silence-limits", silence.Limited.as_view(), name="api_silence_limits"),
    path(f"{INCIDENT}/silence", silence.OneSilence.as_view(), name="api_silence"),
    path(f"{INCIDENT}/figures", statement.Figures.as_view(), name="api_figures"),
    path(STATEMENTS, statement.Statements.as_view(), name="api_statements"),
    path("statements/export", export.StatementsExport.as_view(), name="api_statements_export"),
    path(
        f"{STATEMENTS}/export",
        export.IncidentStatementsExport.as_view(),
        name="api_incident_statements_export",
    ),
    path(ONE, statement.OneStatement.as_view(), name="api_statement"),
    path(f"{ONE}/wordings", statement.Wordings.as_view(), name="api_wordings"),
    path(f"{ONE}/approvals", statement.Approvals.as_view(), name="api_approvals"),
    path(f"{ONE}/release", statement.StatementRelease.as_view(), name="api_release"),
    path(f"{ONE}/mentions", statement.Mentions.as_view(), name="api_mentions"),
    path(f"{ONE}/export", export.StatementExport.as_view(), name="api_statement_export"),
    path(PUBLIC_PAGE, public_page.OnePublicPage.as_view(), name="api_public_page"),
    path(f"{PUBLIC_PAGE}/services", public_page.Components.as_view(), name="api_components"),
    path(
        f"{PUBLIC_PAGE}/services/<int:component_id>",
        public_page.OneComponent.as_view(),
        name="api_component",
    ),
    path(f"{ONE}/review", statement.ReleaseReview.as_view(), name="api_release_review"),
]
