"""Letting others read a finished report; the report as they read it."""

from dataclasses import replace
from uuid import UUID

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, get_language_info, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core.documents import html
from core.documents.document import Document
from core.files.store import StoreAway
from core.http import form_page, must_hold, refusal_page, signed_in
from core.markdown import Paragraph, Run
from incidents.forms.fields import ReasonForm
from incidents.views.room import actor_of, address
from postmortems.exports.edition import read_from
from postmortems.forms.postmortem import ExportForm
from postmortems.forms.publication import PublishForm
from postmortems.models import Audience, Publication
from postmortems.selectors.publication import is_published, published_at, was_withdrawn
from postmortems.selectors.review import reading_of
from postmortems.selectors.section import sections_of
from postmortems.services.door import PUBLISH
from postmortems.services.publication import publish_edition, withdraw_publication
from postmortems.views.started import started_or_404

HERE = "postmortem_editions"


@require_GET
@signed_in
def postmortem_editions(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The report as it was completed, each time, and who else can read it."""
    postmortem = started_or_404(request, year, number)
    context = {
        "incident": postmortem.incident,
        "postmortem": postmortem,
        "digest": reading_of(postmortem, sections_of(postmortem)).digest,
        "editions": postmortem.editions.select_related("finished_by").defer("documents"),
        "publications": postmortem.publications.select_related("edition").defer(
            "edition__documents"
        ),
        "export_form": ExportForm(initial={"language": get_language()}, auto_id="export-%s"),
    }
    return render(request, "postmortems/postmortem_editions.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def publication_make(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Let others read an edition."""
    postmortem = started_or_404(request, year, number)
    incident = postmortem.incident
    return form_page(
        request,
        PublishForm(request.POST or None, postmortem=postmortem),
        lambda said: publish_edition(actor=actor_of(request), incident_id=incident.pk, **said),
        title=_("Publish the report"),
        lead=_(
            "They read all of the edition in both languages: the words, the timeline, the figures,"
            " the factors and the actions, people by role, as it was when it was completed."
        ),
        submit=_("Publish"),
        back=address(incident, HERE),
        needs=PUBLISH,
        incident=incident,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def publication_withdraw(
    request: HttpRequest, year: int, number: int, audience: str
) -> HttpResponse:
    """Take it away again."""
    postmortem = started_or_404(request, year, number)
    must_hold(request, PUBLISH)
    if not is_published(postmortem, audience):
        raise Http404(_("This report is not published there."))
    return form_page(
        request,
        ReasonForm(request.POST or None),
        lambda said: withdraw_publication(
            actor=actor_of(request), incident_id=postmortem.incident_id, audience=audience, **said
        ),
        title=_("Withdraw the report"),
        lead=_("Its address will say that it is gone. What was read was read."),
        submit=_("Withdraw"),
        back=address(postmortem.incident, HERE),
        needs=PUBLISH,
        incident=postmortem.incident,
    )


@require_GET
@csp_update({"style-src": [SELF, html.STYLE_SOURCE]})  # type: ignore[arg-type]  # it takes any view
def published_report(request: HttpRequest, report: UUID) -> HttpResponse:
    """The report as it was finished, in the language that the address or the reader asks for."""
    publication = published_at(report)
    if publication is None:
        return _gone(request, report)
    if publication.audience == Audience.INSIDE and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    documents = publication.edition.documents
    asked = request.GET.get("lang", "")
    language = asked if asked in documents else str(get_language())
    with override(language):
        document = _with_other_languages(
            read_from(publication.edition, language), sorted(documents)
        )
        try:
            response = HttpResponse(html.render(document))
        except StoreAway as away:
            title = _("The report cannot be read now")
            return refusal_page(request, 503, title, str(away.message))
    response["Content-Language"] = language
    return _kept_from_searches(response, publication)


def _with_other_languages(document: Document, languages: list[str]) -> Document:
    """The report with a way to read it in another language above it."""
    others = tuple(
        Run(get_language_info(code)["name_local"], href=f"?lang={code}", language=code)
        for code in languages
        if code != document.language
    )
    return replace(document, blocks=(Paragraph(others), *document.blocks))


def _gone(request: HttpRequest, key: UUID) -> HttpResponse:
    if not was_withdrawn(key):
        raise Http404(_("There is no report here."))
    return refusal_page(
        request,
        410,
        _("This report is no longer here"),
        _("Whoever published it has withdrawn it. Ask them for what holds now."),
    )


def _kept_from_searches(response: HttpResponse, publication: Publication) -> HttpResponse:
    """What is read inside is for nobody's index or cache; what is withdrawn is gone at once."""
    if publication.audience == Audience.INSIDE:
        response["X-Robots-Tag"] = "noindex"
        patch_cache_control(response, private=True, no_store=True)
    else:
        patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    return response
