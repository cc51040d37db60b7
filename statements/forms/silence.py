"""After how long without words somebody is reminded."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.forms.fields import RecordForm
from incidents.models import Severity
from statements.models import SilenceLimits


class LimitsForm(RecordForm):
    """Minutes to the first statement, by severity."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = SilenceLimits
        fields: ClassVar[list[str]] = [each.value for each in Severity]
        labels: ClassVar[dict[str, Any]] = {each.value: each.label for each in Severity}
        help_texts: ClassVar[dict[str, Any]] = {
            each.value: _("Minutes. Empty: nobody is reminded.") for each in Severity
        }
