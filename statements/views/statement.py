"""Drafting, wording, approving, releasing and reviewing one statement."""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.checks import longest
from core.comparing import compared
from core.errors import DomainError, NotFound
from core.http import form_page, must_hold, signed_in
from incidents.models import Incident
from incidents.selectors.figure import Figure, figures_of
from incidents.views.freshness import kept_fresh
from incidents.views.room import actor_of, address, incident_or_404
from statements.forms.export import ExportForm
from statements.forms.statement import (
    ApproveForm,
    ChangeForm,
    DraftForm,
    MentionForm,
    ReleaseForm,
    ReviewForm,
    WordForm,
)
from statements.models import Audience, Language, Mention, Statement, StatementKind
from statements.selectors.pair import differences_between, missing_language
from statements.selectors.public_page import is_on_the_page
from statements.selectors.set_up import premises
from statements.selectors.statement import (
    ReadStatement,
    corrected_in,
    pair_in,
    put_right_by,
    statement_in,
)
from statements.selectors.template import correction_text, offered_templates, template_named
from statements.services.approval import approve_statement
from statements.services.door import APPROVE, WRITE
from statements.services.mention import note_mention
from statements.services.release import Delivery, release_statement, review_release
from statements.services.statement import Plan, change_statement, draft_statement, word_statement
from statements.states import statement_state
from statements.texts.reading import Reading

FORM = "statements/statement_form.html"
IS_ID = re.compile(r"[0-9]{1,18}")


@require_GET
@signed_in
@kept_fresh
def statement_detail(
    request: HttpRequest, year: int, number: int, statement_id: int
) -> HttpResponse:
    """What it says now, who stands behind it, and every earlier wording."""
    incident = incident_or_404(request, year, number)
    read, other = pair_in(incident, statement_id)
    if read is None:
        raise _unknown()
    context = {
        "incident": incident,
        "read": read,
        "other": other,
        "differences": differences_between(read, other) if other else [],
        "missing_language": missing_language(read),
        "earlier": _earlier(read),
        "put_right_by": put_right_by(read.statement),
        "is_public": bool(read.release) and is_on_the_page(read.statement),
        "export_form": ExportForm(auto_id="export-%s"),
        "has_written": request.user.pk in read.authors,
        "needs_somebody_else": read.needs_somebody_else(request.user.pk),
        "has_approved": request.user.pk in {each.approver_id for each in read.approvals},
    }
    return render(request, "statements/statement_detail.html", context)


def _earlier(read: ReadStatement) -> list[tuple[Any, Any]]:
    """Every wording but the first, the newest first, with what it changed."""
    pairs = zip(read.wordings, read.wordings[1:], strict=False)
    return [(later, compared(before.text, later.text)) for before, later in pairs][::-1]


@require_http_methods(["GET", "POST"])
@signed_in
def statement_draft(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Begin a statement: from nothing, a template, what it corrects, or its other half."""
    incident = incident_or_404(request, year, number)
    initial = _begun(request, incident)
    drafted: list[Statement] = []

    def draft(said: dict[str, Any]) -> None:
        text = said.pop("text")
        drafted.append(
            draft_statement(
                actor=actor_of(request), incident_id=incident.pk, text=text, plan=_plan(said)
            )
        )

    return _editor(
        request,
        incident,
        lambda data, initial: DraftForm(data, incident=incident, initial=initial),
        draft,
        initial=initial,
        figures=figures_of(incident),
        corrected=_asked(request, incident, "corrects"),
        templates=[] if request.GET.get("counterpart") else offered_templates(),
        title=_("Draft a statement"),
        submit=_("Save the draft"),
        back=address(incident, "incident_statements"),
        then=lambda: address(incident, "statement_detail", drafted[0].pk),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def statement_change(
    request: HttpRequest, year: int, number: int, statement_id: int
) -> HttpResponse:
    """Say otherwise what it is and for whom."""
    incident = incident_or_404(request, year, number)
    statement = incident.statements.filter(pk=statement_id).first()
    if statement is None:
        raise _unknown()
    initial = statement_state(statement)
    if statement.is_mass and statement.audience_size is None:
        initial["audience_size"] = premises()[f"{statement.channel}_reach"].value
    form = ChangeForm(request.POST or None, incident=incident, initial=initial)
    return form_page(
        request,
        form,
        lambda said: change_statement(
            actor=actor_of(request),
            incident_id=incident.pk,
            statement_id=statement_id,
            version=said.pop("version"),
            plan=_plan(said),
        ),
        title=_("Change what the statement is"),
        submit=_("Save"),
        back=address(incident, "statement_detail", statement_id),
        needs=WRITE,
        incident=incident,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def statement_word(request: HttpRequest, year: int, number: int, statement_id: int) -> HttpResponse:
    """Say it in other words."""
    incident = incident_or_404(request, year, number)
    read = _read_or_404(incident, statement_id)
    wording = read.wording

    def standing() -> tuple[int, list[tuple[Any, Any]]]:
        now = _read_or_404(incident, statement_id).wording
        return now.number, [(_("Text"), now.text)]

    return _editor(
        request,
        incident,
        lambda data, initial: WordForm(data, initial=initial),
        lambda said: word_statement(
            actor=actor_of(request),
            incident_id=incident.pk,
            statement_id=statement_id,
            based_on=said["version"],
            text=said["text"],
        ),
        initial={"text": wording.text, "version": wording.number},
        figures=read.figures,
        language=read.statement.language,
        title=_("Say it in other words"),
        submit=_("Save"),
        back=address(incident, "statement_detail", statement_id),
        standing=standing,
    )


@require_POST
@signed_in
def statement_approve(
    request: HttpRequest, year: int, number: int, statement_id: int
) -> HttpResponse:
    """Stand behind exactly the words that were shown."""
    incident = incident_or_404(request, year, number)
    form = ApproveForm(request.POST)
    back = redirect(address(incident, "statement_detail", statement_id))
    if not form.is_valid():
        messages.error(request, _("Open the statement again and approve it there."))
        return back
    try:
        approve_statement(
            actor=actor_of(request),
            incident_id=incident.pk,
            statement_id=statement_id,
            digest=form.cleaned_data["digest"],
        )
    except NotFound:
        raise
    except DomainError as refusal:
        if not request.user.has_perm(APPROVE):
            raise
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Approved."))
    return back


@require_http_methods(["GET", "POST"])
@signed_in
def statement_release(
    request: HttpRequest, year: int, number: int, statement_id: int
) -> HttpResponse:
    """Let it out: words and figures are frozen."""
    incident = incident_or_404(request, year, number)
    read = _read_or_404(incident, statement_id)
    must_hold(request, WRITE)
    if read.needs_somebody_else(request.user.pk):
        raise PermissionDenied(
            _("It reaches a mass audience: somebody else than its authors must release it.")
        )
    initial = {"digest": read.digest}
    return form_page(
        request,
        ReleaseForm(request.POST or None, initial=initial, read=read),
        lambda said: release_statement(
            actor=actor_of(request),
            incident_id=incident.pk,
            statement_id=statement_id,
            digest=said.pop("digest"),
            urgent_reason=said.pop("urgent_reason", ""),
            delivery=Delivery(**said),
        ),
        title=_("Release the statement"),
        submit=_("Release"),
        back=address(incident, "statement_detail", statement_id),
        needs=WRITE,
        template="statements/statement_release.html",
        incident=incident,
        read=read,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def statement_review(
    request: HttpRequest, year: int, number: int, statement_id: int
) -> HttpResponse:
    """Close the review of an urgent release."""
    incident = incident_or_404(request, year, number)
    read = _read_or_404(incident, statement_id)
    return form_page(
        request,
        ReviewForm(request.POST or None),
        lambda said: review_release(
            actor=actor_of(request), incident_id=incident.pk, statement_id=statement_id, **said
        ),
        title=_("Review the urgent release"),
        submit=_("Close the review"),
        back=address(incident, "statement_detail", statement_id),
        needs=APPROVE,
        incident=incident,
        lead=read.release.words if read.release else "",
    )


@require_http_methods(["GET", "POST"])
@signed_in
def statement_mention(
    request: HttpRequest, year: int, number: int, statement_id: int
) -> HttpResponse:
    """Keep how somebody outside printed it."""
    incident = incident_or_404(request, year, number)
    read = _read_or_404(incident, statement_id)
    return form_page(
        request,
        MentionForm(request.POST or None, initial={"outlet": _outlet_of(read)}),
        lambda said: note_mention(
            actor=actor_of(request), incident_id=incident.pk, statement_id=statement_id, **said
        ),
        title=_("Note what was printed"),
        submit=_("Save"),
        back=address(incident, "statement_detail", statement_id),
        needs=WRITE,
        incident=incident,
        lead=read.release.words if read.release else "",
    )


def _outlet_of(read: ReadStatement) -> str:
    """Whoever of the press it was said to has most likely printed it."""
    is_to_press = read.statement.audience == Audience.PRESS
    recipients = read.release.recipients if read.release and is_to_press else ""
    return recipients[: longest(Mention, "outlet")]


def _plan(said: dict[str, Any]) -> Plan:
    corrects, counterpart = said.pop("corrects"), said.pop("counterpart")
    return Plan(**said, corrects_id=corrects, counterpart_id=counterpart)


def _begun(request: HttpRequest, incident: Incident) -> dict[str, Any]:
    """What the draft starts with, as the address asks for it."""
    initial: dict[str, Any] = {"language": get_language()}
    template = template_named(request.GET.get("template", ""))
    if template:
        initial |= asdict(template)
    if corrected := _asked(request, incident, "corrects"):
        initial |= _plan_of(corrected) | _correction_of(corrected.statement)
        if template:
            initial["kind"] = template.kind
        else:
            initial["text"] = correction_text(corrected.statement.language)
    if other := _asked(request, incident, "counterpart"):
        initial |= _plan_of(other) | {"language": missing_language(other)}
        initial |= {"counterpart": other.statement.pk, "text": other.wording.text}
        initial["corrects"] = corrected_in(other.statement, str(missing_language(other)))
    return initial


def _correction_of(statement: Statement) -> dict[str, Any]:
    with translation.override(statement.language):
        title = _("Correction: %(title)s") % {"title": statement.title}
    if statement.kind == StatementKind.CORRECTION:
        title = statement.title
    title = title[: longest(Statement, "title")]
    return {"corrects": statement.pk, "kind": StatementKind.CORRECTION, "title": title}


def _asked(request: HttpRequest, incident: Incident, name: str) -> ReadStatement | None:
    """The statement that the address names; None when it names none of this incident."""
    asked = request.GET.get(name, "")
    return statement_in(incident, int(asked)) if IS_ID.fullmatch(asked) else None


def _plan_of(read: ReadStatement) -> dict[str, Any]:
    names = ("title", "audience", "channel", "language", "kind", "is_oral")
    return {name: getattr(read.statement, name) for name in names}


def _editor(
    request: HttpRequest,
    incident: Incident,
    form: Callable[[Any, dict[str, Any]], forms.BaseForm],
    act: Callable[[dict[str, Any]], Any],
    *,
    initial: dict[str, Any],
    figures: Mapping[str, Figure],
    language: str = "",
    **context: Any,
) -> HttpResponse:
    """A form whose text quotes figures, and how the text reads: asking for that saves nothing."""
    is_asked = "preview" in request.POST
    said = initial | (request.POST.dict() if is_asked else {})
    language = language or _language(request.POST.get("language") or initial.get("language"))
    # A page counts line ends as one character, and sends two.
    text = request.POST.get("text", initial.get("text", "")).replace("\r\n", "\n")
    return form_page(
        request,
        form(None if is_asked else request.POST or None, said),
        act,
        needs=WRITE,
        template=FORM,
        incident=incident,
        figures=_worded(figures, language),
        language=language,
        reading=Reading(text, figures, language),
        **context,
    )


def _language(asked: Any) -> str:
    return asked if asked in Language.values else Language.ENGLISH


def _worded(figures: Mapping[str, Figure], language: str) -> list[tuple[str, str, str]]:
    """The reference, label and words of each figure there is."""
    return [(figure.reference, figure.label, figure.words(language)) for figure in figures.values()]


def _read_or_404(incident: Incident, statement_id: int) -> ReadStatement:
    read = statement_in(incident, statement_id)
    if read is None:
        raise _unknown()
    return read


def _unknown() -> Http404:
    return Http404(_("There is no such statement in this incident."))
