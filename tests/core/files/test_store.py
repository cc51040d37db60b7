"""The store, as a folder of this machine and as a bucket that speaks S3."""

import errno
import os
from datetime import timedelta
from hashlib import sha256

import boto3
import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.utils import timezone
from moto.server import ThreadedMotoServer

from config.storage import attachments
from core.errors import DomainError
from core.files import store
from core.files.upload import LARGEST_FILE
from tests.core.files.brought import picture, upload

# What is kept anew takes its turn with the sweep, in the database.
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def s3():
    server = ThreadedMotoServer(port=0)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    access = {
        "region_name": "eu-north-1",
        "aws_access_key_id": "test",
        "aws_secret_access_key": "test",
    }
    boto3.client("s3", endpoint_url=address, **access).create_bucket(
        Bucket="havari", CreateBucketConfiguration={"LocationConstraint": "eu-north-1"}
    )
    yield address
    server.stop()


@pytest.fixture
def bucket(s3, monkeypatch):
    """Named by the environment, as whoever runs Havari would."""
    given = {"ENDPOINT": s3, "BUCKET": "havari", "REGION": "eu-north-1"}
    given |= {"ACCESS_KEY": "test", "SECRET_KEY": "test"}
    for name, value in given.items():
        monkeypatch.setenv(f"HAVARI_S3_{name}", value)


@pytest.fixture(params=["folder", "bucket"])
def kept_in(request, settings, tmp_path):
    if request.param == "bucket":
        request.getfixturevalue("bucket")
    settings.STORAGES = settings.STORAGES | {"attachments": attachments(tmp_path / "files")}
    return tmp_path / "files"


@pytest.mark.usefixtures("kept_in")
def test_what_is_kept_is_read_back_to_the_byte_and_a_picture_has_a_small_one():
    content = picture(size=(900, 600))
    kept = store.keep(upload(content, "../graph.png"))
    assert (kept.name, kept.media_type) == ("graph.png", "image/png")
    assert (kept.sha256, kept.size) == (sha256(content).hexdigest(), len(content))
    assert (kept.width, kept.height) == (900, 600)
    with store.original(kept.sha256) as file:
        assert file.read() == content
    with store.small(kept.sha256) as file:
        assert file.read(4) == b"RIFF"


@pytest.mark.usefixtures("kept_in")
def test_the_same_content_is_kept_once_under_whatever_name():
    names = {store.keep(upload(b"10:00 alt vel", name)).sha256 for name in ("a.log", "b.csv")}
    (digest,) = names
    _folders, files = storages["attachments"].listdir(digest[:2])
    assert files.count(digest) == 1


@pytest.mark.usefixtures("kept_in")
def test_only_what_was_kept_long_ago_is_there_to_be_swept():
    digest = store.keep(upload(b"an orphan")).sha256
    now = timezone.now()
    assert digest not in store.kept_until(now - timedelta(hours=1))
    assert digest in store.kept_until(now + timedelta(minutes=1))
    store.remove(digest, now + timedelta(minutes=1))
    with pytest.raises((DomainError, OSError)):
        store.original(digest).read()


@pytest.fixture
def folder(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {"attachments": attachments(tmp_path)}
    return tmp_path


def test_twenty_five_megabytes_are_taken_and_one_byte_more_is_not(folder):
    with TemporaryUploadedFile("big.log", "text/plain", 0, None) as big:
        big.write(b"x" * LARGEST_FILE)
        big.size = LARGEST_FILE
        assert store.keep(big).size == LARGEST_FILE
        big.size += 1
        with pytest.raises(DomainError, match="25 MB"):
            store.keep(big)


def test_several_files_are_refused_together_each_by_name(folder):
    files = [upload(b"fine", "a.log"), upload(b"", "b.log"), upload(b"MZ\0", "c.png")]
    with pytest.raises(DomainError) as refusal:
        store.keep_all(files)
    told = str(refusal.value.message)
    assert "b.log: This file is empty." in told
    assert "c.png: Attach a picture" in told
    assert "a.log" not in told


def test_a_full_disk_is_told_and_leaves_no_half_of_a_file(folder, monkeypatch):
    def full(_descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(store.StoreAway, match="full or does not answer"):
        store.keep(upload(b"10:00 alt vel"))
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_a_bucket_that_does_not_answer_is_told(settings, tmp_path, monkeypatch):
    for name, value in {"ENDPOINT": "http://127.0.0.1:9", "BUCKET": "havari"}.items():
        monkeypatch.setenv(f"HAVARI_S3_{name}", value)
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    monkeypatch.setenv("HAVARI_S3_ACCESS_KEY", "test")
    monkeypatch.setenv("HAVARI_S3_SECRET_KEY", "test")
    settings.STORAGES = settings.STORAGES | {"attachments": attachments(tmp_path)}
    with pytest.raises(store.StoreAway):
        store.keep(upload(b"10:00 alt vel"))
