"""After how long without words somebody is reminded."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.views.who import actor_of
from core.http import form_page, signed_in
from incidents.models import Severity
from statements.forms.silence import LimitsForm
from statements.selectors import silence
from statements.services.door import SET_UP
from statements.services.silence import Limits, set_silence_limits
from statements.states import limits_state


@require_http_methods(["GET", "POST"])
@signed_in
def silence_limits(request: HttpRequest) -> HttpResponse:
    """Within how many minutes the first statement is out."""

    def standing() -> tuple[int, list[tuple[Any, Any]]]:
        now = silence.silence_limits()
        return now.version, [(each.label, getattr(now, each.value)) for each in Severity]

    stored = limits_state(silence.silence_limits())
    return form_page(
        request,
        LimitsForm(request.POST or None, initial=stored),
        lambda said: set_silence_limits(
            actor=actor_of(request), version=said.pop("version"), limits=Limits(**said)
        ),
        title=_("Limits of silence"),
        submit=_("Save"),
        back=reverse("press_setup"),
        needs=SET_UP,
        standing=standing,
        lead=_(
            "Within how long the first statement is out, from when the incident was detected or "
            "declared. Whoever leads communications is reminded when it is not."
        ),
    )
