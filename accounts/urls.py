"""The addresses about people. Of allauth's only what makes sense here: nobody signs up."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import include, path, re_path

from accounts.views import api_token, person, preferences, role
from accounts.views.sign_in import SignIn, nobody_signs_up

RESET_KEY = r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$"

sign_in = [
    path("login/", SignIn.as_view(), name="account_login"),
    path("signup/", nobody_signs_up, name="account_signup"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(RESET_KEY, account.password_reset_from_key, name="account_reset_password_from_key"),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
second_factor = [
    path("", mfa.index, name="mfa_index"),
    path("authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "recovery-codes/generate/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "recovery-codes/download/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("webauthn/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("webauthn/add/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("webauthn/login/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path(
        "webauthn/reauthenticate/",
        webauthn.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("webauthn/keys/<int:pk>/remove/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("webauthn/keys/<int:pk>/edit/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
]
urlpatterns = [
    path("accounts/", include(sign_in)),
    path("accounts/2fa/", include(second_factor)),
    path("account/preferences", preferences.preferences_choose, name="preferences_choose"),
    path("account/tokens", api_token.token_list, name="token_list"),
    path("account/tokens/add", api_token.token_add, name="token_add"),
    path("account/tokens/<int:token_id>/revoke", api_token.token_revoke, name="token_revoke"),
    path("people", person.person_list, name="person_list"),
    path("people/add", person.person_add, name="person_add"),
    path("people/<int:person_id>", person.person_detail, name="person_detail"),
    path("people/<int:person_id>/change", person.person_change, name="person_change"),
    path("people/<int:person_id>/invite", person.person_invite, name="person_invite"),
    path("people/<int:person_id>/factors/remove", person.factors_remove, name="factors_remove"),
    path("roles", role.role_list, name="role_list"),
    path("roles/add", role.role_add, name="role_add"),
    path("roles/<int:role_id>/recompose", role.role_recompose, name="role_recompose"),
]
