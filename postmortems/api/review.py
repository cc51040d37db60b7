"""Reading a report before it is finished, from a program."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.endpoint import Nothing, creates, lists, reads, writes
from accounts.api.fields import PersonField
from core.api.fields import MomentField, Said, VersionedBody, WordsField, YesNoField
from core.errors import NotFound
from incidents.api.fields import TextField
from incidents.api.place import IncidentEndpoint, address
from incidents.models import Incident
from postmortems.api.section import started
from postmortems.models import Comment, Dissent, Edition, ReviewApproval
from postmortems.selectors.review import ReadReviewer, reading_of, reviewers_of
from postmortems.selectors.section import sections_of
from postmortems.services.comment import Remark, add_comment, answer_comment, settle_comment
from postmortems.services.dissent import View, change_dissent, withdraw_dissent, write_dissent
from postmortems.services.review import approve_report, ask_reviewer, release_reviewer


class ReviewerAnswer(serializers.Serializer[ReadReviewer]):
    """Who was asked, and whether they stand behind what stands now."""

    id = serializers.IntegerField(source="reviewer.pk")
    person = serializers.IntegerField(source="reviewer.person_id")
    note = serializers.CharField(source="reviewer.note")
    asked_at = MomentField(source="reviewer.asked_at")
    approved_at = serializers.SerializerMethodField()
    holds = serializers.BooleanField()
    moved = serializers.ListField(child=serializers.CharField())

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_approved_at(self, read: ReadReviewer) -> Any:
        """When they last approved it."""
        return MomentField().to_representation(read.approval.approved_at) if read.approval else None


class ReviewAnswer(serializers.Serializer[dict[str, Any]]):
    """What approval is of now, and who gave it."""

    digest = serializers.CharField()
    reviewers = ReviewerAnswer(many=True)


class AskBody(Said):
    """Who is to read it, and what is asked of them."""

    person = PersonField()
    note = WordsField(required=False)


class ReportApprovalBody(Said):
    """The digest of what was read."""

    digest = WordsField()


class ReportApprovalAnswer(serializers.Serializer[ReviewApproval]):
    """An approval of exactly what was read."""

    digest = serializers.CharField()
    approved_at = MomentField()


class CommentAnswer(serializers.Serializer[Comment]):
    """What was said of a passage, as it was then."""

    id = serializers.IntegerField()
    section = serializers.CharField(source="key")
    section_version = serializers.IntegerField(source="number")
    start = serializers.IntegerField()
    quote = serializers.CharField()
    answers = serializers.IntegerField(source="answers_id", allow_null=True)
    text = serializers.CharField()
    author = serializers.IntegerField(source="author_id", allow_null=True)
    written_at = MomentField()
    settled_at = MomentField(allow_null=True)
    version = serializers.IntegerField()


class CommentBody(Said):
    """What is said, of which words of which section."""

    section = WordsField()
    text = TextField()
    quote = WordsField(required=False)


class AnswerBody(Said):
    """An answer to a comment."""

    text = TextField()


class SettleBody(VersionedBody):
    """Whether the comment is dealt with."""

    is_settled = YesNoField()


class DissentAnswer(serializers.Serializer[Dissent]):
    """How somebody sees it otherwise."""

    id = serializers.IntegerField()
    author = serializers.IntegerField(source="author_id")
    text = serializers.CharField()
    is_printed = serializers.BooleanField()
    written_at = MomentField()
    withdrawn_at = MomentField(allow_null=True)
    version = serializers.IntegerField()


class DissentBody(Said):
    """How one sees it, and whether it is printed."""

    text = TextField()
    is_printed = YesNoField(required=False)


class ChangeDissentBody(VersionedBody):
    """The same, said otherwise."""

    text = TextField()
    is_printed = YesNoField()


class EditionAnswer(serializers.Serializer[Edition]):
    """A finished report; `postmortem/export` makes it a file."""

    number = serializers.IntegerField()
    digest = serializers.CharField()
    finished_at = MomentField()


class Review(IncidentEndpoint):
    """Who stands behind the report."""

    @reads(ReviewAnswer, operation="review_read")
    def get(self, incident: Incident) -> dict[str, Any]:
        """What approval is of now, who was asked, and whether they stand behind it."""
        postmortem = started(incident)
        reading = reading_of(postmortem, sections_of(postmortem))
        return {"digest": reading.digest, "reviewers": reviewers_of(postmortem, reading)}


class Reviewers(IncidentEndpoint):
    """The reviewers of a report."""

    @creates(
        AskBody,
        ReviewerAnswer,
        operation="reviewer_ask",
        at=lambda read: address("api_review", read.reviewer.postmortem.incident),
    )
    def post(self, incident: Incident, said: dict[str, Any]) -> ReadReviewer:
        """Ask somebody to read the report and stand behind it."""
        return ReadReviewer(ask_reviewer(actor=self.actor, incident_id=incident.pk, **said))


class ReviewerRelease(IncidentEndpoint):
    """Asking somebody no longer."""

    @writes(Nothing, ReviewerAnswer, operation="reviewer_release")
    def post(self, incident: Incident, reviewer_id: int, said: dict[str, Any]) -> ReadReviewer:
        """Ask them no longer; what they approved stays in the log."""
        return ReadReviewer(
            release_reviewer(actor=self.actor, incident_id=incident.pk, reviewer_id=reviewer_id)
        )


class ReportApproval(IncidentEndpoint):
    """Standing behind a report."""

    @writes(ReportApprovalBody, ReportApprovalAnswer, operation="report_approve")
    def post(self, incident: Incident, said: dict[str, Any]) -> ReviewApproval:
        """Stand behind exactly what was read."""
        return approve_report(actor=self.actor, incident_id=incident.pk, **said)


class Comments(IncidentEndpoint):
    """What is said of the report's passages."""

    @lists(CommentAnswer, operation="comments_list")
    def get(self, incident: Incident) -> QuerySet[Comment]:
        """Every comment and answer, in the order they were written."""
        return started(incident).comments.all()

    @creates(
        CommentBody,
        CommentAnswer,
        operation="comment_add",
        at=lambda comment: address("api_comment", comment.postmortem.incident, comment.pk),
    )
    def post(self, incident: Incident, said: dict[str, Any]) -> Comment:
        """Say something of a passage."""
        return add_comment(
            actor=self.actor,
            incident_id=incident.pk,
            key=said.pop("section"),
            remark=Remark(**said),
        )


class OneComment(IncidentEndpoint):
    """A comment."""

    @reads(CommentAnswer, operation="comment_read")
    def get(self, incident: Incident, comment_id: int) -> Comment:
        """What was said, and whether it is settled."""
        comment = started(incident).comments.filter(pk=comment_id).first()
        if comment is None:
            raise NotFound(_("There is no such comment on this postmortem."))
        return comment


class CommentAnswers(IncidentEndpoint):
    """The answers to a comment."""

    @creates(
        AnswerBody,
        CommentAnswer,
        operation="comment_answer",
        at=lambda comment: address("api_comment", comment.postmortem.incident, comment.pk),
    )
    def post(self, incident: Incident, comment_id: int, said: dict[str, Any]) -> Comment:
        """Answer a comment; one that is settled is taken up again."""
        return answer_comment(
            actor=self.actor, incident_id=incident.pk, comment_id=comment_id, **said
        )


class CommentSettling(IncidentEndpoint):
    """Dealing with a comment."""

    @writes(SettleBody, CommentAnswer, operation="comment_settle")
    def post(
        self, incident: Incident, comment_id: int, said: dict[str, Any], version: int
    ) -> Comment:
        """Say that it is dealt with, or take it up again."""
        return settle_comment(
            actor=self.actor,
            incident_id=incident.pk,
            comment_id=comment_id,
            version=version,
            **said,
        )


class Dissents(IncidentEndpoint):
    """How people see it otherwise."""

    @lists(DissentAnswer, operation="dissents_list")
    def get(self, incident: Incident) -> QuerySet[Dissent]:
        """Every dissent in the order they were written, withdrawn ones too."""
        return started(incident).dissents.all()

    @creates(
        DissentBody,
        DissentAnswer,
        operation="dissent_write",
        at=lambda dissent: address("api_dissents", dissent.postmortem.incident),
    )
    def post(self, incident: Incident, said: dict[str, Any]) -> Dissent:
        """Write down how one sees it otherwise."""
        return write_dissent(actor=self.actor, incident_id=incident.pk, view=View(**said))


class OneDissent(IncidentEndpoint):
    """A dissent."""

    @writes(ChangeDissentBody, DissentAnswer, operation="dissent_change")
    def put(
        self, incident: Incident, dissent_id: int, said: dict[str, Any], version: int
    ) -> Dissent:
        """Say it otherwise, or have it printed or not; its author alone can."""
        return change_dissent(
            actor=self.actor,
            incident_id=incident.pk,
            dissent_id=dissent_id,
            version=version,
            view=View(**said),
        )


class DissentWithdrawal(IncidentEndpoint):
    """Seeing it as the report does after all."""

    @writes(VersionedBody, DissentAnswer, operation="dissent_withdraw")
    def post(
        self, incident: Incident, dissent_id: int, said: dict[str, Any], version: int
    ) -> Dissent:
        """Withdraw it; its author alone can, and the log keeps the words."""
        return withdraw_dissent(
            actor=self.actor, incident_id=incident.pk, dissent_id=dissent_id, version=version
        )


class Editions(IncidentEndpoint):
    """The finished reports."""

    @lists(EditionAnswer, operation="editions_list")
    def get(self, incident: Incident) -> QuerySet[Edition]:
        """Every edition, the newest first."""
        return started(incident).editions.defer("documents")
