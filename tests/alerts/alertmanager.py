"""Debian's Alertmanager, delivering to a server that is being tested."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.config.running import free_port, until

REQUIRED = "HAVARI_REQUIRE_ALERTMANAGER"
MISSING = "There is no Alertmanager here; install prometheus-alertmanager."
CONFIG = """
route:
  receiver: havari
  group_by: [alertname]
  group_wait: 0s
  group_interval: 1s
  repeat_interval: 1h
receivers:
  - name: havari
    webhook_configs:
      - url: {address}
        send_resolved: true
        http_config:
          authorization:
            credentials: {token}
"""


class Alertmanager:
    """A running one, which is told of alerts as Prometheus tells it."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"

    def is_ready(self) -> bool:
        try:
            return requests.get(f"{self.address}/-/ready", timeout=5).ok
        except requests.ConnectionError:
            return False

    def tell(self, **alert: Any) -> None:
        answer = requests.post(f"{self.address}/api/v2/alerts", json=[alert], timeout=5)
        answer.raise_for_status()


@contextmanager
def delivering_to(address: str, token: str, folder: Path) -> Iterator[Alertmanager]:
    """One is started; where there is none the test is left out, or fails where it is required."""
    program = shutil.which("prometheus-alertmanager")
    if program is None:
        leave_out = pytest.fail if os.environ.get(REQUIRED) else pytest.skip
        leave_out(MISSING)
    config = folder / "alertmanager.yml"
    config.write_text(CONFIG.format(address=address, token=token))
    port = free_port()
    command = [
        program,
        f"--config.file={config}",
        f"--storage.path={folder / 'data'}",
        f"--web.listen-address=127.0.0.1:{port}",
        "--cluster.listen-address=",
    ]
    with (folder / "alertmanager.log").open("w") as log:
        running = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        manager = Alertmanager(port)
        until(manager.is_ready)
        yield manager
    finally:
        running.terminate()
        running.wait(timeout=30)
