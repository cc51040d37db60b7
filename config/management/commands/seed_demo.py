from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.story import tell_the_story
from core.errors import DomainError
from incidents.demonstration import PEOPLE


class Command(BaseCommand):
    """Load the demonstration into an empty database."""

    help = "Record the demonstration story, with one account for each role."

    def handle(self, *args: Any, **options: Any) -> None:
        """Tell the story, or say that nothing was changed."""
        try:
            is_told = tell_the_story(settings.DEMO_PASSWORD)
        except DomainError as refusal:
            raise CommandError(str(refusal.message)) from refusal
        if not is_told:
            self.stdout.write("There are incidents already; nothing was changed.")
            return
        addresses = ", ".join(f"{role}@example.org" for role in PEOPLE)
        self.stdout.write(f"The demonstration is loaded. Accounts: {addresses}")
