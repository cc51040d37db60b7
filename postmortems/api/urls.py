"""The API's addresses of postmortems."""

from django.urls import path

from incidents.api.urls import INCIDENT
from postmortems.api import (
    due,
    named,
    postmortem,
    publication,
    review,
    section,
    similarity,
    template,
    wording,
)

POSTMORTEM = f"{INCIDENT}/postmortem"
SECTION = f"{POSTMORTEM}/sections/<str:key>"
KEPT = f"{POSTMORTEM}/kept/<int:kept_id>"
COMMENT = f"{POSTMORTEM}/comments/<int:comment_id>"
DISSENT = f"{POSTMORTEM}/dissents/<int:dissent_id>"
TEMPLATE = "postmortem-templates/<int:template_id>"

urlpatterns = [
    path("postmortems/due", due.Dues.as_view(), name="api_postmortems_due"),
    path("postmortems/due-rules", due.DueRules.as_view(), name="api_due_rules"),
    path("postmortems/due-rules/<str:severity>", due.OneDueRule.as_view(), name="api_due_rule"),
    path(POSTMORTEM, postmortem.OnePostmortem.as_view(), name="api_postmortem"),
    path(SECTION, section.OneSection.as_view(), name="api_section"),
    path(f"{SECTION}/texts", section.SectionTexts.as_view(), name="api_section_texts"),
    path(f"{SECTION}/findings", section.SectionFindings.as_view(), name="api_section_findings"),
    path(f"{SECTION}/kept", section.KeptWordings.as_view(), name="api_kept_wordings"),
    path(KEPT, section.OneKeptWording.as_view(), name="api_kept_wording"),
    path(
        f"{KEPT}/take-back",
        section.KeptWordingTakingBack.as_view(),
        name="api_wording_take_back",
    ),
    path(f"{POSTMORTEM}/people", named.PostmortemPeople.as_view(), name="api_postmortem_people"),
    path(f"{INCIDENT}/names", named.Names.as_view(), name="api_names"),
    path(
        f"{INCIDENT}/names/<int:decision_id>/take-back",
        named.NameTakingBack.as_view(),
        name="api_name_take_back",
    ),
    path(f"{INCIDENT}/similar", similarity.Similar.as_view(), name="api_similar"),
    path(
        f"{INCIDENT}/similar/not-the-same",
        similarity.NotTheSames.as_view(),
        name="api_not_the_same",
    ),
    path(
        f"{INCIDENT}/similar/not-the-same/<int:said_id>/take-back",
        similarity.NotTheSameTakingBack.as_view(),
        name="api_not_the_same_take_back",
    ),
    path(f"{POSTMORTEM}/notes", postmortem.PostmortemNotes.as_view(), name="api_postmortem_notes"),
    path(f"{POSTMORTEM}/review", review.Review.as_view(), name="api_review"),
    path(f"{POSTMORTEM}/reviewers", review.Reviewers.as_view(), name="api_reviewers"),
    path(
        f"{POSTMORTEM}/reviewers/<int:reviewer_id>/release",
        review.ReviewerRelease.as_view(),
        name="api_reviewer_release",
    ),
    path(f"{POSTMORTEM}/approvals", review.ReportApproval.as_view(), name="api_report_approve"),
    path(f"{POSTMORTEM}/comments", review.Comments.as_view(), name="api_comments"),
    path(COMMENT, review.OneComment.as_view(), name="api_comment"),
    path(f"{COMMENT}/answers", review.CommentAnswers.as_view(), name="api_comment_answers"),
    path(f"{COMMENT}/settle", review.CommentSettling.as_view(), name="api_comment_settle"),
    path(f"{POSTMORTEM}/dissents", review.Dissents.as_view(), name="api_dissents"),
    path(DISSENT, review.OneDissent.as_view(), name="api_dissent"),
    path(f"{DISSENT}/withdraw", review.DissentWithdrawal.as_view(), name="api_dissent_withdraw"),
    path(f"{POSTMORTEM}/editions", review.Editions.as_view(), name="api_editions"),
    path(
        f"{POSTMORTEM}/publications",
        publication.Publications.as_view(),
        name="api_publications",
    ),
    path(
        f"{POSTMORTEM}/publications/<str:audience>/withdraw",
        publication.PublicationWithdrawal.as_view(),
        name="api_publication_withdraw",
    ),
    path(
        f"{POSTMORTEM}/complete",
        postmortem.PostmortemCompletion.as_view(),
        name="api_postmortem_complete",
    ),
    path(
        f"{POSTMORTEM}/reopen",
        postmortem.PostmortemReopening.as_view(),
        name="api_postmortem_reopen",
    ),
    path(
        f"{POSTMORTEM}/export",
        postmortem.PostmortemExport.as_view(),
        name="api_postmortem_export",
    ),
    path(
        "postmortem-templates",
        template.PostmortemTemplates.as_view(),
        name="api_postmortem_templates",
    ),
    path(TEMPLATE, template.OnePostmortemTemplate.as_view(), name="api_postmortem_template"),
    path(
        f"{TEMPLATE}/withdraw",
        template.PostmortemTemplateWithdrawal.as_view(),
        name="api_postmortem_template_withdraw",
    ),
    path(
        f"{POSTMORTEM}/template",
        template.TemplateTakingOver.as_view(),
        name="api_template_take_over",
    ),
    path("wording", wording.Wording.as_view(), name="api_wording"),
]
