"""Drafting, wording, approving, releasing and reviewing statements."""

from datetime import timedelta
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.endpoint import creates, lists, reads, writes
from core.api.fields import (
    LARGEST_INTEGER,
    ChoiceField,
    IdField,
    MomentField,
    NumberField,
    Said,
    VersionedBody,
    WordsField,
    YesNoField,
)
from core.errors import NotFound
from incidents.api.fields import CountField, LineField, TextField
from incidents.api.place import IncidentEndpoint, address
from incidents.models import Incident, Status
from incidents.selectors.figure import Figure, figures_of
from statements.chain import Chain
from statements.load import LARGEST_AUDIENCE, Stretch
from statements.mass import Given, MassSend
from statements.models import (
    Approval,
    Audience,
    Channel,
    Language,
    Mention,
    Release,
    Statement,
    StatementKind,
    Wording,
)
from statements.selectors.statement import (
    Moved,
    ReadStatement,
    Standing,
    Void,
    statement_in,
    statements_of,
)
from statements.services.approval import approve_statement
from statements.services.mention import note_mention
from statements.services.release import Delivery, release_statement, review_release
from statements.services.statement import (
    LONGEST_TEXT,
    Plan,
    change_statement,
    draft_statement,
    word_statement,
)
from statements.texts.found import Typed, TypedKind
from statements.texts.resolving import Quoted

HASH_LENGTH = 64


class FigureAnswer(serializers.Serializer[Figure]):
    """A figure a text can quote: its reference, and the words a reader reads for it now."""

    reference = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # the API's word; Field has an attribute of that name
    words = serializers.SerializerMethodField()
    value = serializers.SerializerMethodField("get_exact")
    source = serializers.CharField()  # type: ignore[assignment] # as above
    as_of = MomentField(allow_null=True)
    basis = serializers.ListField(child=serializers.CharField())

    @extend_schema_field(str)
    def get_words(self, figure: Figure) -> str:
        """Rounded and hedged, in the language of whoever asks."""
        return figure.words(get_language() or "en")

    @extend_schema_field(str)
    def get_exact(self, figure: Figure) -> str:
        """The exact value, in the language of whoever asks."""
        return figure.value(get_language() or "en")


class QuotedAnswer(serializers.Serializer[Quoted]):
    """A figure as it stands in the words."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # as above
    words = serializers.CharField()
    value = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment] # as above
    as_of = serializers.CharField()
    basis = serializers.ListField(child=serializers.CharField())


class WordingAnswer(serializers.Serializer[Wording]):
    """One version of the words."""

    number = serializers.IntegerField()
    text = serializers.CharField()
    author = serializers.IntegerField(source="author_id", allow_null=True)
    written_at = MomentField()


class ApprovalAnswer(serializers.Serializer[Approval]):
    """Somebody who stands behind exactly the present words."""

    approver = serializers.IntegerField(source="approver_id")
    as_communications = serializers.BooleanField()
    approved_at = MomentField()


class NeedsAnswer(serializers.Serializer[Chain]):
    """Who must stand behind it, and the rules that ask for that."""

    approvals = serializers.IntegerField()
    needs_communications = serializers.BooleanField()
    rules = serializers.SerializerMethodField()

    @extend_schema_field({"type": "array", "items": {"type": "string"}})
    def get_rules(self, chain: Chain) -> list[str]:
        """The names of the rules."""
        return [rule.name for rule in chain.rules]


class StretchAnswer(serializers.Serializer[Stretch]):
    """Waves of one size, from the first to the last; `after` is in minutes from the first of all."""

    first = serializers.IntegerField()
    last = serializers.IntegerField()
    size = serializers.IntegerField()
    after = serializers.SerializerMethodField()

    @extend_schema_field(int)
    def get_after(self, stretch: Stretch) -> int:
        """Minutes after the first wave."""
        return stretch.after // timedelta(minutes=1)


class GivenAnswer(serializers.Serializer[Given]):
    """A figure that the load rests on; null is unknown."""

    name = serializers.CharField()
    value = serializers.IntegerField(allow_null=True)
    source = serializers.CharField()  # type: ignore[assignment] # as above
    as_of = MomentField(allow_null=True)


class MassAnswer(serializers.Serializer[MassSend]):
    """What a mass message is expected to do; null is unknown. Loads are logins a minute.

    `waves` is null where they cannot be worked out, and where no wave is small enough.
    """

    size = serializers.IntegerField(allow_null=True)
    customers = serializers.IntegerField(allow_null=True)
    reach = serializers.IntegerField(allow_null=True)
    load = serializers.IntegerField(allow_null=True)
    load_of_all = serializers.IntegerField(allow_null=True)
    room = serializers.IntegerField(allow_null=True)
    has_no_room = serializers.BooleanField()
    waves = StretchAnswer(many=True, source="waves.stretches", allow_null=True)
    last_at = MomentField(allow_null=True)
    last_day = serializers.IntegerField()
    given = GivenAnswer(many=True)


class VoidAnswer(serializers.Serializer[Void]):
    """Somebody whose approval no longer holds, what they approved, and why it does not."""

    approver = serializers.IntegerField(source="approval.approver_id")
    approved_at = MomentField(source="approval.approved_at")
    words = serializers.CharField(source="approval.words")
    reasons = serializers.ListField(child=serializers.CharField())


class MovedAnswer(serializers.Serializer[Moved]):
    """A figure that was said otherwise; `now` is empty when the record no longer says it."""

    label = serializers.CharField()  # type: ignore[assignment] # as above
    then = serializers.CharField()
    now = serializers.CharField()


class MentionAnswer(serializers.Serializer[Mention]):
    """How somebody outside printed it; `differs` when those words were not said."""

    outlet = serializers.CharField()
    quote = serializers.CharField()
    link = serializers.CharField()
    printed_at = MomentField(allow_null=True)
    differs = serializers.BooleanField()
    noted_at = MomentField()


class ReleaseAnswer(serializers.Serializer[Release]):
    """What was said, to whom and when, frozen."""

    words = serializers.CharField()
    figures = QuotedAnswer(many=True)
    digest = serializers.CharField()
    incident_status = serializers.ChoiceField(Status.choices)
    recipients = serializers.CharField()
    spokesperson = serializers.CharField()
    urgent_reason = serializers.CharField()
    released_by = serializers.IntegerField(source="released_by_id", allow_null=True)
    released_at = MomentField()
    review = serializers.CharField()
    reviewed_by = serializers.IntegerField(source="reviewed_by_id", allow_null=True)
    reviewed_at = MomentField(allow_null=True)
    mentions = MentionAnswer(many=True)


class TypedAnswer(serializers.Serializer[Typed]):
    """A figure that was typed; `same` are references to what the record has of it."""

    text = serializers.CharField()
    kind = serializers.ChoiceField([each.value for each in TypedKind])
    same = serializers.SerializerMethodField()

    @extend_schema_field({"type": "array", "items": {"type": "string"}})
    def get_same(self, typed: Typed) -> list[str]:
        """What could be quoted instead."""
        return [figure.reference for figure in typed.same]


class StatementAnswer(serializers.Serializer[ReadStatement]):
    """A statement as it stands: what a reader would read, who stands behind it, what has moved."""

    id = serializers.IntegerField(source="statement.pk")
    title = serializers.CharField(source="statement.title")
    audience = serializers.ChoiceField(Audience.choices, source="statement.audience")
    channel = serializers.ChoiceField(Channel.choices, source="statement.channel")
    language = serializers.ChoiceField(Language.values, source="statement.language")
    kind = serializers.ChoiceField(StatementKind.choices, source="statement.kind")
    is_oral = serializers.BooleanField(source="statement.is_oral")
    next_update_at = MomentField(allow_null=True, source="statement.next_update_at")
    audience_size = serializers.IntegerField(allow_null=True, source="statement.audience_size")
    corrects = serializers.IntegerField(allow_null=True, source="statement.corrects_id")
    counterpart = serializers.IntegerField(allow_null=True, source="statement.counterpart_id")
    standing = serializers.SerializerMethodField()
    wordings = WordingAnswer(many=True)
    words = serializers.CharField(source="resolved.words")
    quoted = QuotedAnswer(many=True, source="resolved.quoted")
    typed = TypedAnswer(many=True)
    digest = serializers.CharField()
    approvals = ApprovalAnswer(many=True)
    needs = NeedsAnswer(source="chain")
    mass = MassAnswer(allow_null=True)
    void = VoidAnswer(many=True)
    lacks = serializers.IntegerField(help_text="How many approvals are still needed.")
    release = ReleaseAnswer(allow_null=True)
    moved = MovedAnswer(many=True)
    version = serializers.IntegerField(source="statement.version")

    @extend_schema_field(serializers.ChoiceField([each.name.lower() for each in Standing]))
    def get_standing(self, read: ReadStatement) -> str:
        """How far it is."""
        return read.standing.name.lower()


class PlanFields(Said):
    """What a statement is, and for whom."""

    title = LineField(Statement, "title")
    audience = ChoiceField(Audience.choices)
    channel = ChoiceField(Channel.choices)
    language = ChoiceField(Language.values)
    kind = ChoiceField(StatementKind.choices, default=StatementKind.HOLDING)
    is_oral = YesNoField(default=False)
    next_update_at = MomentField(allow_null=True, default=None)
    audience_size = CountField(
        min_value=1, max_value=LARGEST_AUDIENCE, allow_null=True, default=None
    )
    corrects = IdField(source="corrects_id", allow_null=True, default=None)
    counterpart = IdField(source="counterpart_id", allow_null=True, default=None)


class StatementText(WordsField):
    """Markdown with references to figures."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_TEXT, **kwargs)


class DraftBody(PlanFields):
    """A new statement with its first words."""

    text = StatementText()


class ChangeStatementBody(PlanFields, VersionedBody):
    """What a statement is, whole."""


class WordBody(Said):
    """Other words."""

    text = StatementText()
    based_on = NumberField(
        min_value=0, max_value=LARGEST_INTEGER, help_text="The number of the wording you saw."
    )


class ApproveBody(Said):
    """The exact words somebody stands behind."""

    digest = WordsField(max_length=HASH_LENGTH, help_text="That of the words you read.")


class ReleaseBody(ApproveBody):
    """To whom the words go."""

    recipients = LineField(Release, "recipients")
    spokesperson = LineField(Release, "spokesperson", default="")
    urgent_reason = LineField(Release, "urgent_reason", default="")
    released_at = MomentField(allow_null=True, default=None)
    typed_size = CountField(
        min_value=1,
        max_value=LARGEST_AUDIENCE,
        allow_null=True,
        default=None,
        help_text="Of a mass message: how many it goes to, as the system that sends it tells.",
    )


class MentionBody(Said):
    """How somebody outside printed it."""

    outlet = LineField(Mention, "outlet")
    quote = StatementText()
    link = LineField(Mention, "link", default="")
    printed_at = MomentField(allow_null=True, default=None)


class ReviewBody(Said):
    """What the review of an urgent release found."""

    review = TextField()


class Figures(IncidentEndpoint):
    """What texts about the incident can quote."""

    @lists(FigureAnswer, operation="figures_list")
    def get(self, incident: Incident) -> list[Figure]:
        """Every figure there is, in the order of the record."""
        return list(figures_of(incident).values())


class Statements(IncidentEndpoint):
    """The statements about an incident."""

    @lists(StatementAnswer, operation="statements_list")
    def get(self, incident: Incident) -> list[ReadStatement]:
        """The statements, the newest first."""
        found = statements_of(incident, figures_of(incident))
        prefetch_related_objects([read.release for read in found if read.release], "mentions")
        return found

    @creates(
        DraftBody,
        StatementAnswer,
        operation="statement_draft",
        at=lambda read: address("api_statement", read.statement.incident, read.statement.pk),
    )
    def post(self, incident: Incident, said: dict[str, Any]) -> ReadStatement:
        """Begin a statement with its first words."""
        text = said.pop("text")
        statement = draft_statement(
            actor=self.actor, incident_id=incident.pk, plan=Plan(**said), text=text
        )
        return _read(incident, statement.pk)


class OneStatement(IncidentEndpoint):
    """One statement."""

    @reads(StatementAnswer, operation="statement_read")
    def get(self, incident: Incident, statement_id: int) -> ReadStatement:
        """The statement as it stands."""
        return _read(incident, statement_id)

    @writes(ChangeStatementBody, StatementAnswer, operation="statement_change")
    def put(
        self, incident: Incident, statement_id: int, said: dict[str, Any], version: int
    ) -> ReadStatement:
        """Say otherwise what the statement is and for whom."""
        change_statement(
            actor=self.actor,
            incident_id=incident.pk,
            statement_id=statement_id,
            version=version,
            plan=Plan(**said),
        )
        return _read(incident, statement_id)


class Wordings(IncidentEndpoint):
    """The words of a statement."""

    @writes(WordBody, StatementAnswer, operation="statement_word")
    def post(self, incident: Incident, statement_id: int, said: dict[str, Any]) -> ReadStatement:
        """Say it in other words; the earlier ones stay readable, approvals of them are void."""
        word_statement(actor=self.actor, incident_id=incident.pk, statement_id=statement_id, **said)
        return _read(incident, statement_id)


class Approvals(IncidentEndpoint):
    """Standing behind the words."""

    @writes(ApproveBody, StatementAnswer, operation="statement_approve")
    def post(self, incident: Incident, statement_id: int, said: dict[str, Any]) -> ReadStatement:
        """Stand behind exactly the words that were read."""
        approve_statement(
            actor=self.actor, incident_id=incident.pk, statement_id=statement_id, **said
        )
        return _read(incident, statement_id)


class StatementRelease(IncidentEndpoint):
    """Letting a statement out."""

    @writes(ReleaseBody, StatementAnswer, operation="statement_release")
    def post(self, incident: Incident, statement_id: int, said: dict[str, Any]) -> ReadStatement:
        """Let it out, once: words and figures are frozen."""
        release_statement(
            actor=self.actor,
            incident_id=incident.pk,
            statement_id=statement_id,
            digest=said.pop("digest"),
            urgent_reason=said.pop("urgent_reason"),
            delivery=Delivery(**said),
        )
        return _read(incident, statement_id)


class Mentions(IncidentEndpoint):
    """What was printed of a statement."""

    @writes(MentionBody, StatementAnswer, operation="mention_note")
    def post(self, incident: Incident, statement_id: int, said: dict[str, Any]) -> ReadStatement:
        """Keep how somebody outside printed it."""
        note_mention(actor=self.actor, incident_id=incident.pk, statement_id=statement_id, **said)
        return _read(incident, statement_id)


class ReleaseReview(IncidentEndpoint):
    """The review of an urgent release."""

    @writes(ReviewBody, StatementAnswer, operation="release_review")
    def post(self, incident: Incident, statement_id: int, said: dict[str, Any]) -> ReadStatement:
        """Close the review with what it found."""
        review_release(actor=self.actor, incident_id=incident.pk, statement_id=statement_id, **said)
        return _read(incident, statement_id)


def _read(incident: Incident, statement_id: int) -> ReadStatement:
    read = statement_in(incident, statement_id)
    if read is None:
        raise NotFound(_("There is no such statement in this incident."))
    return read
