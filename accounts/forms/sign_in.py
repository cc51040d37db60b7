"""Allauth's forms with the labels of the house."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

LABELS = {
    "name": _("Name"),
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "password": _("Password"),
    "oldpassword": _("Present password"),
    "password1": _("New password"),
    "password2": _("New password once more"),
    "remember": _("Stay signed in on this computer"),
    "code": _("Code"),
    "passwordless": _("Sign in with it alone, without the password"),
}
HELP = {"passwordless": _("It then asks for your finger, your face or a PIN of its own.")}
PRESENT = {"password", "oldpassword"}


class HouseStyle(forms.Form):
    """Labels, not placeholders; a refusal is not called something that was not saved."""

    refused = _("That did not work")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.help_text = HELP.get(name, field.help_text)
            field.widget.attrs.pop("placeholder", None)
            if name in PRESENT:
                # The way to a new one stands below the form, not on the way to this field.
                field.help_text = ""


class SignInForm(HouseStyle, account.LoginForm):  # type: ignore[misc] # allauth is untyped
    """Address and password."""


class ReauthenticateForm(HouseStyle, account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something that matters."""


class ChangePasswordForm(HouseStyle, account.ChangePasswordForm):  # type: ignore[misc]
    """The present password and the new one."""


class SetPasswordForm(HouseStyle, account.SetPasswordForm):  # type: ignore[misc]
    """A first password."""


class ResetPasswordForm(HouseStyle, account.ResetPasswordForm):  # type: ignore[misc]
    """Where to send the link to a new password."""


class NewPasswordForm(HouseStyle, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """The new password, behind that link."""


class CodeForm(HouseStyle, mfa.AuthenticateForm):  # type: ignore[misc]
    """The second factor at sign-in."""


class CodeAgainForm(HouseStyle, mfa.ReauthenticateForm):  # type: ignore[misc]
    """The second factor once more, before something that matters."""


class ActivateAppForm(HouseStyle, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new authenticator app."""


class AddPasskeyForm(HouseStyle, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey and its name."""
