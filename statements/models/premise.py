"""What the load of a mass message is worked out from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PremiseName(models.TextChoices):
    """What is to be known of the organisation's customers, its login and its mass channels."""

    CUSTOMERS = "customers", _("Customers in all")
    LOGIN_CAPACITY = "login_capacity", _("Logins a minute that the login can take")
    NORMAL_LOGINS = "normal_logins", _("Logins a minute when much goes on, without a message")
    E_MAIL_REACH = "e_mail_reach", _("E-mail: how many it reaches at most")
    E_MAIL_PER_THOUSAND = "e_mail_per_thousand", _("E-mail: of 1,000 who get it, how many log in")
    E_MAIL_MINUTES = "e_mail_minutes", _("E-mail: within how many minutes they do")
    SMS_REACH = "sms_reach", _("Text message: how many it reaches at most")
    SMS_PER_THOUSAND = "sms_per_thousand", _("Text message: of 1,000 who get it, how many log in")
    SMS_MINUTES = "sms_minutes", _("Text message: within how many minutes they do")
    PUSH_REACH = "push_reach", _("Push message: how many it reaches at most")
    PUSH_PER_THOUSAND = "push_per_thousand", _("Push message: of 1,000 who get it, how many log in")
    PUSH_MINUTES = "push_minutes", _("Push message: within how many minutes they do")


class Premise(models.Model):
    """One such figure: a fact with its source and moment. Without a value it is unknown."""

    name = models.CharField(_("name"), max_length=19, choices=PremiseName.choices, unique=True)
    value = models.PositiveBigIntegerField(_("value"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    as_of = models.DateTimeField(_("as of"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=0)

    class Meta:
        verbose_name = _("figure behind the load")
        verbose_name_plural = _("figures behind the load")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.get_name_display())
