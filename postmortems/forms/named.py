"""What deciding of a name asks for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.models import NamedKind


class NameForm(forms.Form):
    """A name, and who or what it is."""

    name = forms.CharField(label=_("Name, handle or e-mail address"))
    kind = forms.ChoiceField(label=_("Who or what it is"), choices=NamedKind.choices)
