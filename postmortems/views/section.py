"""Writing under a heading, alone or with others; what stood there before; what the check says."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.comparing import compared
from core.errors import DomainError, NotFound, NotPermitted
from core.http import attempt, form_page, must_hold, signed_in, told_and_back
from incidents.models import Incident
from incidents.views.room import actor_of, address, incident_or_404, person_of
from postmortems.drafts import discard_draft, draft_of, keep_draft, writing_in
from postmortems.forms.section import KeepForm, RestoreForm, SectionForm
from postmortems.models import Draft, Postmortem
from postmortems.questions import Question, people_acted, questions_for
from postmortems.selectors.finding import ReadFinding, findings_of
from postmortems.selectors.postmortem import postmortem_for
from postmortems.selectors.section import (
    ReadSection,
    section_in,
    text_numbered,
    texts_of,
)
from postmortems.services.door import WRITE
from postmortems.services.kept_wording import Keeping, keep_wording, take_back_wording
from postmortems.services.section import (
    Written,
    brought_together,
    write_section,
)
from postmortems.views.beside import record_beside_writing

HERE = "postmortem_detail"
FORM = "postmortems/section_form.html"


@require_http_methods(["GET", "POST"])
@signed_in
def section_write(request: HttpRequest, year: int, number: int, key: str) -> HttpResponse:
    """Write what stands under a heading; what is typed is kept as a draft until it is saved."""
    incident, postmortem, section = _found(year, number, key, request)
    must_hold(request, WRITE)
    if "draft" in request.POST:
        return _kept(request, incident, postmortem, section)
    draft = draft_of(postmortem, key, person_of(request))
    written: list[Written] = []
    form = SectionForm(
        request.POST or None, initial=_begun(section, draft), language=postmortem.language
    )

    def standing() -> tuple[int, list[tuple[Any, Any]]]:
        now = section_in(postmortem, key) or section
        return now.version, [(_("Text"), now.text)]

    def write(said: dict[str, Any]) -> None:
        written.append(
            write_section(
                actor=actor_of(request), incident_id=incident.pk, key=key, was_draft=True, **said
            )
        )

    def then() -> str:
        # What others wrote is told at the top of the page, before the section itself.
        back = address(incident, HERE)
        return back if written[0].is_merged else f"{back}#at-{key}"

    text = (form["text"].value() or "").replace("\r\n", "\n")
    answer = form_page(
        request,
        form,
        write,
        **_editor(request, incident, postmortem, section, text, draft),
        standing=standing,
        then=then,
    )
    if written and written[0].is_merged:
        messages.info(request, _("Somebody else wrote there too; both texts stand in it."))
    return answer


def _begun(section: ReadSection, draft: Draft | None) -> dict[str, Any]:
    if draft:
        return {"text": draft.text, "version": draft.based_on}
    return {"text": section.text, "version": section.version}


def _kept(
    request: HttpRequest, incident: Incident, postmortem: Postmortem, section: ReadSection
) -> HttpResponse:
    """The editor once more, with what others saved since merged in, and how it all reads."""
    form = SectionForm(request.POST, language=postmortem.language)
    draft: Draft | None = None
    if form.is_valid():

        def keep(said: dict[str, Any]) -> None:
            nonlocal draft
            draft = keep_draft(
                actor=actor_of(request), incident_id=incident.pk, key=section.key, **said
            )

        attempt(form, keep)
    text = form["text"].value()
    if draft:
        together = brought_together(postmortem, section, draft.based_on, draft.text)
        if together is not None:
            text = together
            form = SectionForm(
                initial={"text": together, "version": section.version},
                language=postmortem.language,
            )
    context = _editor(request, incident, postmortem, section, text or "", draft)
    template = context.pop("template")
    status = 200 if draft else 422
    return render(request, template, context | {"form": form}, status=status)


def _editor(
    request: HttpRequest,
    incident: Incident,
    postmortem: Postmortem,
    section: ReadSection,
    text: str,
    draft: Draft | None,
) -> dict[str, Any]:
    findings = findings_of(postmortem, {section.key: text})[section.key]
    return {
        "template": FORM,
        "title": section.title,
        "submit": _("Save"),
        "back": address(incident, HERE),
        "keeping": "followed",
        "incident": incident,
        "postmortem": postmortem,
        "section": section,
        "text": text,
        "draft": draft,
        "findings": findings,
        "differences": compared(section.text, text) if text != section.text else [],
        "questions": _questions(postmortem, section, findings),
        "writing": writing_in(postmortem, section.key, person_of(request)),
        **record_beside_writing(incident, section.key),
    }


def _questions(
    postmortem: Postmortem, section: ReadSection, findings: list[ReadFinding]
) -> list[Question]:
    is_labelled = any(read.finding.category == "human-error" for read in findings)
    kinds = postmortem.incident.factors.filter(withdrawn_at=None).values_list("kind", flat=True)
    of_people = people_acted(postmortem.incident.category, kinds, is_labelled=is_labelled)
    return questions_for(section.key, section.outline.questions, of_people=of_people)


@require_GET
@signed_in
def section_state(request: HttpRequest, year: int, number: int, key: str) -> HttpResponse:
    """For an editor that stands open: the version that stands, who else writes, and who asks."""
    _incident, postmortem, section = _found(year, number, key, request)
    must_hold(request, WRITE)
    who = person_of(request)
    writing = writing_in(postmortem, key, who)
    return JsonResponse(
        {
            "account": who.pk,
            "version": section.version,
            "writing": _("Writing here too: %(names)s") % {"names": ", ".join(writing)}
            if writing
            else "",
            "token": get_token(request),
        }
    )


@require_POST
@signed_in
def draft_discard(request: HttpRequest, year: int, number: int, key: str) -> HttpResponse:
    """Let go of what was typed and not saved."""
    incident, _postmortem, section = _found(year, number, key, request)
    discard_draft(actor=actor_of(request), incident_id=incident.pk, key=section.key)
    return redirect(address(incident, "section_write", key))


@require_GET
@signed_in
def section_history(request: HttpRequest, year: int, number: int, key: str) -> HttpResponse:
    """Every text that stood under a heading, and how two of them differ."""
    incident, postmortem, section = _found(year, number, key, request)
    newest = section.version
    later = _numbered(request.GET.get("to"), newest)
    earlier = _numbered(request.GET.get("from"), max(later - 1, 0))
    before = text_numbered(postmortem, key, earlier)
    after = text_numbered(postmortem, key, later)
    if before is None or after is None:
        raise Http404(_("There is no such version."))
    context = {
        "incident": incident,
        "postmortem": postmortem,
        "section": section,
        "texts": texts_of(postmortem, key),
        "earlier": earlier,
        "later": later,
        "differences": compared(before, after),
    }
    return render(request, "postmortems/section_history.html", context)


def _numbered(asked: str | None, otherwise: int) -> int:
    return (
        int(asked)
        if asked and asked.isascii() and asked.isdigit() and len(asked) < 9
        else otherwise
    )


@require_POST
@signed_in
def section_restore(request: HttpRequest, year: int, number: int, key: str) -> HttpResponse:
    """Have an earlier text stand again, as a new version."""
    incident, postmortem, section = _found(year, number, key, request)
    form = RestoreForm(request.POST)
    back = address(incident, "section_history", key)
    text = text_numbered(postmortem, key, form.cleaned_data["number"]) if form.is_valid() else None
    if text is None or form.cleaned_data["version"] != section.version:
        messages.error(request, _("The section has changed since. Look at it again."))
        return redirect(back)
    return told_and_back(
        request,
        lambda: write_section(
            actor=actor_of(request),
            incident_id=incident.pk,
            key=key,
            version=section.version,
            text=text,
        ),
        back,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def wording_keep(request: HttpRequest, year: int, number: int, key: str) -> HttpResponse:
    """Let a wording stay that the check points at, and say why."""
    incident, _postmortem, section = _found(year, number, key, request)
    asked = {name: request.GET.get(name, "") for name in ("words", "category", "passage")}
    return form_page(
        request,
        KeepForm(request.POST or None, initial=asked),
        lambda said: keep_wording(
            actor=actor_of(request), incident_id=incident.pk, key=key, keeping=Keeping(**said)
        ),
        title=_("Keep this wording"),
        lead=asked["passage"] or request.POST.get("passage", ""),
        submit=_("Keep"),
        back=address(incident, "section_write", key),
        needs=WRITE,
        incident=incident,
        section=section,
    )


@require_POST
@signed_in
def wording_take_back(request: HttpRequest, year: int, number: int, kept_id: int) -> HttpResponse:
    """Have the check point at a kept wording again."""
    incident = incident_or_404(request, year, number)
    try:
        kept = take_back_wording(actor=actor_of(request), incident_id=incident.pk, kept_id=kept_id)
    except (NotFound, NotPermitted):
        raise
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
        return redirect(address(incident, HERE))
    return redirect(address(incident, "section_write", kept.key))


def _found(
    year: int, number: int, key: str, request: HttpRequest
) -> tuple[Incident, Postmortem, ReadSection]:
    postmortem = postmortem_for(person_of(request), year, number)
    section = section_in(postmortem, key) if postmortem else None
    if postmortem is None or section is None:
        raise Http404(_("There is no such section."))
    return postmortem.incident, postmortem, section
