"""The addresses of an incident's postmortem."""

from django.urls import path

from incidents.urls import REFERENCE
from postmortems.views import (
    due,
    named,
    postmortem,
    publication,
    review,
    section,
    similarity,
    template,
)

POSTMORTEM = f"{REFERENCE}/postmortem"

SECTION = f"{POSTMORTEM}/sections/<slug:key>"
COMMENT = f"{POSTMORTEM}/comments/<int:comment_id>"
DISSENT = f"{POSTMORTEM}/dissents/<int:dissent_id>"

urlpatterns = [
    path("postmortems", due.postmortem_list, name="postmortem_list"),
    path("postmortems/due/<slug:severity>", due.due_rule_set, name="due_rule_set"),
    path(
        "postmortem-templates", template.postmortem_template_list, name="postmortem_template_list"
    ),
    path(
        "postmortem-templates/add",
        template.postmortem_template_add,
        name="postmortem_template_add",
    ),
    path(
        "postmortem-templates/<int:template_id>/change",
        template.postmortem_template_change,
        name="postmortem_template_change",
    ),
    path(
        "postmortem-templates/<int:template_id>/withdraw",
        template.postmortem_template_withdraw,
        name="postmortem_template_withdraw",
    ),
    path(f"{REFERENCE}/similar", similarity.incident_similar, name="incident_similar"),
    path(
        f"{REFERENCE}/similar/INC-<int:other_year>-<serial:other_number>/not-the-same",
        similarity.not_the_same_say,
        name="not_the_same_say",
    ),
    path(
        f"{REFERENCE}/similar/said/<int:said_id>/take-back",
        similarity.not_the_same_take_back,
        name="not_the_same_take_back",
    ),
    path(f"{POSTMORTEM}/template", template.template_take_over, name="template_take_over"),
    path(POSTMORTEM, postmortem.postmortem_detail, name="postmortem_detail"),
    path(f"{POSTMORTEM}/meeting", postmortem.postmortem_meeting, name="postmortem_meeting"),
    path(f"{POSTMORTEM}/start", postmortem.postmortem_start, name="postmortem_start"),
    path(f"{POSTMORTEM}/complete", postmortem.postmortem_complete, name="postmortem_complete"),
    path(f"{POSTMORTEM}/reopen", postmortem.postmortem_reopen, name="postmortem_reopen"),
    path(f"{POSTMORTEM}/export", postmortem.postmortem_export, name="postmortem_export"),
    path(f"{POSTMORTEM}/review", review.postmortem_review, name="postmortem_review"),
    path(f"{POSTMORTEM}/review/ask", review.reviewer_ask, name="reviewer_ask"),
    path(f"{POSTMORTEM}/review/approve", review.report_approve, name="report_approve"),
    path(
        f"{POSTMORTEM}/reviewers/<int:reviewer_id>/release",
        review.reviewer_release,
        name="reviewer_release",
    ),
    path(f"{POSTMORTEM}/editions", publication.postmortem_editions, name="postmortem_editions"),
    path(f"{POSTMORTEM}/people", named.postmortem_people, name="postmortem_people"),
    path(
        f"{POSTMORTEM}/names/<int:decision_id>/take-back",
        named.name_take_back,
        name="name_take_back",
    ),
    path(f"{POSTMORTEM}/publish", publication.publication_make, name="publication_make"),
    path(
        f"{POSTMORTEM}/published/<slug:audience>/withdraw",
        publication.publication_withdraw,
        name="publication_withdraw",
    ),
    path("reports/<uuid:report>", publication.published_report, name="published_report"),
    path(f"{SECTION}/comment", review.comment_add, name="comment_add"),
    path(f"{COMMENT}/answer", review.comment_answer, name="comment_answer"),
    path(f"{COMMENT}/settle", review.comment_settle, name="comment_settle"),
    path(f"{POSTMORTEM}/dissent", review.dissent_write, name="dissent_write"),
    path(f"{DISSENT}/change", review.dissent_change, name="dissent_change"),
    path(f"{DISSENT}/withdraw", review.dissent_withdraw, name="dissent_withdraw"),
    path(SECTION, section.section_write, name="section_write"),
    path(f"{SECTION}/state", section.section_state, name="section_state"),
    path(f"{SECTION}/draft/discard", section.draft_discard, name="draft_discard"),
    path(f"{SECTION}/history", section.section_history, name="section_history"),
    path(f"{SECTION}/restore", section.section_restore, name="section_restore"),
    path(f"{SECTION}/keep", section.wording_keep, name="wording_keep"),
    path(
        f"{POSTMORTEM}/kept/<int:kept_id>/take-back",
        section.wording_take_back,
        name="wording_take_back",
    ),
]
