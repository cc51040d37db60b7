"""What a file would bring, with every guess to be corrected: of an incident, or of a new one."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.errors import DomainError, NotFound, NotPermitted
from imports.forms.timeline_import import ChoicesForm, RowForm, choices_in
from imports.selectors.draft import Choices, Draft, picked
from incidents.services.timeline_entry import EntryContent

Reader = Callable[[Choices], Draft]


class Preview:
    """One look at a file: how it is read, the entries it would bring, and what is chosen of them."""

    def __init__(self, request: HttpRequest, read: Reader) -> None:
        posted = request.POST or None
        self.is_import = "import" in request.POST
        self.draft = read(Choices())
        if posted:
            self.draft = read(choices_in(posted, self.draft.reading.authors()))
        self.form = ChoicesForm(posted, self.draft)
        self.rows = [RowForm(posted if self.is_import else None, row) for row in self.draft.rows]
        self._mark = request.POST.get("mark", "")

    def is_valid(self) -> bool:
        """Whether all that was sent can be read."""
        return all([self.form.is_valid(), *(row.is_valid() for row in self.rows)])

    def chosen(self) -> list[EntryContent]:
        """What is ticked. Raises as `picked`."""
        picks = [row.pick() for row in self.rows if row.cleaned_data["take"]]
        return picked(self.draft, self._mark, picks)


def answer(
    request: HttpRequest,
    preview: Preview,
    act: Callable[[], str],
    *,
    is_valid: bool = True,
    **context: object,
) -> HttpResponse:
    """The page, or where `act` leads once it imported what is chosen; a refusal is told above."""
    refusal = ""
    if preview.is_import:
        refusal = _("Some of this cannot be read. What is wrong stands beside it.")
        if preview.is_valid() and is_valid:
            try:
                return redirect(act())
            except (NotFound, NotPermitted):
                raise
            except DomainError as refused:
                refusal = str(refused.message)
    context |= {
        "draft": preview.draft,
        "form": preview.form,
        "rows": preview.rows,
        "refusal": refusal,
    }
    return render(request, "imports/import_preview.html", context, status=422 if refusal else 200)


def said_of(count: int) -> str:
    """How many entries came in."""
    done = ngettext("%(count)s entry imported.", "%(count)s entries imported.", count)
    return done % {"count": count}
