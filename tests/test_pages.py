import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tests.full_record import keep_record
from tests.pages import addresses

MOST_QUERIES = 12


@pytest.fixture
def everywhere(commander):
    other = User.objects.create_user("expert@example.org", full_name="Eva Ekspert")
    other.groups.set(commander.user.groups.all())
    return addresses(keep_record(commander, other))


def test_no_page_asks_the_database_more_than_twelve_times(client, person, everywhere):
    client.force_login(person("administrator"))
    asked = {}
    for name, address in everywhere.items():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address)
        asked[name] = len(queries)
    assert {name: count for name, count in asked.items() if count > MOST_QUERIES} == {}
