"""Making and changing accounts: who somebody is, what they may do, how they sign in."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import MANAGE_PEOPLE
from accounts.preferences import time_zones
from accounts.selectors.person import somebody_manages_people
from accounts.states import State, account_state
from audit.actor import Actor, require
from audit.log import record
from core.checks import longest, reasoned, said, same_version, take_turns, titled
from core.errors import Conflict, DomainError, NotFound, NotPermitted

# Whether somebody is left who manages people depends on everybody, so changes take turns.
PEOPLE_TURN = 7412028


@dataclass(frozen=True, slots=True)
class Account:
    """Who somebody is and which roles they hold."""

    email: str
    name: str
    language: str = settings.LANGUAGE_CODE
    time_zone: str = settings.TIME_ZONE
    is_active: bool = True
    roles: Sequence[str] = field(default=())


@transaction.atomic
def create_account(*, actor: Actor, account: Account, password: str | None = None) -> User:
    """Give somebody an account; without a password they set one by the link in a message.

    Logs `account.created`.

    Raises:
        NotPermitted: the actor may not manage people.
        DomainError: no name, an address that is none or has an account, an unknown role, language
            or time zone, or a password that is easy to guess.
    """
    take_turns(PEOPLE_TURN)
    require(actor, MANAGE_PEOPLE)
    account = _checked(account)
    roles = _roles_named(account.roles)
    person = User(**_columns(account))
    if password is not None:
        _check_password(password, person)
    person.set_password(password)
    person.save()
    person.groups.set(roles)
    _log(actor, "account.created", person, None)
    return person


@transaction.atomic
def change_account(
    *, actor: Actor, person_id: int, version: int, account: Account, reason: str
) -> User:
    """Change who somebody is, whether they may sign in, and which roles they hold.

    Logs `account.changed`, and `account.roles_changed` when the roles differ; nothing when
    nothing differs. Raises as `create_account`, and:

    Raises:
        NotFound: no such person.
        Conflict: somebody changed the account since `version`.
        DomainError: no reason, or nobody would be left who manages people.
    """
    take_turns(PEOPLE_TURN)
    require(actor, MANAGE_PEOPLE)
    person = _person(person_id)
    same_version(version, person.version)
    reason = reasoned(reason, _("Say why the account is changed."))
    account = _checked(account, itself=person)
    roles = _roles_named(account.roles)
    were_managed = somebody_manages_people()
    _change_columns(actor, person, account, reason)
    _change_roles(actor, person, roles, reason)
    if were_managed:
        must_be_managed()
    return person


@transaction.atomic
def choose_preferences(*, actor: Actor, language: str, time_zone: str) -> User:
    """Read pages in this language, with times in this zone; everybody chooses for themselves.

    Logs `account.changed`, or nothing when nothing differs.

    Raises:
        NotPermitted: nobody is signed in.
        DomainError: no such language or time zone.
    """
    take_turns(PEOPLE_TURN)
    if actor.user is None:
        raise NotPermitted(_("Only somebody with an account can choose."))
    person = _person(actor.user.pk)
    chosen = Account(person.email, person.full_name, language, time_zone, person.is_active)
    _change_columns(actor, person, _checked(chosen, itself=person), "")
    return person


@transaction.atomic
def set_password(*, actor: Actor, person: User, password: str) -> None:
    """Give the account a new password. The log tells that it happened, and nothing of it.

    Logs `account.password_set`.

    Raises:
        NotPermitted: the account is somebody else's.
        DomainError: the password is easy to guess.
    """
    take_turns(PEOPLE_TURN)
    if actor.user is not None and actor.user.pk != person.pk:
        raise NotPermitted(_("Everybody sets their own password."))
    _check_password(password, person)
    person.set_password(password)
    person.save(update_fields=["password"])
    state = account_state(_person(person.pk))
    _log(actor, "account.password_set", person, state)


@transaction.atomic
def remove_second_factors(*, actor: Actor, person_id: int, reason: str) -> User:
    """Let somebody who lost telephone, keys and codes sign in with the password alone again.

    Logs `account.factors_removed`.

    Raises:
        NotPermitted: the actor may not manage people.
        NotFound: no such person.
        Conflict: they have no second factor.
        DomainError: no reason.
    """
    take_turns(PEOPLE_TURN)
    require(actor, MANAGE_PEOPLE)
    person = _person(person_id)
    reason = reasoned(reason, _("Say why they are removed."))
    if not Authenticator.objects.filter(user=person).exists():
        raise Conflict(_("This person has no second factor."))
    Authenticator.objects.filter(user=person).delete()
    _log(actor, "account.factors_removed", person, account_state(person), reason)
    return person


def must_be_managed() -> None:
    """Refuse what leaves nobody who could give roles and accounts.

    Raises:
        DomainError: nobody who may sign in manages people.
    """
    if not somebody_manages_people():
        raise DomainError(
            _("Nobody would be left who manages people. Give somebody else that role first.")
        )


def _person(person_id: int) -> User:
    person = User.objects.filter(pk=person_id).first()
    if person is None:
        raise NotFound(_("There is no such person."))
    return person


def _checked(account: Account, itself: User | None = None) -> Account:
    email = _address(account.email)
    namesake = User.objects.filter(email=email).first()
    if namesake and namesake != itself:
        raise DomainError(_("Somebody has an account with this address."), field="email")
    name = titled(account.name, _("Give the person's name."), "name", longest(User, "full_name"))
    languages = [code for code, _label in settings.LANGUAGES]
    if account.language not in languages:
        raise DomainError(
            _("Choose one of these: %(choices)s.") % {"choices": ", ".join(languages)},
            field="language",
        )
    if account.time_zone not in time_zones():
        raise DomainError(_("Give a time zone such as Europe/Copenhagen."), field="time_zone")
    return replace(account, email=email, name=name)


def _address(email: str) -> str:
    message = _("Give an e-mail address such as name@example.org.")
    email = said(email, message, "email", longest(User, "email")).lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise DomainError(message, field="email") from error
    return email


def _roles_named(names: Sequence[str]) -> list[Group]:
    roles = list(Group.objects.filter(name__in=names))
    if unknown := sorted(set(names) - {role.name for role in roles}):
        raise DomainError(
            _("There is no role called %(names)s.") % {"names": ", ".join(unknown)}, field="roles"
        )
    return roles


def _check_password(password: str, person: User) -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise DomainError(" ".join(error.messages), field="password") from error


def _columns(account: Account) -> dict[str, object]:
    return {
        "email": account.email,
        "full_name": account.name,
        "language": account.language,
        "time_zone": account.time_zone,
        "is_active": account.is_active,
    }


def _change_columns(actor: Actor, person: User, account: Account, reason: str) -> None:
    before = account_state(person)
    for column, content in _columns(account).items():
        setattr(person, column, content)
    if account_state(person) == before:
        return
    person.version += 1
    person.save()
    _log(actor, "account.changed", person, before, reason)


def _change_roles(actor: Actor, person: User, roles: Sequence[Group], reason: str) -> None:
    before = account_state(person)
    if {role.name for role in roles} == set(before["groups"]):
        return
    person.groups.set(roles)
    person.version += 1
    person.save()
    _log(actor, "account.roles_changed", person, before, reason)


def _log(actor: Actor, verb: str, person: User, before: State | None, reason: str = "") -> None:
    record(
        actor=actor,
        verb=verb,
        subject_type="account",
        subject_id=person.pk,
        before=before,
        after=account_state(person),
        reason=reason,
    )
