"""Making and changing accounts."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib.auth.models import Group
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import RecordForm, reason_field
from accounts.models import User
from accounts.preferences import time_zones
from accounts.roles import role_label


class ZoneInput(forms.TextInput):
    """A field that offers every time zone and finds it by any part of its name."""

    template_name = "components/zone.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What the template shows, with the zones to choose from."""
        attrs = (attrs or {}) | {"list": f"{name}_zones", "autocomplete": "off"}
        context = super().get_context(name, value, attrs)
        return context | {"zones": ["UTC", *sorted(filter(_is_a_place, time_zones()))]}


def _is_a_place(zone: str) -> bool:
    region, _slash, place = zone.partition("/")
    return bool(place) and region in _REGIONS


# Left out are names that only old systems use, such as US/Pacific and Etc/GMT+5.
_REGIONS = {
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
}


class PreferencesForm(RecordForm):
    """How somebody reads pages. Each language stands there in its own words."""

    language = forms.ChoiceField(
        label=_("Language"),
        choices=[
            (code, get_language_info(code)["name_local"].capitalize())
            for code, _name in settings.LANGUAGES
        ],
        initial=settings.LANGUAGE_CODE,
    )

    class Meta:
        model = User
        fields: ClassVar[list[str]] = ["language", "time_zone"]
        widgets: ClassVar[dict[str, Any]] = {"time_zone": ZoneInput}
        help_texts: ClassVar[dict[str, Any]] = {
            "time_zone": _(
                "Times are shown as clocks there show them. Type a part of the city's name."
            )
        }


class PersonForm(PreferencesForm):
    """A new account."""

    name = forms.CharField(label=_("Name"), max_length=150)
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Whoever holds no role sees nothing of the record."),
    )
    field_order = ["name", "email", "roles", "language", "time_zone"]

    class Meta(PreferencesForm.Meta):
        fields: ClassVar[list[str]] = ["email", *PreferencesForm.Meta.fields]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = self.fields["roles"]
        if isinstance(roles, forms.MultipleChoiceField):
            names = Group.objects.order_by("pk").values_list("name", flat=True)
            roles.choices = [(name, role_label(name)) for name in names]


class ChangePersonForm(PersonForm):
    """The account as it is to be from now on, and why."""

    reason = reason_field()
    version = forms.IntegerField(widget=forms.HiddenInput)
    field_order = [*PersonForm.field_order, "is_active", "reason"]

    class Meta(PersonForm.Meta):
        fields: ClassVar[list[str]] = [*PersonForm.Meta.fields, "is_active"]
