"""Setting up where alerts come from, and with what they prove themselves."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.fields import VersionedForm
from alerts.models import Proof, SourceKind
from alerts.reading.presets import PRESETS, TOOLS
from alerts.services.alert_source import SetUp
from incidents.models import Category, Service, Severity

USUAL_SEVERITIES = {"critical": "sev2", "high": "sev2", "error": "sev3", "warning": "sev3"}


class PairsField(forms.CharField):
    """What words mean, one a line: `critical = sev1`."""

    widget = forms.Textarea(attrs={"rows": 4, "spellcheck": "false"})

    def to_python(self, value: Any) -> Any:
        """The words and what they mean, in the order they were written."""
        if isinstance(value, dict):
            return value
        pairs: dict[str, str] = {}
        for row in filter(None, map(str.strip, (value or "").splitlines())):
            word, is_said, meaning = row.partition("=")
            if not (is_said and word.strip() and meaning.strip()):
                raise forms.ValidationError(
                    _("Write one a line, such as critical = sev1, not “%(row)s”.")
                    % {"row": row[:80]},
                    code="pair",
                )
            pairs[word.strip()] = meaning.strip()
        return pairs

    def prepare_value(self, value: Any) -> Any:
        """One a line."""
        if isinstance(value, dict):
            return "\n".join(f"{word} = {meaning}" for word, meaning in value.items())
        return value


class SourceForm(forms.Form):
    """Where alerts come from. `sample` is a body to try the settings on; it is not kept."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    slug = forms.CharField(
        label=gettext_lazy("Name in the address"),
        max_length=50,
        help_text=gettext_lazy("Small letters, digits and hyphens, such as “alertmanager”."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("What it sends"), choices=SourceKind.choices)
    preset = forms.ChoiceField(
        label=gettext_lazy("Mapping of a known tool"),
        choices=[("", gettext_lazy("none of these")), *TOOLS.items()],
        required=False,
        help_text=gettext_lazy("Only for other JSON. It takes the place of the mapping below."),
    )
    mapping = PairsField(
        label=gettext_lazy("Mapping"),
        required=False,
        help_text=gettext_lazy(
            "Only for other JSON: JMESPath expressions, one a line. Needed are fingerprint, title "
            "and is_firing; alerts, group, text, severity, service, category, began_at, ended_at "
            "and link may be given."
        ),
    )
    severities = PairsField(
        label=gettext_lazy("What its severities mean"),
        required=False,
        help_text=gettext_lazy("One a line, such as critical = sev1."),
    )
    services = PairsField(
        label=gettext_lazy("What its services are called here"),
        required=False,
        help_text=gettext_lazy(
            "Only where the names differ; one a line, such as core-login = Login."
        ),
    )
    categories = PairsField(
        label=gettext_lazy("What its categories mean"),
        required=False,
        help_text=gettext_lazy("One a line, such as latency = degradation."),
    )
    severity = forms.ChoiceField(
        label=gettext_lazy("Severity of an alert that says none"), choices=Severity.choices
    )
    category = forms.ChoiceField(
        label=gettext_lazy("Category of an alert that says none"), choices=Category.choices
    )
    service = forms.ModelChoiceField(
        Service.objects.all(),
        label=gettext_lazy("Service of an alert that says none"),
        required=False,
    )
    opens_incidents = forms.BooleanField(
        label=gettext_lazy("Opens incidents"),
        required=False,
        help_text=gettext_lazy("Otherwise its alerts only join incidents that are open."),
    )
    is_active = forms.BooleanField(label=gettext_lazy("Is listened to"), required=False)
    sample = forms.CharField(
        label=gettext_lazy("Try it on a body"),
        required=False,
        max_length=1024 * 1024,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Paste what the tool sends, to see what would be read. It is not kept."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """What is set up, as `setup`."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return said
        preset = said.pop("preset")
        if preset and said["kind"] == SourceKind.MAPPED:
            said["mapping"] = PRESETS[preset]
        kept = {name: each for name, each in said.items() if name not in {"sample", "version"}}
        return {"setup": SetUp(**kept)} | {
            name: said[name] for name in ("sample", "version") if name in said
        }


class ChangeSourceForm(SourceForm, VersionedForm):
    """What is set up of a source, said better."""


class KeyForm(forms.Form):
    """With what a source proves itself."""

    proof = forms.ChoiceField(
        label=gettext_lazy("It proves itself by"), choices=Proof.choices, widget=forms.RadioSelect
    )
    secret = forms.CharField(
        label=gettext_lazy("Secret it signs with"),
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy(
            "Only for a signature: what PagerDuty shows you or you enter in Grafana. A token is "
            "made here."
        ),
    )
