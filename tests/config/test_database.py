import string
from urllib.parse import quote

import dj_database_url
import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from config.database import DatabaseUnusable, libpq_parameters, use_database

WORDS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), min_size=1)
FOLDERS = st.text(string.ascii_letters + " æ&?%#@:=+;", min_size=1).map(lambda name: f"/{name}")


@given(user=WORDS, password=WORDS, name=WORDS, folder=FOLDERS)
def test_every_letter_of_an_address_reaches_the_database(user, password, name, folder):
    user_, password_, name_, folder_ = (
        quote(word, safe="") for word in (user, password, name, folder)
    )
    address = f"postgresql://{user_}:{password_}@/{name_}?host={folder_}&sslmode=disable"
    parameters = libpq_parameters(dj_database_url.parse(address))
    said = conninfo_to_dict(make_conninfo(**parameters))
    expected = {"user": user, "password": password, "dbname": name, "host": folder}
    assert said == expected | {"sslmode": "disable"}


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("nonsense", "cannot be read"),
        ("postgresql://host:port/name", "cannot be read"),
        ("postgresql://[::1/name", "cannot be read"),
        ("mysql://u:secret@host/name", "Havari needs PostgreSQL"),
        ("sqlite:///havari.db", "Havari needs PostgreSQL"),
        ("postgresql://u:secret@127.0.0.1:1/name", "Connection refused"),
        ("postgresql://u:secret@/name?host=/nowhere", "No such file"),
        ("postgresql://u:secret@127.0.0.1:1/name?odd=1", 'invalid connection option "odd"'),
    ],
)
def test_an_address_that_leads_nowhere_is_explained_without_its_password(
    monkeypatch, address, sentence
):
    monkeypatch.setenv("DATABASE_URL", address)
    with pytest.raises(DatabaseUnusable, match=sentence) as refused:
        use_database()
    assert "secret" not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_server_that_never_answers_is_not_waited_for(monkeypatch, silent_port):
    monkeypatch.setattr("config.database.CONNECT_SECONDS", 2)
    monkeypatch.setenv("DATABASE_URL", f"postgresql://u@127.0.0.1:{silent_port}/name")
    with pytest.raises(DatabaseUnusable, match="timeout"):
        use_database()


def test_a_server_that_is_too_old_is_refused(monkeypatch, django_db_setup):
    monkeypatch.setattr("config.database.OLDEST", 99)
    with pytest.raises(DatabaseUnusable, match="Havari needs 99 or newer"):
        use_database()
