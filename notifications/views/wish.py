"""What somebody wants to be told of."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.views.who import actor_of, person_of
from core.http import form_page, signed_in
from notifications.forms import WishForm, choice_in
from notifications.selectors.wish import wanted_by
from notifications.services.wish import choose_notifications


@require_http_methods(["GET", "POST"])
@signed_in
def notifications_choose(request: HttpRequest) -> HttpResponse:
    """Choose kinds, ways and hours."""
    person = person_of(request)
    wanted = wanted_by([person])[person.pk]
    begins, ends = wanted.quiet or (None, None)
    stored = {
        **wanted.ways,
        "pace": wanted.pace,
        "urgent": sorted(wanted.urgent),
        "quiet_from": begins,
        "quiet_until": ends,
    }
    return form_page(
        request,
        WishForm(request.POST or None, initial=stored),
        lambda said: choose_notifications(actor=actor_of(request), choice=choice_in(said)),
        title=_("Notifications"),
        submit=_("Save"),
        back=reverse("notifications_choose"),
        is_about_oneself=True,
    )
