"""Naming a filter, and asking the list itself whether it takes one."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from audit.models import LogEntry
from core.errors import DomainError
from incidents.forms.action_item import ActionFilter
from incidents.forms.incident import IncidentFilter
from incidents.forms.log import LogFilter
from incidents.models import ActionItem, FilteredList, Incident

MOST_SAID = 100
Asked = MultiValueDict[str, str]
_FORMS: dict[str, Callable[[Asked], Any]] = {
    FilteredList.INCIDENTS: lambda asked: IncidentFilter(asked, Incident.objects.none()).form,
    FilteredList.ACTIONS: lambda asked: ActionFilter(asked, ActionItem.objects.none()).form,
    FilteredList.LOG: lambda asked: LogFilter(asked, LogEntry.objects.none()).form,
}


def query_taken(of_list: str, query: str) -> str:
    """The query as the list understands it: only what narrows it, each once, in the list's order.

    Raises:
        DomainError: there is no such list, or its filters do not take what the query says.
    """
    if of_list not in _FORMS:
        raise DomainError(_("There is no such list."), field="of_list")
    asked = _asked(query)
    form = _FORMS[of_list](asked)
    if not form.is_valid():
        wrong = "; ".join(
            f"{form.fields[name].label}: {' '.join(map(str, each))}"
            for name, each in form.errors.items()
            if name in form.fields
        )
        raise DomainError(
            _("The list does not take this filter. %(wrong)s") % {"wrong": wrong}, field="query"
        )
    return urlencode(
        [
            (name, text)
            for name in form.fields
            for text in sorted({text for text in asked.getlist(name) if text.strip()})
        ]
    )


def _asked(query: str) -> Asked:
    try:
        said = parse_qsl(query.strip().lstrip("?"), max_num_fields=MOST_SAID)
    except ValueError as error:
        raise DomainError(_("This is no query of an address."), field="query") from error
    asked = Asked()
    for name, text in said:
        asked.appendlist(name, text)
    return asked


class SavedFilterForm(forms.Form):
    """What the filter is called, and who is offered it."""

    name = forms.CharField(
        label=_("Name"), max_length=60, help_text=_("It stands as a link above the list.")
    )
    query = forms.CharField(
        label=_("What stands in the address"),
        max_length=1000,
        help_text=_("As in the address of the list, such as status=resolved&severity=sev1."),
    )
    is_shared = forms.BooleanField(
        label=_("Share it with everybody"),
        required=False,
        help_text=_(
            "Everybody is offered the link; what it shows is only what each of them may see."
        ),
    )

    def __init__(self, *args: Any, of_list: str, may_share: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of_list = of_list
        if not may_share:
            del self.fields["is_shared"]

    def clean_query(self) -> str:
        """The query as the list understands it."""
        try:
            return query_taken(self.of_list, self.cleaned_data["query"])
        except DomainError as refusal:
            raise forms.ValidationError(str(refusal.message)) from refusal


class ChangeSavedFilterForm(SavedFilterForm):
    """The same, of a filter that was saved."""

    version = forms.IntegerField(widget=forms.HiddenInput)
