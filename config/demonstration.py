"""The demonstration accounts: made in an empty database, named to whoever starts Havari.

They are never within the reach of others while anybody could guess their passwords.
"""

import io
import sys

from django.conf import settings
from django.core.management import call_command

from accounts.models import User
from config.address import Address
from config.embedded import CannotStart
from incidents.demonstration import PEOPLE
from incidents.models import Incident


class DemonstrationExposed(CannotStart):
    """Others could sign in with a demonstration password."""


def show_demonstration(address: Address, *, is_wanted: bool) -> None:
    """Load the demonstration into an empty database if it is wanted, and say who can sign in.

    Raises:
        DemonstrationExposed: others can reach `address`, and its passwords are known.
    """
    is_empty = not (User.objects.exists() or Incident.objects.exists())
    if is_empty and is_wanted:
        if not address.is_loopback:
            raise DemonstrationExposed(
                f"The demonstration is for this machine only, but HAVARI_HOST is {address.host}. "
                "Set HAVARI_DEMO=0 to begin with an empty record, or leave HAVARI_HOST unset."
            )
        call_command("seed_demo", stdout=io.StringIO())
    elif is_empty:
        _say("The record is empty. Make the first administrator: manage.py create_administrator")
    people = [person for role in PEOPLE for person in _account(role)]
    if not address.is_loopback:
        _refuse_known_passwords(address, people)
    _introduce(people)


def _account(role: str) -> list[User]:
    return list(User.objects.filter(email=f"{role}@example.org", is_active=True))


def _refuse_known_passwords(address: Address, people: list[User]) -> None:
    known = {settings.PUBLISHED_PASSWORD, settings.DEMO_PASSWORD}
    opened = [who.email for who in people if any(map(who.check_password, known))]
    if opened:
        raise DemonstrationExposed(
            f"Others can reach {address.host}, and could sign in as {', '.join(opened)} with a "
            "demonstration password. Give them other passwords (manage.py changepassword "
            "ADDRESS), or leave HAVARI_HOST unset."
        )


def _introduce(people: list[User]) -> None:
    # One is tried for all: checking a password takes its time, as it should.
    if people and people[0].check_password(settings.DEMO_PASSWORD):
        _say(f"Demonstration accounts: {', '.join(person.email for person in people)}")
        _say(f"Their password: {settings.DEMO_PASSWORD}")
    elif people:
        _say("The demonstration accounts keep the password they have; HAVARI_DEMO_PASSWORD is")
        _say("for a database that is filled anew.")


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
