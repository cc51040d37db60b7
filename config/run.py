"""`make run`: the database, the migrations and the web server under one supervisor."""

import os
import subprocess
import sys
from pathlib import Path

from honcho.manager import Manager

from config.embedded import BASE_DIR, DatabaseNotStarted, use_embedded_database


def main() -> None:
    """Set up what is missing, start everything, stop everything on Ctrl-C or SIGTERM."""
    host = os.environ.get("HAVARI_HOST", "127.0.0.1")
    port = os.environ.get("HAVARI_PORT", "8000")
    try:
        use_embedded_database()
    except DatabaseNotStarted as error:
        sys.exit(f"Havari cannot start its database. {error}")
    for command in (["migrate", "--verbosity=0"], ["collectstatic", "--noinput", "--verbosity=0"]):
        subprocess.run(  # noqa: S603 - our own commands
            [sys.executable, "manage.py", *command], check=True, cwd=BASE_DIR
        )
    sys.stdout.write(f"Havari answers at http://{host}:{port}/ (Ctrl-C stops it)\n")
    sys.stdout.flush()
    granian = Path(sys.executable).with_name("granian")
    manager = Manager()
    manager.add_process(
        "web",
        f"exec {granian} --interface wsgi --host {host} --port {port} "
        "--blocking-threads 8 --no-ws config.wsgi:application",
        cwd=str(BASE_DIR),
    )
    manager.loop()
    sys.exit(manager.returncode or 0)


if __name__ == "__main__":
    main()
