"""Who held which role in an incident, from when until when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from incidents.models.incident import Incident


class Role(models.TextChoices):
    """What somebody does in an incident. All but the expert are held by one person at a time."""

    COMMANDER = "commander", _("Commander")
    DEPUTY = "deputy", _("Deputy")
    COMMUNICATIONS_LEAD = "communications_lead", _("Communications lead")
    SCRIBE = "scribe", _("Scribe")
    EXPERT = "expert", _("Expert")


class RoleHeld(models.Model):
    """A person in a role for a stretch of time; open while `until` is empty.

    `confirmed_at` is when they said that they have it, where somebody else gave it to them.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="roles_held")
    role = models.CharField(_("role"), max_length=19, choices=Role.choices)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, verbose_name=_("person")
    )
    held_from = models.DateTimeField(_("from"))
    held_until = models.DateTimeField(_("until"), null=True)
    confirmed_at = models.DateTimeField(_("taken over"), null=True)

    class Meta:
        verbose_name = _("role held")
        verbose_name_plural = _("roles held")
        ordering = ["held_from", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "role"],
                condition=Q(held_until__isnull=True) & ~Q(role=Role.EXPERT),
                name="role_held_by_one_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["incident", "role", "person"],
                condition=Q(held_until__isnull=True),
                name="role_held_once_by_a_person",
            ),
            models.CheckConstraint(
                condition=Q(held_until__isnull=True) | Q(held_until__gte=F("held_from")),
                name="role_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.person}"

    @property
    def is_awaited(self) -> bool:
        """Whether they hold it and have not said so yet."""
        return self.held_until is None and self.confirmed_at is None
