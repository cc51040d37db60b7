"""Who is named in a report, what will be said instead, and what is to be decided."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.http import attempt, must_hold, signed_in
from incidents.services.door import KEEP_RECORD
from incidents.services.named import decide_name, take_back_name
from incidents.views.room import actor_of, address, incident_or_404, person_of
from postmortems.exports.named import named_in
from postmortems.forms.named import NameForm
from postmortems.views.started import started_or_404

HERE = "postmortem_people"
LOOK = "?look=1"


@require_http_methods(["GET", "POST"])
@signed_in
def postmortem_people(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """What was decided of names; with `look`, the whole report is looked through for them."""
    postmortem = started_or_404(request, year, number)
    incident = postmortem.incident
    form = NameForm(request.POST or None)
    if request.method == "POST":
        must_hold(request, KEEP_RECORD)
        if form.is_valid() and not attempt(
            form,
            lambda said: decide_name(actor=actor_of(request), incident_id=incident.pk, **said),
        ):
            messages.success(request, _("Saved."))
            return redirect(address(incident, HERE) + LOOK)
    is_looking = "look" in request.GET or form.is_bound
    named = named_in(postmortem, person_of(request), str(get_language())) if is_looking else None
    context = {
        "incident": incident,
        "postmortem": postmortem,
        "form": form,
        "named": named,
        "decided": incident.names.filter(taken_back_at=None),
    }
    status = 422 if form.is_bound else 200
    return render(request, "postmortems/postmortem_people.html", context, status=status)


@require_POST
@signed_in
def name_take_back(request: HttpRequest, year: int, number: int, decision_id: int) -> HttpResponse:
    """Leave open again who a name is."""
    incident = incident_or_404(request, year, number)
    take_back_name(actor=actor_of(request), incident_id=incident.pk, decision_id=decision_id)
    messages.success(request, _("Saved."))
    return redirect(address(incident, HERE) + LOOK)
