import os
import signal
import subprocess
import sys

import psutil
import psycopg
import pytest

from config import embedded
from config.embedded import DatabaseNotStarted, start_embedded_database

JOIN = """
import sys
from pathlib import Path
from config.embedded import start_embedded_database
print(start_embedded_database(Path(sys.argv[1])), flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def stopped(open_folder):
    """A data folder whose server was started, used and stopped."""
    directory = open_folder() / "postgres"
    with_user(directory).communicate()
    return directory


@pytest.fixture
def directory(stopped, open_folder):
    folder = open_folder()
    subprocess.run(["cp", "-a", stopped, folder], check=True)
    return folder / "postgres"


def with_user(directory):
    """A process that joins the server and stays until its standard input ends."""
    return subprocess.Popen(
        [sys.executable, "-c", JOIN, str(directory)],
        cwd=embedded.BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def servers(directory):
    return [
        process
        for process in psutil.process_iter(["name", "cmdline"])
        if process.info["name"] == "postgres" and str(directory) in (process.info["cmdline"] or [])
    ]


def postmaster(directory):
    return int((directory / "postmaster.pid").read_text().splitlines()[0])


def test_a_folder_with_other_files_is_refused_and_kept(tmp_path):
    (tmp_path / "postgres").mkdir()
    precious = tmp_path / "postgres" / "precious"
    precious.write_text("kept")
    with pytest.raises(DatabaseNotStarted, match="holds no PostgreSQL data"):
        start_embedded_database(tmp_path / "postgres")
    assert precious.read_text() == "kept"


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseNotStarted, match=f"{tmp_path}/file/postgres cannot be used"):
        start_embedded_database(tmp_path / "file" / "postgres")


def test_a_folder_on_a_read_only_disk_is_named():
    with pytest.raises(DatabaseNotStarted, match="/proc/havari/postgres cannot be used"):
        start_embedded_database(embedded.Path("/proc/havari/postgres"))


def test_a_platform_without_a_wheel_is_told_of_database_url(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "config.postgres", None)
    with pytest.raises(DatabaseNotStarted, match=r"no build for this platform\. Set DATABASE_URL"):
        start_embedded_database(tmp_path / "postgres")


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("PG_VERSION", "17\n", "initialized by PostgreSQL version 17"),
        ("PG_VERSION", "rubbish", "not a valid data directory"),
        ("global/pg_control", "", "could not read file"),
        ("postgresql.conf", "rubbish", "contains errors"),
    ],
)
def test_a_damaged_folder_is_refused_in_one_sentence_and_kept(directory, file, content, said):
    (directory / file).write_text(content)
    before = sorted(path.name for path in directory.iterdir())
    with pytest.raises(DatabaseNotStarted, match=said) as refused:
        start_embedded_database(directory)
    assert "Nothing was deleted" in str(refused.value)
    assert set(before) <= {path.name for path in directory.iterdir()}


def test_a_server_stops_when_its_last_user_leaves(directory):
    first, second = with_user(directory), with_user(directory)
    address = first.stdout.readline()
    assert address == second.stdout.readline()
    first.communicate()
    with psycopg.connect(address.strip()) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    second.communicate()
    assert not servers(directory)


def test_the_next_user_stops_the_server_of_one_who_was_killed(directory):
    killed = with_user(directory)
    assert killed.stdout.readline()
    killed.kill()
    killed.communicate()
    assert servers(directory)
    with_user(directory).communicate()
    assert not servers(directory)


def test_a_killed_server_is_started_again(directory):
    user = with_user(directory)
    user.stdout.readline()
    pid = postmaster(directory)
    os.kill(pid, signal.SIGKILL)
    psutil.wait_procs(servers(directory), timeout=30)
    again = with_user(directory)
    assert again.stdout.readline()
    assert postmaster(directory) != pid
    user.communicate()
    again.communicate()


@pytest.mark.parametrize("left", ["", "{own}\n/elsewhere\n1\n5432\n/tmp\n\n1 1\nready\n"])
def test_a_lock_file_that_names_no_server_is_no_hindrance(directory, left):
    (directory / "postmaster.pid").write_text(left.format(own=os.getpid()))
    user = with_user(directory)
    assert "havari" in user.stdout.readline()
    user.communicate()


def test_a_long_path_and_odd_letters_are_no_hindrance(stopped, open_folder):
    directory = open_folder() / ("æ & ? " + "long" * 25) / "postgres"
    directory.parent.mkdir()
    subprocess.run(["cp", "-a", stopped, directory], check=True)
    user = with_user(directory)
    address = user.stdout.readline().strip()
    with psycopg.connect(address) as connection:
        assert connection.execute("SELECT current_database()").fetchone() == ("havari",)
    user.communicate()
