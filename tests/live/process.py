"""The live process as it runs beside the pages, on the database of the test."""

import os
import signal
import subprocess
import sys
import urllib.request
from urllib.parse import quote

from django.db import connection

from config.embedded import BASE_DIR
from tests.config.running import free_port, until


def database_url() -> str:
    """Where another process finds the database of this test."""
    said = connection.get_connection_params()
    place = {name: str(said[name]) for name in ("host", "port") if said.get(name)}
    more = "&".join(f"{name}={quote(value, safe='')}" for name, value in place.items())
    user, password = said.get("user", ""), said.get("password") or ""
    return f"postgresql://{quote(user)}:{quote(password)}@/{said['dbname']}?{more}"


class LiveProcess:
    """Started at once; answers when it is made. `page_port` is where the pages come from."""

    def __init__(self, page_port: int, port: int | None = None):
        self.page_port, self.port = page_port, port or free_port()
        said = {"HAVARI_PORT": str(page_port), "HAVARI_LIVE_PORT": str(self.port)}
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "granian", "--interface", "asgi", "--no-ws"),
                *("--port", str(self.port), "--log-level", "error", "--workers-kill-timeout", "5"),
                "config.live:application",
            ],
            cwd=BASE_DIR,
            env=os.environ | said | {"DATABASE_URL": database_url()},
            # Granian's worker is another process: killed alone, the first would leave it behind.
            start_new_session=True,
        )
        until(self.answers)

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=5) as answer:  # noqa: S310 - our own process
                return answer.status == 200
        except OSError:
            return False

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.terminate()
        self.process.wait(30)
