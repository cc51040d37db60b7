"""Where a record was taken over from, under which licence, and what was wrong with it there."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from core.documents.document import ours, plain, sentence, told
from core.markdown import Block, Heading, Items
from incidents.defects import Defect, DefectKind, words_of
from incidents.models import ImportedRecord
from incidents.selectors.imported_record import ReadOrigin


def origin(read: ReadOrigin) -> Iterator[Block]:
    """What a reader must know before they pass the report on or rely on its times."""
    imported = read.imported
    yield Heading(2, ours(_("Where the record comes from")))
    yield told(
        sentence(
            _("Taken over from %(source)s (%(identifier)s). Licence: %(licence)s."),
            source=imported.source,
            identifier=imported.source_id,
            licence=imported.licence or ours(_("none stated")),
        )
    )
    if defects := blameless_defects(imported):
        yield told(_("What was wrong with it there, and what was done about it:"))
        yield Items(tuple((told(plain(words_of(found))),) for found in defects))


def blameless_defects(imported: ImportedRecord) -> list[Defect]:
    """What was wrong with the record; owners without an account here are not named."""
    nameless: list[Defect] = []
    for found in imported.defects:
        is_owner = found["kind"] == DefectKind.UNKNOWN_OWNER
        said = found | {"told": _("The owner")} if is_owner else found
        if said not in nameless:
            nameless.append(said)
    return nameless
