"""What was wrong with a record that was taken over from elsewhere, and what was done about it.

A defect is plain data, kept with the record: its kind, and what the words about it need.
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from incidents.models import Category

Defect = dict[str, Any]
_LONGEST_TOLD = 120


class DefectKind(models.TextChoices):
    """What can be wrong with a record of another system."""

    NO_LICENCE = "no_licence", _("No licence")
    NO_SOURCE = "no_source", _("No source")
    NO_IDENTIFIER = "no_identifier", _("No identifier")
    SAME_IDENTIFIER = "same_identifier", _("Identifier used twice")
    NO_TITLE = "no_title", _("No title")
    SHORTENED = "shortened", _("Too long")
    WRONG_SHAPE = "wrong_shape", _("Not of the expected form")
    UNKNOWN_FIELD = "unknown_field", _("Unknown field")
    UNREADABLE_CHARACTER = "unreadable_character", _("Unreadable characters")
    OTHER_SEVERITY = "other_severity", _("Severity in other words")
    NO_SEVERITY = "no_severity", _("No severity")
    NO_START = "no_start", _("No start")
    NO_END = "no_end", _("No end")
    NO_ZONE = "no_zone", _("No time zone")
    ZONE_GIVEN = "zone_given", _("No time zone, but one was given")
    ZONE_OF_RECORD = "zone_of_record", _("Time zone stated apart")
    ZONE_OF_OTHERS = "zone_of_others", _("Time zone told elsewhere in the record")
    UNKNOWN_ZONE = "unknown_zone", _("Unknown time zone")
    CLOCK_CHANGE = "clock_change", _("Time within a change of clocks")
    OUT_OF_SEASON = "out_of_season", _("Time zone out of season")
    UNKNOWN_MINUTE = "unknown_minute", _("Minute not known")
    DAY_ONLY = "day_only", _("Only the day is told")
    UNREADABLE_TIME = "unreadable_time", _("Unreadable time")
    IMPOSSIBLE_TIME = "impossible_time", _("Impossible time")
    CONTRADICTION = "contradiction", _("Contradictory times")
    OUT_OF_ORDER = "out_of_order", _("Out of order")
    FAR_AWAY = "far_away", _("Far from the start")
    OTHER_DAY = "other_day", _("Another day in the identifier")
    EMPTY_ENTRY = "empty_entry", _("Entry without words")
    DUPLICATE = "duplicate", _("Duplicate")
    SAME_WORDS = "same_words", _("Same words as another")
    DONE_WITHOUT_PROOF = "done_without_proof", _("Done without proof")
    UNKNOWN_OWNER = "unknown_owner", _("Owner without an account")
    NO_ACTION_KIND = "no_action_kind", _("Kind of work not told")
    COUNT_WITHOUT_UNIT = "count_without_unit", _("Count without a unit")
    MORE = "more", _("And more")


_DONE: dict[DefectKind, Any] = {
    DefectKind.NO_LICENCE: _("Ask the source before you pass it on."),
    DefectKind.NO_SOURCE: _('It stands as "%(told)s".'),
    DefectKind.NO_IDENTIFIER: _("The fingerprint of the record stands for one."),
    DefectKind.SAME_IDENTIFIER: _(
        "An earlier record has this identifier and says something else. Both are kept."
    ),
    DefectKind.NO_TITLE: _("Its identifier stands for one."),
    DefectKind.SHORTENED: _("%(where)s is cut. The original record has all of it."),
    DefectKind.WRONG_SHAPE: _("%(where)s is %(told)s. It is kept in the original record only."),
    DefectKind.UNKNOWN_FIELD: _(
        "%(where)s has no place here. It is kept in the original record only."
    ),
    DefectKind.UNREADABLE_CHARACTER: _(
        "%(where)s has characters that cannot be kept: %(count)s. Each stands as �."
    ),
    DefectKind.OTHER_SEVERITY: _('"%(told)s" stands as %(severity)s, %(category)s.'),
    DefectKind.NO_SEVERITY: _(
        "It stands as %(severity)s, %(category)s, until somebody knows better."
    ),
    DefectKind.NO_START: _("When it started is not told. Its year is that of %(where)s: %(told)s."),
    DefectKind.NO_END: _("When it ended is not told. It stands as resolved, without a time."),
    DefectKind.NO_ZONE: ngettext_lazy(
        "%(where)s %(told)s is read in %(zone)s, the zone of this organisation. If it was told "
        "elsewhere, it is wrong.",
        "%(count)s times, the first %(where)s %(told)s, are read in %(zone)s, the zone of this "
        "organisation. If they were told elsewhere, they are wrong.",
        "count",
    ),
    DefectKind.ZONE_GIVEN: ngettext_lazy(
        "%(where)s %(told)s is read in %(zone)s, as whoever imported the record said.",
        "%(count)s times, the first %(where)s %(told)s, are read in %(zone)s, as whoever imported "
        "the record said.",
        "count",
    ),
    DefectKind.ZONE_OF_RECORD: ngettext_lazy(
        "%(where)s %(told)s is read in %(zone)s, which the record states.",
        "%(count)s times, the first %(where)s %(told)s, are read in %(zone)s, which the record "
        "states.",
        "count",
    ),
    DefectKind.ZONE_OF_OTHERS: ngettext_lazy(
        "%(where)s %(told)s is read in %(zone)s, like every other time in the record.",
        "%(count)s times, the first %(where)s %(told)s, are read in %(zone)s, like every other "
        "time in the record.",
        "count",
    ),
    DefectKind.UNKNOWN_ZONE: _('"%(told)s" is no time zone that is known here.'),
    DefectKind.CLOCK_CHANGE: _(
        "%(where)s %(told)s was shown by the clocks twice or never. It is read as before the change."
    ),
    DefectKind.OUT_OF_SEASON: ngettext_lazy(
        "%(where)s %(told)s is told in %(zone)s on a day when clocks there showed another hour. "
        "It stands as told and may be an hour off.",
        "%(count)s times, the first %(where)s %(told)s, are told in %(zone)s on days when clocks "
        "there showed another hour. They stand as told and may be an hour off.",
        "count",
    ),
    DefectKind.UNKNOWN_MINUTE: _('%(where)s "%(told)s" is known to the hour only.'),
    DefectKind.DAY_ONLY: ngettext_lazy(
        "%(where)s %(told)s is known to the day only.",
        "%(count)s times, the first %(where)s %(told)s, are known to the day only.",
        "count",
    ),
    DefectKind.UNREADABLE_TIME: _(
        '%(where)s "%(told)s" cannot be read as a time. The entry stands without one and keeps '
        "these words."
    ),
    DefectKind.IMPOSSIBLE_TIME: _(
        "%(where)s %(told)s lies in the future or before 1970. The entry stands without a time "
        "and keeps these words."
    ),
    DefectKind.CONTRADICTION: _(
        "%(where)s %(told)s lies before %(other)s %(limit)s. Both stand as told, and no length is "
        "worked out from them."
    ),
    DefectKind.OUT_OF_ORDER: _(
        "%(where)s %(told)s lies before the entry above it, %(limit)s. Both stand as told."
    ),
    DefectKind.FAR_AWAY: ngettext_lazy(
        "%(where)s %(told)s lies more than half a year from the start. It stands as told.",
        "%(count)s times, the first %(where)s %(told)s, lie more than half a year from the start. "
        "They stand as told.",
        "count",
    ),
    DefectKind.OTHER_DAY: _(
        "The identifier names %(told)s, but the start is %(limit)s. The start stands."
    ),
    DefectKind.EMPTY_ENTRY: _("%(where)s has a time and no words. The time stands for them."),
    DefectKind.DUPLICATE: _("It tells the same as %(told)s. Both are kept, and linked."),
    DefectKind.SAME_WORDS: _("Its text is that of %(told)s, word for word. Both are kept."),
    DefectKind.DONE_WITHOUT_PROOF: ngettext_lazy(
        "One action is done, says the source, but not when or with what proof. It stands as done "
        "on its word.",
        "%(count)s actions are done, says the source, but not when or with what proof. They stand "
        "as done on its word.",
        "count",
    ),
    DefectKind.UNKNOWN_OWNER: _("%(told)s has no account here. Nobody owns the action."),
    DefectKind.NO_ACTION_KIND: ngettext_lazy(
        "One action stands as work to prevent.",
        "%(count)s actions stand as work to prevent.",
        "count",
    ),
    DefectKind.COUNT_WITHOUT_UNIT: _(
        "Affected: %(told)s, but of what is not told. They stand as customers."
    ),
    DefectKind.MORE: _('The same again, %(count)s times: "%(told)s".'),
}


def defect(kind: DefectKind, **told: Any) -> Defect:
    """What is wrong, with what the words about it need; long quotations are cut."""
    return {"kind": kind.value} | {name: _short(value) for name, value in told.items()}


def _short(value: Any) -> Any:
    if isinstance(value, str) and len(value) > _LONGEST_TOLD:
        return f"{value[:_LONGEST_TOLD]}…"
    return value


def words_of(found: Defect) -> str:
    """What was met and what was done about it, in the reader's language."""
    kind = DefectKind(found["kind"])
    said = dict(found)
    if "category" in said:
        said |= {"severity": said["severity"].upper(), "category": Category(said["category"]).label}
    if kind == DefectKind.MORE:
        said["told"] = DefectKind(said["told"]).label
    return f"{kind.label}. {_DONE[kind] % said}"
