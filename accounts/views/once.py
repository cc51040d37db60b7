"""A form that was sent twice acts once: by a double click, a reload, or a line that was cut."""

import secrets
from collections.abc import Callable, Iterable
from hashlib import sha256

from django.db import transaction
from django.http import HttpRequest

from accounts.idempotency import begin, earlier_answer, keep_answer
from accounts.models import AnsweredRequest
from accounts.views.who import person_of

# What differs each time although the same is said: `age` is how long it waited to be sent.
NOT_SAID = {"csrfmiddlewaretoken", "age"}


def new_key() -> str:
    """A key for a form that is about to be filled in."""
    return secrets.token_urlsafe(16)


def sent_once(
    request: HttpRequest, key: str, act: Callable[[], str | None], files: Iterable[str] = ()
) -> str | None:
    """Where what `act` made is found; the same words sent again with this key are led there too.

    Other words under the same key are something new: somebody went back and wrote another. So are
    other files, which are told by their hashes in `files`.
    A repetition that comes while the first is carried out waits for it. Where `act` made nothing
    there is nothing to be led to, and nothing to repeat.
    """
    if not key:
        return act()
    person, digest = person_of(request), _digest_of(request, files)
    # With a blank, which no key of a program holds.
    name = f"form {key} {digest}"
    with transaction.atomic():
        begin(person, name, waits=True)
        if answered := earlier_answer(person, name, digest):
            return str(answered.headers["Location"])
        found_at = act()
        if found_at is None:
            return None
        keep_answer(
            AnsweredRequest(
                person=person,
                key=name,
                request_digest=digest,
                status=302,
                headers={"Location": found_at},
                body=b"",
            )
        )
    return found_at


def _digest_of(request: HttpRequest, files: Iterable[str]) -> str:
    posted = sorted((name, texts) for name, texts in request.POST.lists() if name not in NOT_SAID)
    return sha256(f"{request.path}\n{posted}\n{sorted(files)}".encode()).hexdigest()
