"""Havari as somebody starts it: real processes in a folder of their own."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import psycopg

from config.embedded import BASE_DIR

SECONDS = 90


def environment(var: Path, **said: str) -> dict[str, str]:
    """What a shell would hand over in which nothing but `said` is set up for Havari."""
    ours = ("HAVARI_", "DATABASE_URL", "CELERY_", "DJANGO_")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return inherited | {"HAVARI_VAR": str(var), "PYTHONUNBUFFERED": "1"} | said


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def until(condition):
    """What `condition` returns, once that is anything."""
    deadline = time.monotonic() + SECONDS
    while not (found := condition()):
        assert time.monotonic() < deadline, f"This never came about: {condition}"
        time.sleep(0.05)
    return found


class Havari:
    """`python -m config.run`, in a process group as a terminal would make one."""

    def __init__(self, var: Path, **said: str) -> None:
        self.var = var
        self.port = free_port()
        self.output = ""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "config.run"],
            cwd=BASE_DIR,
            env=environment(
                var, HAVARI_PORT=str(self.port), HAVARI_LIVE_PORT=str(free_port()), **said
            ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def read_until(self, words: str) -> "Havari":
        for line in self.process.stdout:
            self.output += line
            if words in line:
                return self
        raise AssertionError(f"Ended without saying {words!r}:\n{self.output}")

    def ends(self) -> int:
        """The exit code, once it has ended by itself."""
        rest, _ = self.process.communicate(timeout=SECONDS)
        self.output += rest
        return self.process.returncode

    def terminate(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.ends()

    def press_ctrl_c(self) -> int:
        os.killpg(self.process.pid, signal.SIGINT)
        return self.ends()

    @property
    def database(self) -> str:
        return f"postgresql://postgres@/havari?host={self.var}/postgres"

    def ask(self, query: str) -> object:
        with psycopg.connect(self.database) as connection:
            row = connection.execute(query).fetchone()
        return row[0] if row else None

    def enqueue(self, *tasks: str) -> None:
        sends = "; ".join(f"app.send_task({task!r})" for task in tasks)
        subprocess.run(
            [sys.executable, "-c", f"from config.celery import app; {sends}"],
            cwd=BASE_DIR,
            env=environment(self.var, DATABASE_URL=self.database),
            check=True,
        )

    def program(self, module: str) -> psutil.Process:
        """The process that runs a module, under whatever helpers."""
        return next(
            process
            for process in psutil.Process(self.process.pid).children(recursive=True)
            if module in process.cmdline()
        )


def left_running(var: Path) -> list[str]:
    """Every process that belongs to this folder."""
    mine = os.getpid()
    found = []
    for process in psutil.process_iter(["pid", "cmdline", "environ"]):
        command = " ".join(process.info["cmdline"] or [])
        belongs = (process.info["environ"] or {}).get("HAVARI_VAR") == str(var)
        if process.info["pid"] != mine and (belongs or f"{var}/postgres" in command):
            found.append(command)
    return found
