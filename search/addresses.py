"""Where what was found stands."""

from django.urls import reverse

from search.selectors.kinds import Kind
from search.selectors.search import Hit


def page_of(hit: Hit) -> str:
    """The address of the very place on the page."""
    place = [hit.year, hit.number]
    match hit.kind:
        case Kind.ENTRY:
            return f"{reverse('incident_detail', args=place)}?entry={hit.pk}#entry-{hit.pk}"
        case Kind.STATEMENT:
            return reverse("statement_detail", args=[*place, hit.pk])
        case Kind.SECTION:
            return f"{reverse('postmortem_detail', args=place)}#section-{hit.place}"
        case Kind.ACTION:
            return f"{reverse('incident_actions', args=place)}#action-{hit.pk}"
    return reverse("incident_detail", args=place)
