"""Pages and answers in the language and zone of whoever reads them."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.services.account import Account, create_account
from accounts.services.api_token import create_api_token
from audit.actor import system
from audit.models import LogEntry
from incidents.services.timeline_entry import EntryContent, add_entry

NOON_UTC = datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.fixture
def ida(db) -> User:
    account = Account(
        "ida@example.org", "Ida", language="da", time_zone="Asia/Tokyo", roles=["viewer"]
    )
    return create_account(actor=system(), account=account)


def language_of(answer) -> str:
    return answer.headers["Content-Language"]


def test_a_stranger_reads_as_the_browser_asks(client, db):
    for asked in ("da", "en"):
        answer = client.get("/accounts/login/", headers={"Accept-Language": asked})
        assert language_of(answer) == asked
        assert f'<html lang="{asked}">' in answer.content.decode()


def test_whoever_is_signed_in_reads_as_they_chose(client, ida):
    client.force_login(ida)
    answer = client.get("/", headers={"Accept-Language": "en"})
    assert language_of(answer) == "da"
    assert "Asia/Tokyo" in answer.content.decode()


def test_times_are_those_of_the_readers_clock(client, ida, commander, incident):
    add_entry(
        actor=commander,
        incident_id=incident.pk,
        content=EntryContent(text="Seen", occurred_at=NOON_UTC),
    )
    page = reverse("incident_detail", args=[incident.year, incident.number])
    client.force_login(ida)
    assert "21.00" in client.get(page).content.decode()
    client.force_login(commander.user)
    assert "14:00" in client.get(page).content.decode()


def test_the_next_reader_does_not_get_the_last_ones_zone(client, ida):
    client.force_login(ida)
    client.get("/")
    client.logout()
    client.get("/accounts/login/")
    assert timezone.get_current_timezone_name() == "Europe/Copenhagen"


def test_a_zone_that_is_no_more_is_read_as_the_organisations(client, ida):
    User.objects.filter(pk=ida.pk).update(time_zone="Europe/Atlantis")
    client.force_login(ida)
    assert "Europe/Copenhagen" in client.get("/").content.decode()


def test_language_and_zone_are_chosen_in_the_page_and_logged(client, ida):
    client.force_login(ida)
    page = reverse("preferences_choose")
    assert '<option value="Europe/Copenhagen">' in client.get(page).content.decode()
    client.post(page, {"language": "en", "time_zone": "Europe/Paris"})
    ida.refresh_from_db()
    assert (ida.language, ida.time_zone) == ("en", "Europe/Paris")
    assert LogEntry.objects.last().verb == "account.changed"
    assert language_of(client.get("/")) == "en"


@pytest.mark.parametrize("zone", ["", "Copenhagen", "Europe/Atlantis", "x" * 65])
def test_a_zone_that_is_none_is_refused_and_what_was_typed_is_kept(client, ida, zone):
    client.force_login(ida)
    answer = client.post(reverse("preferences_choose"), {"language": "en", "time_zone": zone})
    assert answer.status_code == 422
    assert f'value="{zone}"' in answer.content.decode() or not zone
    ida.refresh_from_db()
    assert ida.time_zone == "Asia/Tokyo"


def test_nobody_changes_name_roles_or_address_that_way(client, ida):
    client.force_login(ida)
    client.post(
        reverse("preferences_choose"),
        {
            "language": "en",
            "time_zone": "Asia/Tokyo",
            "roles": ["administrator"],
            "email": "x@example.org",
            "full_name": "Somebody",
            "is_active": "",
        },
    )
    ida = User.objects.get(email="ida@example.org")
    assert ida.full_name == "Ida"
    assert ida.is_active
    assert [role.name for role in ida.groups.all()] == ["viewer"]


def test_the_api_answers_as_asked_else_in_the_persons_language(client, ida):
    _token, key = create_api_token(actor=system(), person_id=ida.pk, name="Screen")
    by_token = {"Authorization": f"Bearer {key}"}
    absent = reverse("api_incident", args=["INC-2020-0001"])
    assert language_of(client.get(absent, headers=by_token)) == "da"
    for asked in ("en", "da"):
        answer = client.get(absent, headers=by_token | {"Accept-Language": asked})
        assert language_of(answer) == asked
    client.force_login(ida)
    assert language_of(client.get(absent, headers={"Accept-Language": "en"})) == "en"
