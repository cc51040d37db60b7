"""When mail goes out: gathered, and never in quiet hours."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from notifications.models import Pace

MORNING = time(8)
_GATHERED = {Pace.QUARTER: timedelta(minutes=15), Pace.HOURLY: timedelta(hours=1)}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Quiet = tuple[time, time]


def gathered_until(moment: datetime, pace: str, zone: ZoneInfo) -> datetime:
    """The first moment from then on at which mail of that pace goes out."""
    if pace == Pace.AT_ONCE:
        return moment
    if pace == Pace.DAILY:
        return _next(MORNING, moment, zone)
    step = _GATHERED[Pace(pace)]
    return _EPOCH + -((_EPOCH - moment) // step) * step


def quiet_until(moment: datetime, quiet: Quiet | None, zone: ZoneInfo) -> datetime:
    """The moment itself, or where it is in quiet hours, when they end."""
    if quiet is None:
        return moment
    while is_quiet(moment, quiet, zone):
        moment = _next(quiet[1], moment, zone)
    return moment


def is_quiet(moment: datetime, quiet: Quiet, zone: ZoneInfo) -> bool:
    """Whether the clock there shows a time from the first on and before the second."""
    begins, ends = quiet
    shown = moment.astimezone(zone).time()
    if begins < ends:
        return begins <= shown < ends
    return shown >= begins or shown < ends


def _next(shown: time, moment: datetime, zone: ZoneInfo) -> datetime:
    """When the clock there shows that time next, or would have, had it not been put forward."""
    local = moment.astimezone(zone)
    days = (local.date() + timedelta(days=ahead) for ahead in range(3))
    moments = (
        datetime.combine(day, shown.replace(fold=fold), tzinfo=zone).astimezone(UTC)
        for day in days
        for fold in (0, 1)
    )
    return min(each for each in moments if each >= moment)
