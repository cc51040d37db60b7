"""What somebody wants to be told of, in which way and when."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What somebody can be told of."""

    SERIOUS = "serious", _("An incident is SEV1 or SEV2")
    NEWS = "news", _("An incident in which I hold a role has a new status or severity")
    FOLLOWED = "followed", _("An incident that I follow moves on")
    ROLE = "role", _("I am given a role, or one is handed over to me")
    ACTION = "action", _("I own an action")
    DUE = "due", _("My action, or the check of it, is due soon or overdue")
    APPROVE = "approve", _("A statement waits for my approval")
    VOID = "void", _("An approval of a statement of mine no longer holds")
    MOVED = "moved", _("Figures moved on that a statement of mine told")
    PROMISED = "promised", _("An update that was promised is due soon")
    SILENCE = "silence", _("First words, or an update that was promised, are overdue")
    REVIEW = "review", _("I am asked to read a postmortem, or what I approved has changed")
    COMMENT = "comment", _("Somebody comments on what I wrote, or names me")
    REPORT = "report", _("The postmortem of an incident that I led is due")


GROUPS = (
    (_("Incidents"), (Kind.SERIOUS, Kind.NEWS, Kind.FOLLOWED)),
    (_("My work"), (Kind.ROLE, Kind.ACTION, Kind.DUE)),
    (_("Statements"), (Kind.APPROVE, Kind.VOID, Kind.MOVED, Kind.PROMISED, Kind.SILENCE)),
    (_("Postmortems"), (Kind.REVIEW, Kind.COMMENT, Kind.REPORT)),
)


class Way(models.TextChoices):
    """How somebody is told."""

    PAGE = "page", _("In the page")
    MAIL = "mail", _("By e-mail")
    BOTH = "both", _("In the page and by e-mail")
    NONE = "none", _("Not at all")


IN_PAGE = (Way.PAGE, Way.BOTH)
BY_MAIL = (Way.MAIL, Way.BOTH)


class Pace(models.TextChoices):
    """How long mail is gathered before it is sent as one."""

    AT_ONCE = "at_once", _("At once")
    QUARTER = "quarter", _("Every 15 minutes")
    HOURLY = "hourly", _("Every hour")
    DAILY = "daily", _("Every morning at eight")


class Wish(models.Model):
    """What one person chose; who chose nothing has none and is told as their roles suggest.

    In quiet hours, by the clock of the person's time zone, no mail is sent except of `urgent` kinds,
    which wait for nothing.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, verbose_name=_("person")
    )
    ways = models.JSONField(_("ways"))
    urgent = models.JSONField(_("at once, at any hour"), default=list)
    pace = models.CharField(_("mail"), max_length=7, choices=Pace.choices, default=Pace.AT_ONCE)
    quiet_from = models.TimeField(_("quiet from"), null=True)
    quiet_until = models.TimeField(_("quiet until"), null=True)

    class Meta:
        verbose_name = _("wish to be told")
        verbose_name_plural = _("wishes to be told")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="wish_quiet_hours_begin_and_end",
            )
        ]

    def __str__(self) -> str:
        return str(self.person)
