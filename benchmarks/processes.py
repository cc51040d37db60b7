"""Havari's own processes beside a benchmark, on its database."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import connection

from config.address import Address
from config.embedded import BASE_DIR
from config.supervisor import programs

Process = subprocess.Popen[bytes]


def started(*arguments: str, **said: str) -> Process:
    """A module of ours with its arguments, on this benchmark's database."""
    database = urlsplit(os.environ["DATABASE_URL"])
    address = urlunsplit(database._replace(path=f"/{connection.settings_dict['NAME']}"))
    return subprocess.Popen(  # noqa: S603 - ours
        [sys.executable, "-m", *arguments],
        cwd=BASE_DIR,
        env=os.environ | {"DATABASE_URL": address} | said,
        stdout=subprocess.PIPE if "recording" in arguments[0] else None,
    )


@contextlib.contextmanager
def serving(port: int, command: list[str], **said: str) -> Iterator[Process]:
    """A server, once it answers at `/healthz`; ended at the end."""
    server = started(*command, **said)
    try:
        _await(port, server)
        yield server
    finally:
        server.terminate()
        server.wait()


def web_command(port: int) -> list[str]:
    """Havari's web server as it runs, with one page more that has nothing to say (`served`)."""
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    command = programs(Address("127.0.0.1", port), Address("127.0.0.1", port + 1))["web"]
    command[command.index("config.wsgi:application")] = "benchmarks.served:application"
    return command


def free_port() -> int:
    """A port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def asked(port: int, path: str) -> http.client.HTTPResponse:
    """The answer of the server, read to its end."""
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    asking.request("GET", path)
    answer = asking.getresponse()
    answer.read()
    return answer


def _await(port: int, server: Process) -> None:
    while server.poll() is None:
        with contextlib.suppress(OSError):
            asked(port, "/healthz")
            return
        # Asked without a pause it would take a core from the server that is starting.
        time.sleep(0.05)
    raise RuntimeError("The server ended before it answered.")
