"""The worker takes out of the store what nothing tells of, and never what is just being brought."""

import os
from datetime import timedelta
from threading import Event

import pytest
from django.utils import timezone

from config.celery import app
from core.files import store
from core.files.store import SWEPT, StoreAway, keep, original
from incidents.services.attachment import attach_files
from incidents.sweep import sweep_files
from incidents.tasks import sweep_files as sweep_files_task
from tests.core.files.brought import picture, upload
from tests.together import at_once


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.STORAGES["attachments"]["OPTIONS"]["location"] = tmp_path / "files"
    settings.STORAGES = dict(settings.STORAGES)
    return tmp_path / "files"


def grow_old(folder, by=SWEPT + timedelta(minutes=1)):
    then = (timezone.now() - by).timestamp()
    for path in folder.rglob("*"):
        os.utime(path, (then, then))


def is_kept(file):
    try:
        original(file.sha256).close()
    except StoreAway:
        return False
    return True


def test_it_is_done_every_night():
    task = sweep_files_task.name
    (entry,) = (each for each in app.conf.beat_schedule.values() if each["task"] == task)
    assert len(entry["schedule"].hour) == 1


def test_before_anything_was_brought_there_is_nothing_to_sweep(db):
    assert sweep_files() == 0


def test_what_is_a_day_old_goes_and_what_is_younger_stays(folder, commander, incident):
    attached, orphan = keep(upload(b"attached")), keep(upload(picture()))
    attach_files(actor=commander, incident_id=incident.pk, files=[attached])
    grow_old(folder, SWEPT - timedelta(minutes=1))
    sweep_files_task()
    assert is_kept(orphan)
    grow_old(folder)
    young = keep(upload(b"young"))
    sweep_files_task()
    assert [is_kept(each) for each in (attached, orphan, young)] == [True, False, True]
    assert [path.name for path in folder.rglob("*.small")] == []


def test_what_was_never_finished_goes_too(folder, db, monkeypatch):
    def is_away(_digest, place, content, put=store._put):
        if not place.endswith(".small"):
            raise StoreAway("full")
        put(_digest, place, content)

    monkeypatch.setattr(store, "_put", is_away)
    with pytest.raises(StoreAway):
        keep(upload(picture()))
    (small,) = folder.rglob("*.small")
    (small.parent / "unfinished-x1").write_bytes(b"half of")
    sweep_files()
    assert small.exists()
    grow_old(folder)
    sweep_files()
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_what_is_brought_again_while_the_sweep_runs_stays(folder, db, monkeypatch):
    old = keep(upload(b"of a form that was refused"))
    grow_old(folder)

    def listed_and_then_brought_again(digests):
        found = list(digests)
        keep(upload(b"of a form that was refused"))
        return found

    monkeypatch.setattr("incidents.sweep.untold", listed_and_then_brought_again)
    assert sweep_files() == 0
    assert is_kept(old)


@pytest.mark.django_db(transaction=True)
def test_at_the_very_moment_either_it_goes_first_or_it_stays(folder, monkeypatch):
    old = keep(upload(b"of a form that was refused"))
    grow_old(folder)
    asked, brought = Event(), Event()
    is_older = store._is_older

    def slow(place, moment):
        answer = is_older(place, moment)
        if asked.is_set():
            # Old, it was said: now it is brought again, before it is removed.
            brought.wait(2)
        return answer

    monkeypatch.setattr(store, "_is_older", slow)

    def sweep():
        found = list(store.kept_until(timezone.now() - SWEPT))
        asked.set()
        return [store.remove(digest, timezone.now() - SWEPT) for digest in found]

    def bring():
        asked.wait(10)
        keep(upload(b"of a form that was refused"))
        brought.set()

    at_once(sweep, bring)
    assert is_kept(old)
