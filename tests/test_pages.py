"""What every page asks of the database, and what a first visit to it carries over the wire."""

import gzip
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.templatetags.static import static
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from incidents.services.timeline_entry import EntryContent, add_entries
from tests.full_record import keep_record
from tests.pages import addresses

MOST_QUERIES = 12
MOST_BYTES = 60_000
_ASSET = re.compile(r'(?:href|src)="([^"]+\.(?:css|js|svg|woff2|png|jpg))(?:\?[^"]*)?"')


@pytest.fixture
def record(commander):
    other = User.objects.create_user("expert@example.org", full_name="Eva Ekspert")
    other.groups.set(commander.user.groups.all())
    return keep_record(commander, other)


@pytest.fixture
def everywhere(record):
    return addresses(record)


def weight_of(page: str) -> int:
    """The page and its assets, each compressed; htmx is allowed for apart."""
    sources = {name for name in _ASSET.findall(page) if "htmx" not in name}
    return sum(len(gzip.compress(each)) for each in (page.encode(), *map(asset, sources)))


def asset(address: str) -> bytes:
    found = finders.find(address.removeprefix(static("")))
    assert found, f"{address} is not one of our own files"
    return Path(found).read_bytes()


def test_no_page_asks_the_database_more_than_twelve_times(client, person, everywhere):
    client.force_login(person("administrator"))
    asked = {}
    for name, address in everywhere.items():
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        asked[name] = len(queries)
    assert {name: count for name, count in asked.items() if count > MOST_QUERIES} == {}


def test_every_page_is_light_on_the_first_visit(client, person, everywhere):
    client.force_login(person("administrator"))
    weights = {
        name: weight_of(client.get(address).content.decode())
        for name, address in everywhere.items()
    }
    assert {name: weight for name, weight in weights.items() if weight > MOST_BYTES} == {}


def test_the_entry_box_is_as_quick_on_every_page_that_has_it(client, commander, record, everywhere):
    client.force_login(commander.user)
    sections = [
        name for name, address in everywhere.items() if record.incident.reference in address
    ]
    pages = {name: client.get(everywhere[name]).content.decode() for name in sections}
    having = {name for name, page in pages.items() if 'class="card compose"' in page}
    assert {"incident_detail", "incident_overview", "incident_checklists"} <= having
    assert {name for name in having if "js/entering.js" not in pages[name]} == set()


def test_a_timeline_of_two_thousand_entries_stays_light(client, commander, record, everywhere):
    start = datetime(2026, 11, 4, 15, tzinfo=UTC)
    words = "Login attempts **{}** a minute, nine times the usual; see `kubectl get pods`"
    contents = [EntryContent(words.format(n), start - timedelta(minutes=n)) for n in range(2_000)]
    add_entries(actor=commander, incident_id=record.incident.pk, contents=contents)
    client.force_login(commander.user)
    page = client.get(everywhere["incident_detail"]).content.decode()
    assert page.count('id="entry-') == 50
    assert weight_of(page) < MOST_BYTES
