"""Which templates there are, and which fits an incident best."""

from incidents.models import Incident
from postmortems.models import PostmortemTemplate


def offered_templates(incident: Incident) -> list[PostmortemTemplate]:
    """The templates that fit the incident, the most particular first; those for others are not.

    One that names both its severity and its category is more particular than one that names one
    of them, and that more than one for all.
    """
    standing = PostmortemTemplate.objects.filter(withdrawn_at=None)
    fitting = [
        each
        for each in standing
        if (not each.severities or incident.severity in each.severities)
        and (not each.categories or incident.category in each.categories)
    ]
    return sorted(fitting, key=lambda each: -(bool(each.severities) + 2 * bool(each.categories)))
