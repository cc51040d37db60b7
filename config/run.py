"""`python -m config.run`, which is `make run` once everything is set up."""

import signal
import sys
from types import FrameType


def main() -> None:
    """Start everything; Ctrl-C and its like end it in an orderly way from the first moment on."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    from config.supervisor import start  # noqa: PLC0415 - it takes its time

    sys.exit(start())


def _stop(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    main()
