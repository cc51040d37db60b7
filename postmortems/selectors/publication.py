"""What is published, and who may read it."""

from uuid import UUID

from django.db.models import QuerySet

from postmortems.models import Postmortem, Publication


def published_reports() -> QuerySet[Publication]:
    """What can be read now: not withdrawn, and of no incident that is restricted."""
    standing = Publication.objects.filter(
        withdrawn_at=None, postmortem__incident__is_restricted=False
    )
    return standing.select_related("edition", "postmortem__incident")


def is_published(postmortem: Postmortem, audience: str) -> bool:
    """Whether an audience can read it, once its incident is not restricted."""
    return postmortem.publications.filter(audience=audience, withdrawn_at=None).exists()


def published_at(key: UUID) -> Publication | None:
    """What stands at an address; None where nothing does, or no longer."""
    return published_reports().filter(address=key).first()


def was_withdrawn(key: UUID) -> bool:
    """Whether something stood there that was taken away; what is restricted never did."""
    gone = Publication.objects.filter(
        withdrawn_at__isnull=False, postmortem__incident__is_restricted=False
    )
    return gone.filter(address=key).exists()
