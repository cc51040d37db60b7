#!/usr/bin/env python
"""Havari's command line: `python manage.py <command>`."""

import os
import sys

from config.embedded import DatabaseNotStarted, use_embedded_database

WITHOUT_DATABASE = {
    "check",
    "collectstatic",
    "compilemessages",
    "help",
    "makemessages",
    "spectacular",
}


def main() -> None:
    """Start the embedded database where none is named, then run the command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command not in WITHOUT_DATABASE:
        try:
            use_embedded_database()
        except DatabaseNotStarted as error:
            sys.exit(f"Havari cannot start its database. {error}")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
