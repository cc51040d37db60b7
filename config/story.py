"""The demonstration as a whole: what happened, what was said of it, what was learned."""

from django.db import transaction
from statements.demonstration import say_the_story

from incidents.demonstration import record_the_story
from postmortems.demonstration import report_the_story


@transaction.atomic
def tell_the_story(password: str) -> bool:
    """Record the story through the services; False when there are incidents already."""
    story = record_the_story(password)
    if story is None:
        return False
    say_the_story(story)
    report_the_story(story)
    return True
