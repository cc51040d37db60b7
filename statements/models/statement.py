"""A text for somebody outside, and every wording it ever had."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident


class Audience(models.TextChoices):
    """Whom a statement is for."""

    PRESS = "press", _("Press")
    CUSTOMERS = "customers", _("Customers")
    STAFF = "staff", _("Staff")
    AUTHORITY = "authority", _("Authority")
    PARTNER = "partner", _("Partner")


class Channel(models.TextChoices):
    """The way it takes. What reaches everybody at once can make the load it tells of."""

    WEBSITE = "website", _("Website")
    PRESS_RELEASE = "press_release", _("Press release")
    ANSWER = "answer", _("Answer to a question")
    SOCIAL = "social", _("Social media")
    E_MAIL = "e_mail", _("E-mail")
    SMS = "sms", _("Text message")
    PUSH = "push", _("Push message in the app")
    INTRANET = "intranet", _("Intranet")

    @property
    def is_mass(self) -> bool:
        """Whether it reaches many in the same minutes: it rings, and those who hear it look."""
        return self in {Channel.E_MAIL, Channel.SMS, Channel.PUSH}

    @property
    def is_open(self) -> bool:
        """Whether anybody can read it there."""
        return self in {Channel.WEBSITE, Channel.PRESS_RELEASE, Channel.SOCIAL}


class StatementKind(models.TextChoices):
    """What it does."""

    HOLDING = "holding", _("Holding statement")
    UPDATE = "update", _("Update")
    FULL = "full", _("Full statement")
    CORRECTION = "correction", _("Correction")
    WITHDRAWAL = "withdrawal", _("Withdrawal")


class Language(models.TextChoices):
    """The language it is written in."""

    DANISH = "da", _("Danish")
    ENGLISH = "en", _("English")


class StatementQuerySet(models.QuerySet["Statement"]):
    """Reading a statement starts here."""

    def told_outside(self) -> Self:
        """What was released to the press or to customers.

        Nothing on an incident that is restricted, even where it was not when that was said.
        """
        return self.filter(
            release__isnull=False,
            audience__in=(Audience.PRESS, Audience.CUSTOMERS),
            incident__is_restricted=False,
        )

    def public(self) -> Self:
        """What of that went where anybody can read it."""
        return self.told_outside().filter(channel__in=[way for way in Channel if way.is_open])

    def visible_to(self, user: Any) -> Self:
        """Statements on the incidents `user` may see."""
        return self.filter(incident__in=Incident.objects.visible_to(user))


class Statement(models.Model):
    """One statement in one language. Its words are wordings; none is ever overwritten.

    `counterpart` is the same statement in the other language, `corrects` the one it puts right.
    `audience_size` is exact, or the most that it can reach. `planned_by` said last what it is and
    for whom.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="statements")
    title = models.CharField(_("title"), max_length=200)
    audience = models.CharField(_("audience"), max_length=9, choices=Audience.choices)
    channel = models.CharField(_("channel"), max_length=13, choices=Channel.choices)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    kind = models.CharField(_("kind"), max_length=10, choices=StatementKind.choices)
    is_oral = models.BooleanField(_("given orally"), default=False)
    next_update_at = models.DateTimeField(_("next update promised at"), null=True, blank=True)
    counterpart = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="counterpart_of",
        verbose_name=_("the same in the other language"),
    )
    corrects = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="corrected_by",
        verbose_name=_("what it puts right"),
    )
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("who said what it is"),
    )
    audience_size = models.PositiveBigIntegerField(_("how many it goes to"), null=True, blank=True)
    drafted_at = models.DateTimeField(_("drafted at"))
    version = models.PositiveIntegerField(_("version"), default=1)

    objects: ClassVar[models.Manager["Statement"]] = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["-pk"]
        default_permissions = ()
        permissions = [
            ("write_statement", _("Can write and release statements")),
            ("approve_statement", _("Can approve statements")),
            ("set_up_press", _("Can set up the press desk")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(corrects=F("pk")) & ~Q(counterpart=F("pk")),
                name="statement_is_not_its_own_other",
            ),
            models.CheckConstraint(
                condition=Q(audience_size__isnull=True) | Q(audience_size__gt=0),
                name="statement_goes_to_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_mass(self) -> bool:
        """Whether it reaches a mass audience.

        A push message does whomever it is meant for: the app is the customers'.
        """
        channel = Channel(self.channel)
        is_for_customers = self.audience == Audience.CUSTOMERS or channel == Channel.PUSH
        return channel.is_mass and is_for_customers


class Wording(models.Model):
    """One version of a statement's words, in Markdown with references to figures."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="wordings")
    number = models.PositiveIntegerField(_("version"))
    text = models.TextField(_("text"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, verbose_name=_("author")
    )
    written_at = models.DateTimeField(_("written at"))

    class Meta:
        verbose_name = _("wording")
        verbose_name_plural = _("wordings")
        ordering = ["statement", "number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["statement", "number"], name="wording_number_unique")
        ]

    def __str__(self) -> str:
        return f"{self.statement} ({self.number})"
