"""Drafting, wording, approving and releasing a statement."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.checks import longest
from core.forms import CountField, MomentField
from incidents.forms.fields import RecordForm
from incidents.models import Incident
from statements.models import Mention, Release, Statement
from statements.selectors.statement import ReadStatement

_TEXT_HELP = _(
    "Markdown. Quote a figure by its reference, such as {count:recipients}: "
    "the text then follows the record until it is released."
)


class PlanForm(RecordForm):
    """What a statement is, and for whom."""

    decided = ("audience", "channel", "language", "kind")
    next_update_at = MomentField(
        label=_("Next update promised at"),
        required=False,
        help_text=_("What the text promises. The desk shows it when it is due."),
    )
    audience_size = CountField(
        label=_("How many it goes to"),
        required=False,
        help_text=_(
            "An exact number, or the most it can reach. A push message, and an e-mail or a text "
            "message to customers, cannot be approved without it."
        ),
    )
    corrects = forms.TypedChoiceField(
        label=_("What it puts right"), required=False, coerce=int, empty_value=None
    )
    counterpart = forms.TypedChoiceField(
        label=_("The same in the other language"), required=False, coerce=int, empty_value=None
    )

    class Meta:
        model = Statement
        fields: ClassVar[list[str]] = [
            "title",
            "audience",
            "channel",
            "language",
            "kind",
            "is_oral",
            "audience_size",
            "next_update_at",
        ]

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        statements = incident.statements.select_related("release")
        self._offer("corrects", [each for each in statements if hasattr(each, "release")])
        self._offer("counterpart", statements)

    def _offer(self, name: str, statements: Iterable[Statement]) -> None:
        choices = [(each.pk, f"{each.title} ({each.language})") for each in statements]
        field = self.fields[name]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - for the type checker
        field.choices = [("", _("None")), *choices]


class DraftForm(PlanForm):
    """A new statement with its first words: what is asked of every statement stands first."""

    field_order = ("title", "audience", "channel", "language", "kind", "is_oral", "text")

    text = forms.CharField(
        label=_("Text"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_TEXT_HELP,
    )


class ChangeForm(PlanForm):
    """What a statement is, said otherwise."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class WordForm(forms.Form):
    """Other words."""

    text = forms.CharField(
        label=_("Text"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_TEXT_HELP,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class ApproveForm(forms.Form):
    """The exact words somebody stands behind."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)


class ReleaseForm(ApproveForm):
    """To whom it goes; of a mass message once more how many.

    Who speaks it is asked only of what is spoken, why the haste only where an approval is missing.
    """

    recipients = forms.CharField(
        label=_("To whom"),
        max_length=longest(Release, "recipients"),
        help_text=_("Such as the outlet, the list or the page."),
    )
    typed_size = CountField(
        label=_("How many it goes to, once more"),
        help_text=_(
            "Read it in the system that will send it, and type it here. If it is another number "
            "than you expected, stop."
        ),
    )
    spokesperson = forms.CharField(
        label=_("Spokesperson, by role"),
        max_length=longest(Release, "spokesperson"),
        error_messages={"required": _("Say by role who speaks it.")},
    )
    released_at = MomentField(
        label=_("When it went out"),
        required=False,
        help_text=_("Now, when left empty. For what was said before it is written down here."),
    )
    urgent_reason = forms.CharField(
        label=_("Reason for the haste"),
        required=False,
        max_length=longest(Release, "urgent_reason"),
        help_text=_(
            "An approval is missing. When there is no time, one is enough, and a review stays open "
            "until it is closed."
        ),
    )

    def __init__(self, *args: Any, read: ReadStatement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if read.mass is None:
            del self.fields["typed_size"]
        if not read.statement.is_oral:
            del self.fields["spokesperson"]
        if not read.lacks:
            del self.fields["urgent_reason"]


class MentionForm(RecordForm):
    """How somebody outside printed it."""

    printed_at = MomentField(label=_("Printed at"), required=False)

    class Meta:
        model = Mention
        fields: ClassVar[list[str]] = ["outlet", "quote", "link", "printed_at"]
        widgets: ClassVar[dict[str, Any]] = {"quote": forms.Textarea(attrs={"rows": 4})}


class ReviewForm(forms.Form):
    """What the review of an urgent release found."""

    review = forms.CharField(
        label=_("What the review found"), widget=forms.Textarea(attrs={"rows": 6})
    )
