"""`make bench`: run every benchmark, or those named, each on a database of its own.

A benchmark is a module of this package with a function `figures()` that yields `Figure`s; it finds
an empty, migrated database. Ends with 1 when a ratio is worse than its bound. The embedded server
runs in a scratch folder that is removed at the end; `var/` is never touched.
"""

import atexit
import os
import pkgutil
import shutil
import sys
import tempfile
from importlib import import_module
from pathlib import Path

import benchmarks
from config.embedded import DatabaseNotStarted, use_embedded_database

NOT_BENCHMARKS = {"run", "figures", "served", "processes", "recording"}


def main() -> None:
    """Print each figure as it is measured, and what was worse than allowed at the end."""
    names = sys.argv[1:] or _all()
    if unknown := set(names) - set(_all()):
        sys.exit(f"There is no benchmark {', '.join(unknown)}. There are: {', '.join(_all())}.")
    _use_scratch_folder()
    try:
        use_embedded_database()
    except DatabaseNotStarted as error:
        sys.exit(f"The benchmarks cannot start their database. {error}")
    worse = sum([_worse(name) for name in names])
    if worse:
        sys.exit(f"{worse} worse than allowed.")


def _all() -> list[str]:
    modules = {module.name for module in pkgutil.iter_modules(benchmarks.__path__)}
    return sorted(modules - NOT_BENCHMARKS)


def _use_scratch_folder() -> None:
    scratch = Path(tempfile.mkdtemp(prefix="havari-bench-"))
    # PostgreSQL, which will not run as root, must be able to walk through it.
    scratch.chmod(0o755)
    # Registered before the server's own end, hence carried out after it.
    atexit.register(shutil.rmtree, scratch, ignore_errors=True)
    os.environ.update(HAVARI_VAR=str(scratch), DJANGO_SETTINGS_MODULE="config.settings")


def _worse(name: str) -> int:
    """Run one benchmark on a database of its own; how many of its figures do not hold."""
    import django  # noqa: PLC0415 - the database must run before Django reads its settings
    from django.test.utils import (  # noqa: PLC0415 - as above
        override_settings,
        setup_databases,
        teardown_databases,
    )

    django.setup()
    databases = setup_databases(verbosity=0, interactive=False)
    # What was signed of one log says nothing of the next.
    own_key = override_settings(AUDIT_KEY_FILE=Path(os.environ["HAVARI_VAR"], name, "key.pem"))
    own_key.enable()
    worse = 0
    try:
        sys.stdout.write(f"{name}\n")
        for figure in import_module(f"benchmarks.{name}").figures():
            sys.stdout.write(f"  {figure}\n")
            sys.stdout.flush()
            worse += not figure.holds
    finally:
        own_key.disable()
        teardown_databases(databases, verbosity=0)
    return worse


if __name__ == "__main__":
    main()
