"""`python -m benchmarks.recording INCIDENT SECONDS EACH`: entries made by the service, at a pace.

For each a line is printed: its number, and the nanosecond (Unix time) before the service was called.
"""

import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def main(incident_id: int, seconds: int, each: int) -> None:
    """Make them; one that takes long does not move those after it."""
    django.setup()
    from django.utils import timezone  # noqa: PLC0415 - Django must be set up

    from audit.actor import system  # noqa: PLC0415 - as above
    from incidents.services.timeline_entry import EntryContent, add_entry  # noqa: PLC0415 - as above

    began = time.monotonic()
    for number in range(seconds * each):
        time.sleep(max(0.0, began + number / each - time.monotonic()))
        content = EntryContent(f"Entry [{number}]: **login attempts** doubled", timezone.now())
        before = time.time_ns()
        add_entry(actor=system("command"), incident_id=incident_id, content=content)
        sys.stdout.write(f"{number} {before}\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
