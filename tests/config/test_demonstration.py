import pytest

from accounts.models import User
from config.address import Address
from config.demonstration import DemonstrationExposed, show_demonstration
from config.prepare import is_demonstration_wanted
from incidents.models import Incident

pytestmark = pytest.mark.django_db
HERE = Address("127.0.0.1", 8110)
EVERYWHERE = Address("0.0.0.0", 8110)
KNOWN = "learn-from-wrecks"


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def account():
    def make(role, password=KNOWN, **said):
        return User.objects.create_user(f"{role}@example.org", password, **said)

    return make


@pytest.mark.parametrize(
    ("said", "database", "is_wanted"),
    [
        ("", "", True),
        ("0", "", False),
        ("", "postgresql://db/havari", False),
        ("1", "postgresql://db/havari", True),
        ("no", "postgresql://db/havari", False),
    ],
)
def test_a_database_somebody_named_gets_no_demonstration_unasked(
    monkeypatch, said, database, is_wanted
):
    monkeypatch.setenv("HAVARI_DEMO", said)
    monkeypatch.setenv("DATABASE_URL", database)
    assert is_demonstration_wanted() is is_wanted


def test_an_empty_record_gets_the_story_and_names_who_can_sign_in(capsys):
    show_demonstration(HERE, is_wanted=True)
    said = capsys.readouterr().out
    assert "viewer@example.org, responder@example.org, commander@example.org" in said
    assert f"Their password: {KNOWN}" in said
    assert Incident.objects.count() == 2


def test_an_empty_record_without_demonstration_asks_for_an_administrator(capsys):
    show_demonstration(EVERYWHERE, is_wanted=False)
    assert "manage.py create_administrator" in capsys.readouterr().out
    assert not User.objects.exists()


def test_a_record_in_use_gets_no_demonstration(person, capsys):
    person("commander")
    show_demonstration(HERE, is_wanted=True)
    assert not Incident.objects.exists()
    assert User.objects.count() == 1


def test_the_demonstration_is_not_made_where_others_reach_it():
    with pytest.raises(DemonstrationExposed, match=r"HAVARI_HOST is 0\.0\.0\.0"):
        show_demonstration(EVERYWHERE, is_wanted=True)
    assert not User.objects.exists()


@pytest.mark.parametrize("password", [KNOWN, "of-our-own"])
def test_others_are_kept_out_while_an_account_has_a_demonstration_password(
    account, settings, password
):
    settings.DEMO_PASSWORD = "of-our-own"
    account("commander", "changed since")
    account("viewer", password)
    with pytest.raises(DemonstrationExposed, match=r"sign in as viewer@example\.org with"):
        show_demonstration(EVERYWHERE, is_wanted=True)


def test_others_are_served_once_every_password_was_changed_or_account_switched_off(account):
    account("commander", "changed since")
    account("viewer", is_active=False)
    show_demonstration(EVERYWHERE, is_wanted=True)


def test_a_password_that_came_too_late_is_not_promised(account, settings, capsys):
    account("viewer")
    settings.DEMO_PASSWORD = "too-late"
    show_demonstration(HERE, is_wanted=True)
    said = capsys.readouterr().out
    assert "too-late" not in said
    assert "keep the password they have" in said
