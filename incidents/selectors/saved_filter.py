"""The filters one saved, and those that others share."""

from accounts.models import User
from incidents.models import SavedFilter
from incidents.models.saved_filter import SavedFilterQuerySet


def filters_for(person: User, of_list: str = "") -> SavedFilterQuerySet:
    """Those the person may use, of one list or of all, in the order of their names."""
    found = SavedFilter.objects.visible_to(person).select_related("person")
    return found.filter(of_list=of_list) if of_list else found
