"""How somebody reads pages."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.forms.person import PreferencesForm
from accounts.services.account import choose_preferences
from accounts.views.who import actor_of, person_of
from core.http import form_page, signed_in


@require_http_methods(["GET", "POST"])
@signed_in
def preferences_choose(request: HttpRequest) -> HttpResponse:
    """Choose language and time zone."""
    person = person_of(request)
    stored = {"language": person.language, "time_zone": person.time_zone}
    return form_page(
        request,
        PreferencesForm(request.POST or None, initial=stored),
        lambda said: choose_preferences(actor=actor_of(request), **said),
        title=_("Language and time zone"),
        submit=_("Save"),
        back=reverse("preferences_choose"),
        is_about_oneself=True,
    )
