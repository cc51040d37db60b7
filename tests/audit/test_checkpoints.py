"""When the log is signed, and by whom."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction

from audit import keys
from audit.checkpoints import log_head, read, sign_at_milestone, sign_checkpoint
from audit.merkle import Tree, root_of
from audit.models import Checkpoint, LogEntry
from audit.verification import verify
from postmortems.services.export import export_postmortem
from postmortems.services.postmortem import start_postmortem
from tests.audit.tampering import log

pytestmark = pytest.mark.django_db


def leaves() -> list[bytes]:
    return [bytes(leaf) for leaf in LogEntry.objects.values_list("leaf_hash", flat=True)]


def test_an_export_is_signed_as_soon_as_it_is_committed(
    commander, incident, django_capture_on_commit_callbacks
):
    start_postmortem(actor=commander, incident_id=incident.pk)
    sign_checkpoint()
    with django_capture_on_commit_callbacks(execute=True):
        export_postmortem(
            actor=commander, incident_id=incident.pk, format="markdown", language="en"
        )
    assert Checkpoint.objects.latest("size").size == log_head().size == LogEntry.objects.count()


def test_a_process_that_may_not_read_the_key_makes_none_and_leaves_it_to_the_worker(
    django_capture_on_commit_callbacks,
):
    with django_capture_on_commit_callbacks(execute=True):
        log(0)
        sign_at_milestone()
    assert not Checkpoint.objects.exists()
    assert not Path(settings.AUDIT_KEY_FILE).exists()


def test_every_checkpoint_grows_on_from_the_last_as_if_it_were_made_anew():
    for number in range(20):
        log(number)
        checkpoint = sign_checkpoint()
        tree = Tree(checkpoint.size, bytes(checkpoint.peaks))
        assert tree.root() == root_of(leaves()) == read(checkpoint.note, keys.verifying_key()).root
        log(100)
        head = log_head()
        assert (head.root, head.signed_size) == (root_of(leaves()), checkpoint.size)


def test_the_head_of_the_log_is_right_without_a_key_too():
    log(0)
    sign_checkpoint()
    log(1)
    Path(settings.AUDIT_KEY_FILE).unlink()
    assert log_head().root == root_of(leaves())


def test_the_newest_checkpoint_is_kept_beside_the_key_too():
    log(0)
    assert sign_checkpoint().note == keys.kept_note().read_text()
    log(1)
    assert sign_checkpoint().note == keys.kept_note().read_text()


def test_the_newest_checkpoint_can_be_kept_elsewhere(settings, tmp_path):
    settings.AUDIT_NEWEST_FILE = str(tmp_path / "newest")
    log(0)
    assert sign_checkpoint().note == (tmp_path / "newest").read_text()


@pytest.mark.django_db(transaction=True)
def test_processes_that_log_and_sign_at_once_sign_each_entry_once():
    def work(number: int) -> None:
        try:
            log(number)
            sign_checkpoint()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(40)))
    findings = verify()
    assert (findings.problem, findings.entries, findings.signed) == (None, 40, 40)


@pytest.mark.django_db(transaction=True)
def test_what_is_not_committed_is_never_signed():
    with pytest.raises(RuntimeError), transaction.atomic():
        log(0)
        sign_checkpoint()
    assert not Checkpoint.objects.exists()
    assert not keys.kept_note().exists()
