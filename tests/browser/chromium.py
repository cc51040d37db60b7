"""The Chromium the browser tests drive: the system's, Playwright's own, or one set up now."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
REQUIRED = "HAVARI_REQUIRE_BROWSER"
MISSING = "There is no Chromium here, and none could be set up."
SECONDS = 240


def found(playwright: Playwright) -> str | None:
    """Where a Chromium is, or None."""
    own = playwright.chromium.executable_path
    system = next(filter(None, map(shutil.which, NAMES)), None)
    return system or (own if Path(own).exists() else None)


def set_up(playwright: Playwright) -> str | None:
    """Fetch a Chromium, as Playwright does or as Debian does; None when neither brings one."""
    _tried(
        [sys.executable, "-m", "playwright", "install", "chromium"],
        PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT="10000",
    )
    if not found(playwright) and os.geteuid() == 0 and shutil.which("apt-get"):
        quick = ["-qq", "-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=10"]
        _tried(["apt-get", *quick, "update"])
        _tried(
            ["apt-get", *quick, "install", "--yes", "--no-install-recommends", "chromium"],
            DEBIAN_FRONTEND="noninteractive",
        )
    return found(playwright)


def _tried(command: list[str], **environment: str) -> None:
    """Run it; without a network it neither fails the tests nor keeps them waiting for long."""
    try:
        subprocess.run(
            command,
            check=False,
            timeout=SECONDS,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return
