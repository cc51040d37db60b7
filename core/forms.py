"""How forms look everywhere, and fields that read what people type."""

from typing import Any

from babel.numbers import NumberFormatError, format_decimal, parse_number
from django import forms
from django.core.validators import URLValidator
from django.forms.renderers import TemplatesSetting
from django.utils.translation import get_language
from django.utils.translation import gettext as _

WEB = ["http", "https"]


class Renderer(TemplatesSetting):
    """Every form and field is rendered by the same two templates."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


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
