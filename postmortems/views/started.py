"""The report that a page is about."""

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from incidents.views.room import person_of
from postmortems.models import Postmortem
from postmortems.selectors.postmortem import postmortem_for


def started_or_404(request: HttpRequest, year: int, number: int) -> Postmortem:
    """The postmortem of the incident, or 404 as if neither existed."""
    postmortem = postmortem_for(person_of(request), year, number)
    if postmortem is None:
        raise Http404(_("The postmortem of this incident was not started yet."))
    return postmortem
