"""Adding to and correcting the timeline."""

from dataclasses import fields

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from core.errors import DomainError, NotFound, NotPermitted
from incidents.forms import EntryForm
from incidents.services.timeline_entry import EntryContent, add_entry
from incidents.views.incident import actor_of, incident_or_404, render_incident


@require_POST
@login_required
def entry_add(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Write down one thing seen, done, decided or said."""
    incident = incident_or_404(request, year, number)
    form = EntryForm(request.POST)
    if form.is_valid():
        try:
            add_entry(actor=actor_of(request), incident_id=incident.pk, content=content_of(form))
        except NotFound as refusal:
            raise Http404(str(refusal.message)) from refusal
        except NotPermitted as refusal:
            raise PermissionDenied(str(refusal.message)) from refusal
        except DomainError as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            return redirect("incident_detail", year, number)
    return render_incident(request, incident, form, status=422)


def content_of(form: EntryForm) -> EntryContent:
    """What a valid form says."""
    return EntryContent(
        **{field.name: form.cleaned_data[field.name] for field in fields(EntryContent)}
    )
