"""Whom it hit, how many, and how we know."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from incidents.models.incident import Incident


class Unit(models.TextChoices):
    """What is counted; different units are never added."""

    CUSTOMERS = "customers", _("customers")
    DEVICES = "devices", _("devices")
    MESSAGES = "messages", _("messages")
    TRANSACTIONS = "transactions", _("transactions")
    DKK = "dkk", _("DKK")


class Relation(models.TextChoices):
    """How two groups of the same incident stand to each other."""

    DISJOINT = "disjoint", _("nobody is in both")
    NESTED = "nested", _("the first lies wholly within the second")
    OVERLAPPING = "overlapping", _("some are in both, how many is not known")


class ImpactGroup(models.Model):
    """A named group of what was affected: "recipients of the message".

    `key` is what texts quote it by; it stays when the name is said better.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="impact_groups")
    name = models.CharField(_("name"), max_length=120)
    key = models.SlugField(_("name in texts"), max_length=60, db_index=False)
    definition = models.CharField(_("who or what is counted"), max_length=300, blank=True)
    unit = models.CharField(_("unit"), max_length=12, choices=Unit.choices)
    population = models.PositiveBigIntegerField(_("population"), null=True, blank=True)
    population_source = models.CharField(_("source of the population"), max_length=300, blank=True)
    population_as_of = models.DateTimeField(_("population as of"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("impact group")
        verbose_name_plural = _("impact groups")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["incident", "name"], name="impact_group_name_unique"),
            models.UniqueConstraint(fields=["incident", "key"], name="impact_group_key_unique"),
            models.CheckConstraint(
                condition=Q(population__isnull=True) | Q(population__gt=0),
                name="impact_population_positive",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ImpactEstimate(models.Model):
    """One revision of a group's count. All three numbers empty means unknown, which is a value."""

    group = models.ForeignKey(ImpactGroup, on_delete=models.PROTECT, related_name="estimates")
    revision = models.PositiveIntegerField(_("revision"))
    low = models.PositiveBigIntegerField(_("at least"), null=True, blank=True)
    best = models.PositiveBigIntegerField(_("best estimate"), null=True, blank=True)
    high = models.PositiveBigIntegerField(_("at most"), null=True, blank=True)
    is_actual = models.BooleanField(_("counted, not estimated"), default=False)
    as_of = models.DateTimeField(_("as of"))
    method = models.CharField(_("method"), max_length=300, blank=True)
    source = models.CharField(_("source"), max_length=300)
    reason = models.CharField(_("reason for the revision"), max_length=300, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, verbose_name=_("author")
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("impact estimate")
        verbose_name_plural = _("impact estimates")
        ordering = ["group", "revision"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["group", "revision"], name="impact_revision_unique"),
            models.CheckConstraint(
                condition=Q(low__isnull=True, best__isnull=True, high__isnull=True)
                | Q(
                    low__isnull=False,
                    best__isnull=False,
                    high__isnull=False,
                    low__lte=F("best"),
                    best__lte=F("high"),
                ),
                name="impact_low_best_high_in_order",
            ),
            models.CheckConstraint(
                condition=Q(is_actual=False) | Q(low=F("best"), high=F("best")),
                name="impact_actual_is_one_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.best if self.best is not None else _('unknown')}"

    @property
    def is_unknown(self) -> bool:
        """Whether nobody can say yet."""
        return self.best is None


class GroupRelation(models.Model):
    """A declared relation between two groups, so that totals do not count anybody twice."""

    first = models.ForeignKey(ImpactGroup, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(ImpactGroup, on_delete=models.PROTECT, related_name="+")
    relation = models.CharField(_("relation"), max_length=11, choices=Relation.choices)

    class Meta:
        verbose_name = _("group relation")
        verbose_name_plural = _("group relations")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="group_relation_unique"),
            models.CheckConstraint(
                condition=~Q(first=F("second")), name="group_relation_between_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} {self.get_relation_display()} {self.second}"
