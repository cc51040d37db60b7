"""Which file of which statements."""

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from statements.services.export import StatementFormat


class ExportForm(forms.Form):
    """A statement as a file."""

    format = forms.ChoiceField(label=_("Format"), choices=StatementFormat.choices)
    with_approvals = forms.BooleanField(
        label=_("With the approval record"),
        required=False,
        help_text=_(
            "Who stands behind it, by role, and what its figures rest on. For the archive."
        ),
    )


class ExportDayForm(ExportForm):
    """What was said on a day as a file."""

    day = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        initial=lambda: timezone.localdate(timezone=timezone.get_default_timezone()),
    )
    # Of what stands around the statements; each of them stays in its own.
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    field_order = ["day", "format", "language", "with_approvals"]
