"""How forms look everywhere, and fields that read what people type."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, ClassVar, NoReturn

from babel.numbers import NumberFormatError, format_decimal, parse_number
from django import forms
from django.core.validators import URLValidator
from django.forms.renderers import TemplatesSetting
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from core.formats import clock_face, zone_place

WEB = ["http", "https"]
NONE = timedelta()


class KeptField(forms.BoundField):
    """A field that takes in all that is pasted: what is too long is refused, never cut off."""

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        """As Django builds them, without the browser's own limit."""
        return super().build_widget_attrs(attrs, widget) | {"maxlength": False}


class Renderer(TemplatesSetting):
    """Every form and field is rendered by the same two templates."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
    bound_field_class = KeptField


_NOT_TYPED = (
    forms.CheckboxInput,
    forms.FileInput,
    forms.HiddenInput,
    forms.PasswordInput,
    forms.Select,
    forms.RadioSelect,
    forms.CheckboxSelectMultiple,
)


def labels_of(names: set[str]) -> dict[str, str]:
    """What people read beside the typed fields of the form that posts these names.

    A form that is not known has no labels, and secrets, choices and hidden fields are left out.
    """
    known = [form for form in _all_forms(forms.BaseForm) if names <= set(_fields_of(form))]
    fields = _fields_of(min(known, key=lambda form: len(_fields_of(form)))) if known else {}
    return {
        name: str(field.label or name)
        for name, field in fields.items()
        if not isinstance(field.widget, _NOT_TYPED)
    }


def _all_forms(base: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for form in base.__subclasses__():
        yield form
        yield from _all_forms(form)


def _fields_of(form: type[forms.BaseForm]) -> dict[str, forms.Field]:
    return getattr(form, "base_fields", {})


class CountField(forms.Field):
    """A whole number as people write it: 1600000, or 1.600.000 in Danish, 1,600,000 in English."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> int | None:
        """The number; None when the field was left empty."""
        text = str(value or "").replace("\xa0", " ").strip()
        if not text:
            return None
        language = get_language() or "en"
        try:
            count = parse_number(text.replace(" ", ""), locale=language)
        except NumberFormatError as error:
            raise _not_a_count(language) from error
        if count < 0 or not _written_alike(text.replace(" ", ""), count, language):
            raise _not_a_count(language)
        return count

    def prepare_value(self, value: Any) -> Any:
        """The number with separators, so that millions can be read."""
        if isinstance(value, int):
            return format_decimal(value, locale=get_language() or "en")
        return value


def _written_alike(text: str, count: int, language: str) -> bool:
    # "1.6" must not be read as sixteen: separators only where thousands part.
    return text in (str(count), format_decimal(count, locale=language))


def _not_a_count(language: str) -> forms.ValidationError:
    sample = format_decimal(1_600_000, locale=language)
    return forms.ValidationError(
        _("Write a whole number such as %(sample)s.") % {"sample": sample}, code="count"
    )


class LinksField(forms.CharField):
    """Web addresses, one a line."""

    widget = forms.Textarea(attrs={"rows": 2})

    def to_python(self, value: Any) -> Any:
        """The addresses in the order they were written."""
        if isinstance(value, list | tuple):
            return tuple(value)
        return tuple(line.strip() for line in (value or "").splitlines() if line.strip())

    def prepare_value(self, value: Any) -> Any:
        """One address a line."""
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def validate(self, value: Any) -> None:
        """Each line must be a web address."""
        check = URLValidator(schemes=WEB)
        for link in value:
            try:
                check(link)
            except forms.ValidationError as error:
                raise forms.ValidationError(
                    _("%(link)s is not a web address. Write one a line, such as https://...")
                    % {"link": link[:80]},
                    code="link",
                ) from error

    def run_validators(self, value: Any) -> None:
        """Lines were checked one by one."""


class MomentInput(forms.DateTimeInput):
    """The browser's own date and time; in the hour that comes twice, also which of the two.

    `step="any"` asks nobody for seconds, and keeps those that are there.
    """

    template_name = "components/moment.html"

    def __init__(self) -> None:
        super().__init__({"type": "datetime-local", "step": "any"})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """What was typed; in the hour that comes twice with the offset that was chosen."""
        typed = super().value_from_datadict(data, files, name)
        offset = data.get(f"{name}_offset")
        return typed + offset if offset in _offsets(_read(typed)) else typed

    def format_value(self, value: Any) -> Any:
        """What the reader's wall clock shows; text that says something else stays as typed."""
        moment = _read(value)
        if moment is None or (isinstance(value, str) and not _offsets(moment)):
            return value
        return moment.replace(tzinfo=None).isoformat(timespec="seconds")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What the template shows, with the offsets to choose from where there are two."""
        moment = _read(value)
        chosen = f"{moment:%z}" if moment else ""
        context = super().get_context(name, value, attrs)
        return context | {"offsets": _offsets(moment).items(), "chosen": chosen}


def _read(value: Any) -> datetime | None:
    if not isinstance(value, str):
        return value or None
    try:
        return parse_datetime(value.strip())
    except ValueError:
        return None


def _offsets(moment: datetime | None) -> dict[str, str]:
    """The offsets from UTC, with their names, of a time that the reader's clock shows twice."""
    if moment is None:
        return {}
    zone = timezone.get_current_timezone()
    first, second = (moment.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    is_put_back = (first.utcoffset() or NONE) > (second.utcoffset() or NONE)
    return {f"{at:%z}": at.tzname() or "" for at in (first, second)} if is_put_back else {}


def _where() -> str:
    place = zone_place(timezone.get_current_timezone_name(), get_language() or "en")
    return _("Time in %(place)s") % {"place": place}


class MomentField(forms.DateTimeField):
    """A moment in the reader's time zone, which is named beside it."""

    widget = MomentInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": gettext_lazy("Write the date and the time, such as 2026-11-04 15:59."),
    }

    def __init__(self, **kwargs: Any) -> None:
        help_text = kwargs.pop("help_text", "")
        super().__init__(help_text=format_lazy("{}. {}", lazy(_where, str)(), help_text), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """The moment as it is, since the wall clock alone cannot tell which of two it was."""
        return timezone.localtime(value) if isinstance(value, datetime) else value

    def to_python(self, value: Any) -> datetime | None:
        """The moment; refused where the clock shows that time twice or never."""
        try:
            return super().to_python(value)
        except forms.ValidationError as error:
            if error.code == "ambiguous_timezone" and error.params:
                _refuse(error.params["datetime"])
            raise


def _refuse(wall: datetime) -> NoReturn:
    shown = {"time": clock_face(wall.time(), get_language() or "en")}
    if _offsets(wall):
        raise forms.ValidationError(
            _("The clock was put back that night and showed %(time)s twice. Choose which you mean.")
            % shown,
            code="twice",
        )
    raise forms.ValidationError(
        _("The clock was put forward that night and never showed %(time)s. Write another time.")
        % shown,
        code="never",
    )
