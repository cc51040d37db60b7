"""A list narrowed in a way that somebody comes back to."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

LONGEST_QUERY = 1000


class FilteredList(models.TextChoices):
    """The lists that can be narrowed; the value is the name of the page."""

    INCIDENTS = "incident_list", _("Incidents")
    ACTIONS = "action_list", _("Actions")
    LOG = "log_list", _("Log")


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    """Reading saved filters starts here."""

    def visible_to(self, user: Any) -> Self:
        """One's own, and those that are shared."""
        return self.filter(Q(person=user) | Q(is_shared=True))


class SavedFilter(models.Model):
    """A name for the query of a list's address, and nothing else: what it finds is asked each time.

    `person` is none where the system itself saved it.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, verbose_name=_("person")
    )
    of_list = models.CharField(_("list"), max_length=13, choices=FilteredList.choices)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(_("query"), max_length=LONGEST_QUERY)
    is_shared = models.BooleanField(_("shared with everybody"), default=False)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ["name", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["person", "of_list", "name"],
                name="saved_filter_name_once_for_a_person",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """The list, narrowed."""
        return f"{reverse(self.of_list)}?{self.query}"
