"""What the review's pages ask for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.forms.fields import PersonField


class AskForm(forms.Form):
    """Who is to read the report."""

    person = PersonField(label=_("Who is to read it"))
    note = forms.CharField(label=_("What you ask of them"), required=False)


class ApproveForm(forms.Form):
    """What was read when the page was opened."""

    digest = forms.CharField(widget=forms.HiddenInput)


class CommentForm(forms.Form):
    """What somebody says of a passage."""

    quote = forms.CharField(
        label=_("The words it is about"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Copy them from the section; leave it empty to speak of the whole section."),
    )
    text = forms.CharField(label=_("Comment"), widget=forms.Textarea(attrs={"rows": 4}))


class AnswerForm(forms.Form):
    """An answer to a comment."""

    text = forms.CharField(label=_("Answer"), widget=forms.Textarea(attrs={"rows": 4}))


class SettleForm(forms.Form):
    """The version of the comment that was seen, and whether it is dealt with."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    is_settled = forms.BooleanField(required=False, widget=forms.HiddenInput)


class DissentForm(forms.Form):
    """How somebody sees it otherwise."""

    text = forms.CharField(
        label=_("How I see it"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Markdown. Write of conditions and roles, not of people."),
    )
    is_printed = forms.BooleanField(
        label=_("Print it in the report, with my role"), required=False, initial=True
    )


class ChangeDissentForm(DissentForm):
    """The same, said otherwise."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class VersionForm(forms.Form):
    """The version that was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput)
