"""The demonstration as a whole: what happened, what was said of it, what was learned."""

from django.db import transaction

from checklists.demonstration import go_through_the_story
from incidents.demonstration import count_as_told, record_the_story
from postmortems.demonstration import report_the_story
from statements.demonstration import say_first_words, say_what_is_known, set_up_the_desk


@transaction.atomic
def tell_the_story(password: str) -> bool:
    """Record the story through the services; False when there are incidents already.

    What was said first quotes the count of then, which the press chief's own count overtook.
    """
    story = record_the_story(password)
    if story is None:
        return False
    set_up_the_desk(story)
    first = say_first_words(story)
    count_as_told(story)
    say_what_is_known(story, first)
    go_through_the_story(story)
    report_the_story(story)
    return True
