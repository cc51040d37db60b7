"""The database, the web server, the worker and its clock, started and stopped together."""

import contextlib
import http.client
import os
import shlex
import signal
import subprocess
import sys
import threading
import time
from types import FrameType

import honcho.manager
from honcho.printer import Message, Printer

from config.address import Address, check_free, chosen_address, chosen_live_address
from config.database import use_database
from config.embedded import BASE_DIR, CannotStart, make_var
from config.prepare import is_demonstration_wanted

STOPPED = (128 + signal.SIGINT, 128 + signal.SIGTERM)
MOMENT = 0.05
# How long a task may take to end before everything is stopped regardless.
honcho.manager.KILL_WAIT = 15
CELERY = ("celery", "--app", "config.celery", "--quiet")


def start() -> int:
    """Set up what is missing and run everything until it ends; the exit code."""
    try:
        address, live = chosen_address(), chosen_live_address()
        check_free(address)
        check_free(live, "HAVARI_LIVE_PORT")
        make_var()
        os.environ["HAVARI_DEMO"] = "1" if is_demonstration_wanted() else "0"
        use_database()
    except CannotStart as error:
        sys.exit(f"Havari cannot start. {error}")
    return _prepared() or supervise(address, live)


def _prepared() -> int:
    # In a program of its own, so that what runs for months stays small.
    command = [sys.executable, "-m", "config.prepare"]
    return subprocess.run(command, check=False, cwd=BASE_DIR).returncode  # noqa: S603 - ours


def supervise(address: Address, live: Address) -> int:
    """Run web, live, worker and clock until one ends or somebody stops them; the exit code."""
    supervisor = Supervisor(address)
    for name, arguments in programs(address, live).items():
        command = shlex.join([sys.executable, "-m", *arguments])
        supervisor.add_process(name, f"exec {command}", cwd=str(BASE_DIR))
    # Closing the terminal ends everything as well.
    signal.signal(signal.SIGHUP, _terminate)
    supervisor.loop()
    # The database stops last, and in peace.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    return 0 if supervisor.returncode in STOPPED else 1


def programs(address: Address, live: Address) -> dict[str, list[str]]:
    """What runs, by name, as modules with their arguments."""
    web = _served(
        address, "wsgi", "config.wsgi:application", "--blocking-threads", "8", "--workers", "2"
    )
    stream = _served(live, "asgi", "config.live:application")
    worker = [
        *CELERY, "worker", "--pool", "threads", "--concurrency", "2", "--loglevel", "warning",
        "--without-gossip", "--without-mingle", "--without-heartbeat",
    ]  # fmt: skip
    clock = [*CELERY, "beat", "--loglevel", "warning"]
    return {"web": web, "live": stream, "worker": worker, "clock": clock}


def _served(address: Address, interface: str, application: str, *more: str) -> list[str]:
    return [
        "granian", "--interface", interface, "--host", address.host, "--port", str(address.port),
        "--no-ws", "--log-level", "error",
        # A worker that is just starting does not hear that it is to stop.
        "--workers-kill-timeout", "5", *more, application,
    ]  # fmt: skip


class Supervisor(honcho.manager.Manager):  # type: ignore[misc] # honcho is untyped
    """Honcho's, which can also be stopped while it starts, and says when Havari answers."""

    def __init__(self, address: Address) -> None:
        super().__init__(SteadyPrinter(sys.stdout))
        self._address = address
        self._pid = os.getpid()

    def terminate(self) -> None:
        """Stop every process, each as soon as it has started.

        This is called in a signal handler, so it is a thread that waits. Ctrl-C also reaches a
        helper that honcho has only just forked; that one has nothing to stop.
        """
        if os.getpid() == self._pid:
            threading.Thread(target=self._terminate_started, daemon=True).start()

    def _terminate_started(self) -> None:
        while not self._all_started():
            time.sleep(MOMENT)
        super().terminate()

    def _start(self) -> None:
        super()._start()
        threading.Thread(target=self._announce, daemon=True).start()

    def _announce(self) -> None:
        while not _is_ready(self._address):
            time.sleep(MOMENT)
        if not self._terminating:
            self._system_print(f"Havari answers at {self._address.url}/ (Ctrl-C stops it)")


class SteadyPrinter(Printer):  # type: ignore[misc] # honcho is untyped
    """Honcho's, which goes on when nobody reads any more, as when a terminal is closed."""

    def write(self, message: Message) -> None:
        """Print a line, if it can be."""
        with contextlib.suppress(OSError):
            super().write(message)


def _is_ready(address: Address) -> bool:
    probe = http.client.HTTPConnection(address.host, address.port, timeout=5)
    try:
        probe.request("GET", "/readyz")
        return probe.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        probe.close()


def _terminate(number: int, frame: FrameType | None) -> None:
    os.kill(os.getpid(), signal.SIGTERM)
