from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from accounts.services.api_token import create_api_token
from audit.actor import system
from core.checks import words
from core.errors import DomainError


class Command(BaseCommand):
    """Make a key for a program of somebody's, and print it this once."""

    help = "Make an API token for a person and print it. It cannot be shown again."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose token, its name, and how long it opens."""
        parser.add_argument("email", help="the address of the person the program acts for")
        parser.add_argument("--name", required=True, help="the program that will use it")
        parser.add_argument("--days", type=int, default=365, help="how many days it opens")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the token, and nothing else on the same line."""
        try:
            person = User.objects.filter(email=words(options["email"], "email").lower()).first()
            if person is None:
                raise CommandError(f"Nobody has an account with the address {options['email']}.")
            _token, key = create_api_token(
                actor=system("command"),
                person_id=person.pk,
                name=options["name"],
                days=options["days"],
            )
        except DomainError as refusal:
            raise CommandError(str(refusal.message)) from refusal
        self.stdout.write(key)
