import getpass
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.services.account import Account, create_account
from audit.actor import system
from core.errors import DomainError


class Command(BaseCommand):
    """Give the first person of an installation an account; everybody else gets theirs from them."""

    help = (
        "Make an account that holds the role administrator. The password is asked for, or read "
        "from standard input where nobody can be asked."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The address to sign in with, the name, and the language."""
        parser.add_argument("email")
        parser.add_argument("--name", required=True, help='such as "Kirsten Overby"')
        parser.add_argument("--language", default="en", help="da or en")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the account, or say why not."""
        account = Account(
            email=options["email"],
            name=options["name"],
            language=options["language"],
            roles=["administrator"],
        )
        try:
            person = create_account(actor=system("command"), account=account, password=_password())
        except DomainError as refusal:
            raise CommandError(str(refusal.message)) from refusal
        self.stdout.write(f"{person.email} may sign in and manage people.")


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass("Password: ")
    if getpass.getpass("Password once more: ") != password:
        raise CommandError("The two passwords differ. Nothing was made.")
    return password
