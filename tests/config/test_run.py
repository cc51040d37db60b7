import http.client
import json
import os
import signal
import subprocess
import sys

import pytest

from config.embedded import BASE_DIR
from tests.config.running import Havari, environment, free_port, left_running, until


@pytest.fixture(scope="module")
def var(open_folder):
    return open_folder() / "var"


@pytest.fixture(scope="module")
def first(var):
    """The first start, in which everything is made; stopped by SIGTERM to it alone."""
    havari = Havari(var).read_until("Havari answers")
    yield havari
    if havari.process.poll() is None:
        havari.terminate()


@pytest.fixture
def at_rest(first):
    """The folder of the first start, in which nothing runs any more."""
    if first.process.poll() is None:
        first.terminate()
    return first.var


def answer(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    return connection.getresponse()


def refusal(*command, **said):
    """What a command that cannot start writes; it must be one line and no traceback."""
    ended = subprocess.run(
        [sys.executable, *command],
        cwd=BASE_DIR,
        env=said,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 1, ended
    assert ended.stdout == ""
    (line,) = ended.stderr.splitlines()
    assert line.startswith("Havari cannot start. ")
    return line


def test_a_first_start_tells_where_to_go_and_who_can_sign_in(first):
    assert f"Havari answers at http://127.0.0.1:{first.port}/" in first.output
    assert "commander@example.org" in first.output
    assert "learn-from-wrecks" in first.output
    assert first.ask("SELECT count(*) FROM incidents_incident") == 2
    assert json.load(answer(first.port, "/readyz")) == {"status": "ok"}
    page = answer(first.port, "/accounts/login/")
    assert page.status == 200
    assert b"password" in page.read()
    assert answer(first.port, "/static/css/base.css").status == 200


def test_the_worker_outlives_the_loss_of_every_connection_and_does_its_work(first):
    first.ask(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
        "WHERE datname = 'havari' AND pid <> pg_backend_pid()"
    )
    first.ask(
        "UPDATE incidents_actionitem SET due_on = current_date - 1 "
        "WHERE id = (SELECT max(id) FROM incidents_actionitem) RETURNING id"
    )
    # What was logged before people are told of anything is no news to them.
    until(
        lambda: first.ask(
            "SELECT count(*) FROM statements_logfollower WHERE name = 'notifications'"
        )
    )
    first.enqueue("incidents.tasks.remind_owners", "audit.tasks.sign_checkpoint")
    mail = first.var / "mail"
    until(lambda: any("responder@example.org" in each.read_text() for each in mail.glob("*")))
    until(lambda: first.ask("SELECT count(*) FROM audit_checkpoint"))
    assert json.load(answer(first.port, "/readyz")) == {"status": "ok"}


def test_a_port_that_is_taken_is_named_and_the_one_who_has_it_goes_on(first, tmp_path):
    said = environment(tmp_path, HAVARI_PORT=str(first.port))
    assert f"Port {first.port} on 127.0.0.1 is taken" in refusal("-m", "config.run", **said)
    assert answer(first.port, "/healthz").status == 200


def test_sigterm_to_the_supervisor_alone_leaves_nothing_running(first):
    assert first.terminate() == 0
    assert left_running(first.var) == []


def test_a_second_start_keeps_the_data_and_ctrl_c_to_all_leaves_nothing_running(at_rest):
    second = Havari(at_rest).read_until("Havari answers")
    assert second.ask("SELECT count(*) FROM incidents_incident") == 2
    assert second.ask("SELECT count(*) FROM audit_checkpoint") > 0
    assert second.press_ctrl_c() == 0
    assert left_running(at_rest) == []


def test_a_process_that_dies_takes_the_others_with_it_and_is_told_of(at_rest):
    havari = Havari(at_rest).read_until("worker started")
    until(lambda: "celery" in " ".join(havari.program("worker").cmdline()))
    havari.program("worker").send_signal(signal.SIGKILL)
    assert havari.ends() == 1
    assert "worker stopped" in havari.output
    assert left_running(at_rest) == []


def test_a_start_that_is_broken_off_leaves_nothing_running(at_rest):
    havari = Havari(at_rest)
    until((at_rest / "postgres" / "postmaster.pid").exists)
    havari.terminate()
    assert left_running(at_rest) == []
    assert "Traceback" not in havari.output


def test_a_command_that_is_broken_off_leaves_no_server_running(at_rest):
    command = subprocess.Popen(
        [sys.executable, "manage.py", "shell", "-c", "print(1, flush=True); input()"],
        cwd=BASE_DIR,
        env=environment(at_rest),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    until(lambda: command.stdout.readline() == "1\n")
    command.terminate()
    command.communicate()
    assert left_running(at_rest) == []


@pytest.mark.parametrize("command", [("-m", "config.run"), ("manage.py", "verify_log")])
@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"HAVARI_VAR": "/proc/havari"}, "The folder /proc/havari cannot be used"),
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL cannot be read"),
        ({"DATABASE_URL": "postgresql://u:secret@127.0.0.1:1/x"}, "cannot be reached"),
    ],
)
def test_what_stands_in_the_way_is_said_in_one_sentence(tmp_path, command, said, sentence):
    said = environment(tmp_path, HAVARI_PORT=str(free_port())) | said
    line = refusal(*command, **said)
    assert sentence in line
    assert "secret" not in line


@pytest.mark.parametrize(
    ("broker", "sentence"),
    [
        ("redis://:secret@127.0.0.1:1/0", "The broker in CELERY_BROKER_URL cannot be reached"),
        ("amqp://u:secret@127.0.0.1:1//", "The broker in CELERY_BROKER_URL cannot be reached"),
        ("nonsense://u:secret@127.0.0.1", "CELERY_BROKER_URL cannot be read"),
    ],
)
def test_a_broker_that_cannot_be_used_is_named_in_one_sentence(tmp_path, broker, sentence):
    database = os.environ["DATABASE_URL"]
    said = environment(tmp_path, DATABASE_URL=database, CELERY_BROKER_URL=broker)
    line = refusal("-m", "config.prepare", **said)
    assert sentence in line
    assert "secret" not in line
