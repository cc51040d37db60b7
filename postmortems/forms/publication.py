"""What publishing a report asks for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from postmortems.models import Audience, Postmortem


class PublishForm(forms.Form):
    """Which edition is published, and to whom."""

    edition = forms.TypedChoiceField(label=_("Edition"), coerce=int)
    audience = forms.ChoiceField(label=_("Who can read it"), choices=Audience.choices)
    was_read = forms.BooleanField(
        label=_("I have read this edition, and others may read all of it"), required=False
    )

    def __init__(self, *args: Any, postmortem: Postmortem, **kwargs: Any) -> None:
        """Offer the editions there are, the newest first."""
        super().__init__(*args, **kwargs)
        numbers = postmortem.editions.values_list("number", flat=True)
        self.fields["edition"].choices = [(number, number) for number in numbers]  # type: ignore[attr-defined]  # a choice field
