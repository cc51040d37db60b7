"""Reading a report before it is finished: who is asked, and what they say."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.http import form_page, signed_in, told_and_back
from incidents.models import Incident
from incidents.models.incident import VIEW
from incidents.views.room import actor_of, address, incident_or_404, person_of
from postmortems.forms.review import (
    AnswerForm,
    ApproveForm,
    AskForm,
    ChangeDissentForm,
    CommentForm,
    DissentForm,
    SettleForm,
    VersionForm,
)
from postmortems.models import Postmortem
from postmortems.selectors.review import (
    RECORD,
    comments_of,
    reading_of,
    reviewers_of,
    titles_of_parts,
)
from postmortems.selectors.section import ReadSection, section_in, sections_of
from postmortems.services.comment import Remark, add_comment, answer_comment, settle_comment
from postmortems.services.dissent import View, change_dissent, withdraw_dissent, write_dissent
from postmortems.services.door import WRITE
from postmortems.services.review import approve_report, ask_reviewer, release_reviewer
from postmortems.views.started import started_or_404

HERE = "postmortem_review"


@require_GET
@signed_in
def postmortem_review(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Who stands behind the report, what is said of it, and who sees it otherwise."""
    postmortem = started_or_404(request, year, number)
    sections = sections_of(postmortem)
    reading = reading_of(postmortem, sections)
    reviewers = reviewers_of(postmortem, reading)
    titles = {section.key: section.title for section in sections} | titles_of_parts()
    context = {
        "incident": postmortem.incident,
        "postmortem": postmortem,
        "sections": sections,
        "reviewers": [
            (read, [titles.get(key, key) for key in read.moved], _texts_of(read.moved))
            for read in reviewers
        ],
        "digest": reading.digest,
        "asked_of_me": next(
            (read for read in reviewers if read.reviewer.person_id == person_of(request).pk), None
        ),
        "comments": [
            (read, titles.get(read.comment.key, read.comment.key))
            for read in comments_of(postmortem, sections)
        ],
        "dissents": postmortem.dissents.filter(withdrawn_at=None).select_related("author"),
    }
    return render(request, "postmortems/postmortem_review.html", context)


def _texts_of(moved: tuple[str, ...]) -> list[str]:
    """The sections among what moved, whose words can be compared."""
    return [key for key in moved if not key.startswith(f"{RECORD}:")]


@require_http_methods(["GET", "POST"])
@signed_in
def reviewer_ask(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Ask somebody to read it."""
    incident = started_or_404(request, year, number).incident
    return form_page(
        request,
        AskForm(request.POST or None),
        lambda said: ask_reviewer(actor=actor_of(request), incident_id=incident.pk, **said),
        title=_("Ask for a review"),
        submit=_("Ask"),
        back=address(incident, HERE),
        needs=WRITE,
        incident=incident,
    )


@require_POST
@signed_in
def reviewer_release(
    request: HttpRequest, year: int, number: int, reviewer_id: int
) -> HttpResponse:
    """Ask them no longer."""
    incident = incident_or_404(request, year, number)
    return _act(
        request,
        incident,
        lambda: release_reviewer(
            actor=actor_of(request), incident_id=incident.pk, reviewer_id=reviewer_id
        ),
    )


@require_POST
@signed_in
def report_approve(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Stand behind exactly what was read."""
    incident = incident_or_404(request, year, number)
    form = ApproveForm(request.POST)
    digest = form.cleaned_data["digest"] if form.is_valid() else ""
    return _act(
        request,
        incident,
        lambda: approve_report(actor=actor_of(request), incident_id=incident.pk, digest=digest),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def comment_add(request: HttpRequest, year: int, number: int, key: str) -> HttpResponse:
    """Say something of a passage."""
    postmortem = started_or_404(request, year, number)
    incident = postmortem.incident
    section = _section_or_404(postmortem, key)
    return form_page(
        request,
        CommentForm(request.POST or None, initial={"quote": request.GET.get("quote", "")}),
        lambda said: add_comment(
            actor=actor_of(request), incident_id=incident.pk, key=key, remark=Remark(**said)
        ),
        title=_("Comment on: %(section)s") % {"section": section.title},
        submit=_("Add the comment"),
        back=address(incident, HERE),
        needs=VIEW,
        template="postmortems/comment_form.html",
        incident=incident,
        postmortem=postmortem,
        section=section,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def comment_answer(request: HttpRequest, year: int, number: int, comment_id: int) -> HttpResponse:
    """Answer a comment."""
    postmortem = started_or_404(request, year, number)
    incident = postmortem.incident
    comment = postmortem.comments.filter(pk=comment_id, answers=None).first()
    if comment is None:
        raise Http404(_("There is no such comment on this postmortem."))
    return form_page(
        request,
        AnswerForm(request.POST or None),
        lambda said: answer_comment(
            actor=actor_of(request), incident_id=incident.pk, comment_id=comment_id, **said
        ),
        title=_("Answer the comment"),
        lead=comment.text,
        submit=_("Answer"),
        back=address(incident, HERE),
        needs=VIEW,
        incident=incident,
    )


@require_POST
@signed_in
def comment_settle(request: HttpRequest, year: int, number: int, comment_id: int) -> HttpResponse:
    """Say that a comment is dealt with, or take it up again."""
    incident = incident_or_404(request, year, number)
    form = SettleForm(request.POST)
    said = form.cleaned_data if form.is_valid() else {"version": 0, "is_settled": False}
    return _act(
        request,
        incident,
        lambda: settle_comment(
            actor=actor_of(request), incident_id=incident.pk, comment_id=comment_id, **said
        ),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def dissent_write(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Write down how one sees it otherwise."""
    incident = started_or_404(request, year, number).incident
    return form_page(
        request,
        DissentForm(request.POST or None),
        lambda said: write_dissent(
            actor=actor_of(request), incident_id=incident.pk, view=View(**said)
        ),
        title=_("I see it otherwise"),
        submit=_("Save"),
        back=address(incident, HERE),
        needs=VIEW,
        incident=incident,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def dissent_change(request: HttpRequest, year: int, number: int, dissent_id: int) -> HttpResponse:
    """Say it otherwise, or have it printed or not."""
    postmortem = started_or_404(request, year, number)
    incident = postmortem.incident
    dissent = postmortem.dissents.filter(pk=dissent_id).first()
    if dissent is None:
        raise Http404(_("There is no such dissent on this postmortem."))
    if dissent.author != person_of(request):
        raise PermissionDenied(_("Only its author can change a dissent."))

    def standing() -> tuple[int, list[tuple[Any, Any]]]:
        dissent.refresh_from_db()
        return dissent.version, [(_("How I see it"), dissent.text)]

    return form_page(
        request,
        ChangeDissentForm(
            request.POST or None,
            initial={
                "text": dissent.text,
                "is_printed": dissent.is_printed,
                "version": dissent.version,
            },
        ),
        lambda said: change_dissent(
            actor=actor_of(request),
            incident_id=incident.pk,
            dissent_id=dissent_id,
            version=said.pop("version"),
            view=View(**said),
        ),
        title=_("I see it otherwise"),
        submit=_("Save"),
        back=address(incident, HERE),
        needs=VIEW,
        standing=standing,
        incident=incident,
    )


@require_POST
@signed_in
def dissent_withdraw(request: HttpRequest, year: int, number: int, dissent_id: int) -> HttpResponse:
    """See it as the report does after all."""
    incident = incident_or_404(request, year, number)
    form = VersionForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0
    return _act(
        request,
        incident,
        lambda: withdraw_dissent(
            actor=actor_of(request),
            incident_id=incident.pk,
            dissent_id=dissent_id,
            version=version,
        ),
    )


def _act(request: HttpRequest, incident: Incident, act: Callable[[], Any]) -> HttpResponse:
    return told_and_back(request, act, address(incident, HERE), _("Saved."))


def _section_or_404(postmortem: Postmortem, key: str) -> ReadSection:
    section = section_in(postmortem, key)
    if section is None:
        raise Http404(_("There is no such section."))
    return section
