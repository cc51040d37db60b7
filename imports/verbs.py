"""What the log's verbs about imports are called."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "timeline.file_brought": _("File with a timeline brought"),
    "timeline.imported": _("Timeline imported"),
    "timeline.import_undone": _("Import taken back"),
}
