"""Finding a postmortem."""

from accounts.models import User
from postmortems.models import Postmortem


def postmortem_for(person: User, year: int, number: int) -> Postmortem | None:
    """The postmortem of an incident, with it; None when there is none that `person` may know of."""
    visible = Postmortem.objects.visible_to(person).select_related("incident")
    return visible.filter(incident__year=year, incident__number=number).first()
