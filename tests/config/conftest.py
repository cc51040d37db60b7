import shutil
import socket
import tempfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def open_folder():
    """Make folders that every user may walk through: PostgreSQL will not run as root.

    Pytest's own are for one user, and closed again whenever another run starts.
    """
    made = []

    def make() -> Path:
        made.append(Path(tempfile.mkdtemp(prefix="havari-test-")))
        made[-1].chmod(0o755)
        return made[-1]

    yield make
    for folder in made:
        shutil.rmtree(folder)


@pytest.fixture
def silent_port():
    """A port of this machine that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]
