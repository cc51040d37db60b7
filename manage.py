#!/usr/bin/env python
"""Havari's command line: `python manage.py <command>`."""

import os
import signal
import sys

from config.database import use_database
from config.embedded import CannotStart, make_var

WITHOUT_DATABASE = {
    "check",
    "collectstatic",
    "compilemessages",
    "help",
    "makemessages",
    "spectacular",
}


def main() -> None:
    """Have a database to work on, then run the command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # What is ended in an orderly way leaves no database server behind.
    signal.signal(signal.SIGTERM, lambda *received: sys.exit(128 + received[0]))
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    try:
        make_var()
        if command not in WITHOUT_DATABASE:
            use_database()
    except CannotStart as error:
        sys.exit(f"Havari cannot start. {error}")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
