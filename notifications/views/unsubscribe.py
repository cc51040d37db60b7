"""Stopping mail from the mail itself."""

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.models import User
from audit.actor import Actor
from notifications.messages import UNSUBSCRIBING
from notifications.models import Kind
from notifications.services.wish import stop_mail


# A mailbox posts here by itself (RFC 8058) and has neither cookie nor form: the signature in the
# address, which only the person's own mail contains, is what allows it. It can stop mail, no more.
@csrf_exempt
@require_http_methods(["GET", "POST"])
def notifications_unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """A button that stops mail; looking at it changes nothing, since programs look at links too."""
    person, kinds = _meant_by(token)
    if request.method == "POST":
        stop_mail(actor=Actor(person, "web"), kinds=kinds)
    context = {
        "title": _("Stop mail"),
        "kinds": [Kind(kind).label for kind in kinds],
        "is_done": request.method == "POST",
    }
    return render(request, "notifications/unsubscribe.html", context)


def _meant_by(token: str) -> tuple[User, list[str]]:
    try:
        meant = signing.loads(token, salt=UNSUBSCRIBING)
    except signing.BadSignature as error:
        raise Http404(_("This address is not whole. Copy all of it from the message.")) from error
    person = User.objects.filter(pk=meant["person"]).first()
    if person is None:
        raise Http404
    return person, [kind for kind in meant["kinds"] if kind in Kind.values]
