"""What is typed under a heading and not saved yet: kept for its author, not said to the record.

No service of the record and not in the log, which would hold every keystroke
(`docs/decisions/0008-what-is-typed-is-not-yet-said.md`).
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.actor import Actor
from core.checks import keepable
from postmortems.models import Draft, Postmortem
from postmortems.services.door import WRITE, found_section, known_postmortem
from postmortems.services.section import began_from

# Whoever typed so lately is still at it.
NOW_WRITING = timedelta(minutes=1)


@transaction.atomic
def keep_draft(*, actor: Actor, incident_id: int, key: str, version: int, text: str) -> Draft:
    """Keep what is being typed, until it is saved. `version` is the one its author began from.

    Raises:
        NotFound, NotPermitted: see `known_postmortem`.
        DomainError: no such section or version, or more than a million characters.
    """
    postmortem = known_postmortem(actor, incident_id, WRITE)
    began_from(postmortem, found_section(postmortem, key), version)
    draft, _is_new = Draft.objects.update_or_create(
        postmortem=postmortem,
        key=key,
        author=actor.user,
        defaults={
            "based_on": version,
            "text": keepable(text, "text"),
            "kept_at": timezone.now(),
        },
    )
    return draft


@transaction.atomic
def discard_draft(*, actor: Actor, incident_id: int, key: str) -> None:
    """Let go of what was typed and not saved.

    Raises:
        NotFound, NotPermitted: see `known_postmortem`.
    """
    postmortem = known_postmortem(actor, incident_id, WRITE)
    postmortem.drafts.filter(key=key, author=actor.user).delete()


def draft_of(postmortem: Postmortem, key: str, author: User) -> Draft | None:
    """What somebody typed there and has not saved yet."""
    return postmortem.drafts.filter(key=key, author=author).first()


def writing_in(postmortem: Postmortem, key: str, besides: User) -> list[str]:
    """Who else is typing there now, by name."""
    lately = timezone.now() - NOW_WRITING
    others = postmortem.drafts.filter(key=key, kept_at__gte=lately).exclude(author=besides)
    return list(others.order_by("pk").values_list("author__full_name", flat=True))
