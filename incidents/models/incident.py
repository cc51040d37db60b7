"""Something that went wrong, with a reference, a severity, a status and a window."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from incidents.models.service import Service

VIEW = "incidents.view_incident"
VIEW_RESTRICTED = "incidents.view_restricted_incident"


class Severity(models.TextChoices):
    """How bad it is for customers; the label is the written definition."""

    SEV1 = "sev1", _("SEV1: most customers cannot use the service, or money or data is at risk")
    SEV2 = "sev2", _("SEV2: many customers are affected, or a central function fails")
    SEV3 = "sev3", _("SEV3: some customers are affected, or there is a way around it")
    SEV4 = "sev4", _("SEV4: hardly noticed by customers")


class Status(models.TextChoices):
    """Where the work stands."""

    INVESTIGATING = "investigating", _("Investigating")
    IDENTIFIED = "identified", _("Identified")
    MONITORING = "monitoring", _("Monitoring")
    RESOLVED = "resolved", _("Resolved")
    CLOSED = "closed", _("Closed")


# The trouble is over, whether or not the work on it is.
OVER = (Status.RESOLVED, Status.CLOSED)


class Category(models.TextChoices):
    """What kind of trouble it is."""

    OUTAGE = "outage", _("Outage")
    DEGRADATION = "degradation", _("Degradation")
    MISTAKEN_COMMUNICATION = "mistaken_communication", _("Mistaken communication")
    DATA = "data", _("Data")
    SECURITY = "security", _("Security")
    THIRD_PARTY = "third_party", _("Third party")


class Malice(models.TextChoices):
    """Whether somebody meant harm; needs a basis unless unknown."""

    UNKNOWN = "unknown", _("Unknown")
    NO = "no", _("No")
    YES = "yes", _("Yes")


class Discovery(models.TextChoices):
    """Who or what found it first; the ways are those of DORA field 2.7."""

    UNKNOWN = "unknown", _("Unknown")
    MONITORING = "monitoring", _("Monitoring systems")
    STAFF = "staff", _("Staff")
    SECURITY = "security", _("IT security")
    CUSTOMERS = "customers", _("Customers")
    COUNTERPARTS = "counterparts", _("Financial counterparts")
    PROVIDER = "provider", _("Third-party provider")
    INTERNAL_AUDIT = "internal_audit", _("Internal audit")
    EXTERNAL_AUDIT = "external_audit", _("External audit")
    AUTHORITY = "authority", _("Authority")
    ATTACKER = "attacker", _("Attacker")
    OTHER = "other", _("Somebody else")


class IncidentQuerySet(models.QuerySet["Incident"]):
    """Reading an incident starts here."""

    def visible_to(self, user: Any) -> Self:
        """What `user` may know exists: unrestricted incidents, and restricted ones they are in.

        To everyone else a restricted incident does not exist; an account without a role sees none.
        """
        if not user.has_perm(VIEW):
            return self.none()
        if user.has_perm(VIEW_RESTRICTED):
            return self
        # Asked of the lists themselves: joined to them, every incident would be gone through.
        people = Incident.people_with_access.through.objects.filter(user=user)
        groups = Incident.groups_with_access.through.objects.filter(group__user=user)
        return self.filter(
            Q(is_restricted=False)
            | Q(pk__in=people.values("incident"))
            | Q(pk__in=groups.values("incident"))
        )


class Incident(models.Model):
    """One incident. Its times come from milestones in the timeline.

    `declared_at` is the moment the record was opened here; None when it was taken over from
    elsewhere, where nobody wrote down when it was declared.
    """

    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number in the year"))
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    severity = models.CharField(_("severity"), max_length=4, choices=Severity.choices)
    status = models.CharField(
        _("status"), max_length=13, choices=Status.choices, default=Status.INVESTIGATING
    )
    category = models.CharField(_("category"), max_length=22, choices=Category.choices)
    malice = models.CharField(
        _("malicious"), max_length=7, choices=Malice.choices, default=Malice.UNKNOWN
    )
    malice_basis = models.TextField(_("basis for that"), blank=True)
    discovery = models.CharField(
        _("discovered by"),
        max_length=14,
        choices=Discovery.choices,
        default=Discovery.UNKNOWN,
        db_default=Discovery.UNKNOWN,
    )
    services = models.ManyToManyField(Service, blank=True, verbose_name=_("affected services"))
    is_restricted = models.BooleanField(_("restricted"), default=False)
    people_with_access = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, verbose_name=_("people with access")
    )
    groups_with_access = models.ManyToManyField(
        Group, blank=True, verbose_name=_("groups with access")
    )
    declared_at = models.DateTimeField(_("declared at"), null=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects: ClassVar[models.Manager["Incident"]] = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        ordering = ["-year", "-number"]
        default_permissions = ()
        permissions = [
            ("view_incident", _("Can read incidents that are not restricted")),
            ("declare_incident", _("Can declare an incident")),
            ("keep_record", _("Can add to and correct the record")),
            ("lead_incident", _("Can change severity, status, roles and access")),
            ("view_restricted_incident", _("Can see every restricted incident")),
            ("manage_services", _("Can keep the catalogue of services")),
        ]
        indexes = [
            models.Index(fields=["status", "-year", "-number"], name="incident_by_status"),
            models.Index(fields=["severity", "-year", "-number"], name="incident_by_severity"),
            GinIndex(OpClass(Upper("title"), "gin_trgm_ops"), name="incident_title_words"),
            GinIndex(OpClass(Upper("summary"), "gin_trgm_ops"), name="incident_summary_words"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="incident_reference_unique"),
            models.CheckConstraint(
                condition=Q(malice=Malice.UNKNOWN) | ~Q(malice_basis=""),
                name="incident_malice_has_basis",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def reference(self) -> str:
        """The name people use: `INC-2026-0007`."""
        return f"INC-{self.year}-{self.number:04}"


class ReferenceCounter(models.Model):
    """The last number given out in a year; locked by whoever declares, so there are no gaps."""

    year = models.PositiveSmallIntegerField(_("year"), primary_key=True)
    last_number = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("reference counter")
        verbose_name_plural = _("reference counters")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.year}: {self.last_number}"
