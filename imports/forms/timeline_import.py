"""Bringing a file, and choosing what comes in of it."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import MomentField
from imports.reading.decoding import MOST_BYTES
from imports.reading.found import Form
from imports.reading.placing import zone_of
from imports.selectors.authors import LEFT_OUT, treatments
from imports.selectors.draft import MOST_AUTHORS, Choices, Draft, Pick, Row, people_to_choose
from incidents.models import Milestone


class BringForm(forms.Form):
    """A file or pasted words."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        help_text=_(
            "A Slack export (zip), a Markdown document, a CSV table or a chat as text; at most 10 MB."
        ),
    )
    pasted = forms.CharField(
        label=_("Or pasted words"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "Lines that open with a time, or a chat as it is copied from Slack, Teams or WhatsApp."
        ),
    )
    form = forms.ChoiceField(
        label=_("Kind of file"),
        required=False,
        choices=[("", _("What it looks like")), *Form.choices],
    )

    def clean(self) -> dict[str, Any]:
        """One of the two must be there."""
        said = super().clean() or {}
        if not said.get("file") and not (said.get("pasted") or "").strip():
            raise forms.ValidationError(_("Choose a file, or paste what was written."))
        return said

    def content(self) -> bytes:
        """The bytes that were brought; of a file that is too large, just enough to say so."""
        file = self.cleaned_data.get("file")
        if file:
            return bytes(file.read(MOST_BYTES + 1_000_000))
        return str(self.cleaned_data["pasted"]).encode(errors="replace")

    def name(self) -> str:
        """What the file is called; pasted words have no name."""
        file = self.cleaned_data.get("file")
        return str(file.name) if file else ""


class ChoicesForm(forms.Form):
    """How a file is read: zone, first day, order of day and month, channel, and who is who."""

    zone = forms.ChoiceField(label=_("Time zone of times without one"))
    day = forms.DateField(
        label=_("Day of times without a date"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    order = forms.ChoiceField(
        label=_("Dates such as 04/05"),
        required=False,
        choices=[("day", _("Day first")), ("month", _("Month first"))],
    )
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    part = forms.ChoiceField(label=_("Part"), required=False)

    def __init__(self, data: Mapping[str, Any] | None, draft: Draft) -> None:
        settled, reading = draft.choices, draft.reading
        super().__init__(
            data,
            initial={
                "zone": settled.zone,
                "day": settled.day,
                "order": "month" if reading.day_first is False else "day",
                "channel": settled.channel,
                "part": settled.part,
            },
        )
        zones = dict.fromkeys(
            [settled.zone, timezone.get_current_timezone_name(), *sorted(available_timezones())]
        )
        self.fields["zone"].choices = [(name, name) for name in zones]  # type: ignore[attr-defined]
        self.fields["channel"].choices = [  # type: ignore[attr-defined]
            ("", _("All channels")),
            *((name, f"#{name}") for name in reading.channels),
        ]
        self.fields["part"].choices = [  # type: ignore[attr-defined]
            (str(number), f"{number} / {draft.parts}") for number in range(1, draft.parts + 1)
        ]
        for name, is_asked in (
            ("order", reading.day_first is not None),
            ("channel", bool(reading.channels)),
            ("part", draft.parts > 1),
        ):
            if not is_asked:
                del self.fields[name]
        self._authors = reading.authors()[:MOST_AUTHORS]
        becoming = (
            [*treatments(people_to_choose()), (LEFT_OUT, _("Left out"))] if self._authors else []
        )
        for number, author in enumerate(self._authors):
            self.fields[f"who_{number}"] = forms.ChoiceField(
                label=author, choices=becoming, required=False, initial=settled.people.get(author)
            )


def choices_in(data: Mapping[str, Any], authors: list[str]) -> Choices:
    """What was posted, as far as it can be read; the form says what is wrong with the rest."""
    day = forms.DateField(required=False)
    try:
        first = day.clean(data.get("day"))
    except forms.ValidationError:
        first = None
    part = str(data.get("part") or "1")
    return Choices(
        zone=zone if zone_of(zone := str(data.get("zone") or "")[:60]) else "",
        day=first,
        day_first={"day": True, "month": False}.get(str(data.get("order"))),
        channel=str(data.get("channel") or ""),
        part=int(part) if part.isascii() and part.isdigit() and len(part) < 6 else 1,
        people={
            author: str(data.get(f"who_{number}") or "") for number, author in enumerate(authors)
        },
    )


class RowForm(forms.Form):
    """One entry: whether it comes in, when it happened, and which milestone it is."""

    take = forms.BooleanField(label=_("Import"), required=False)
    at = MomentField(label=_("Happened at"), required=False)
    milestone = forms.ChoiceField(
        label=_("Milestone"), required=False, choices=[("", _("No milestone")), *Milestone.choices]
    )

    def __init__(self, data: Mapping[str, Any] | None, row: Row) -> None:
        self.row = row
        super().__init__(
            data,
            prefix=f"row-{row.number}",
            initial={
                "take": row.is_chosen,
                "at": row.content.occurred_at,
                "milestone": row.content.milestone,
            },
        )

    def pick(self) -> Pick:
        """What was left of the guesses."""
        said = self.cleaned_data
        return Pick(self.row.number, said["at"], said["milestone"])
