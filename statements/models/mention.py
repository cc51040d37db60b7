"""What somebody outside made of a statement."""

import re

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from statements.models.release import Release

# Quotation marks, dashes and spaces differ from house to house and change nothing, nor does Markdown.
_MARKS = re.compile(r"[\s\"'»«\u2018-\u201f\u2010-\u2015\u2212*_#>`-]+")


class Mention(models.Model):
    """A statement as it was printed or broadcast: the outlet, the words, where they are found."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="mentions")
    outlet = models.CharField(_("outlet"), max_length=120)
    quote = models.TextField(_("the words as printed"))
    link = models.CharField(_("web address"), max_length=500, blank=True)
    printed_at = models.DateTimeField(_("printed at"), null=True, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("noted by"),
    )
    noted_at = models.DateTimeField(_("noted at"))

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.outlet}: {self.release}"

    @property
    def differs(self) -> bool:
        """Whether the printed words are not among those that were said."""
        quote, said = (_plain(each) for each in (self.quote, self.release.words))
        # Whole words: "6 million" is not what was said of "1.6 million".
        if not quote:
            return True
        whole = rf"(?<!\w)(?<!\d[.,]){re.escape(quote)}(?!\w)(?![.,]\d)"
        return re.search(whole, said) is None


def _plain(text: str) -> str:
    return _MARKS.sub(" ", text).strip(" .").casefold()
