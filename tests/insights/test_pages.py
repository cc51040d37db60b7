import csv
import io
import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from incidents.models import Incident
from incidents.services.action_item import Plan, add_action
from incidents.services.contributing_factor import Condition, add_factor
from incidents.services.incident import declare_incident
from insights.selectors.insights import TABLES, insights_of
from insights.selectors.selection import Period
from tests.insights.past_record import incident, many, tell

PAGE = "/insights"


@pytest.fixture
def browser(client, commander):
    client.force_login(commander.user)
    return client


@pytest.fixture(params=["few", "many", "very many"])
def record(request, commander):
    """A record of each size at which figures are drawn otherwise, with hostile words in it."""
    tell(incident(1, title='=1+1, "it"\n<b>'), cause_began=-5, impact_started=0, recovered=0)
    tell(incident(2, status="monitoring", severity="sev1"), detected=0, first_message=9)
    size = {"few": 3, "many": 60, "very many": 340}[request.param]
    for each in many([2**place % 5_000 for place in range(size)], discovery="customers")[:40]:
        tell(each, detected=1, mitigated=1, first_message=20)
    on = {"actor": commander, "incident_id": Incident.objects.first().pk}
    add_action(**on, plan=Plan("Look again"))
    add_factor(**on, condition=Condition("It rained", "process"))


def tables_on(page):
    """Of every table on the page the exact values and the words, row by row."""
    found = {}
    for key, body in re.findall(r'id="table-([\w-]+)">(.*?)</table>', page, re.DOTALL):
        rows = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)[1:]
        cells = [re.findall(r'<data value="([^"]*)">(.*?)</data>', row, re.DOTALL) for row in rows]
        found[key] = [
            [(unescape(value), unescape(re.sub(r"<.*?>", "", shown))) for value, shown in row]
            for row in cells
        ]
    return found


def said_by_marks(page):
    return [
        unescape(title)
        for picture in re.findall(r'<svg class="chart".*?</svg>', page, re.DOTALL)
        for title in re.findall(r"<title>(.*?)</title>", picture, re.DOTALL)
    ]


def within_a_minute(browser):
    """The page and every file of it; what goes on has grown once the minute is over."""
    while True:
        begun = timezone.now().minute
        page = browser.get(PAGE).content.decode()
        answers = {key: browser.get(f"{PAGE}/{key}.csv") for key in tables_on(page)}
        assert {each["Content-Type"] for each in answers.values()} == {"text/csv; charset=utf-8"}
        if timezone.now().minute == begun:
            return page, {key: it.content.decode("utf-8-sig") for key, it in answers.items()}


@pytest.mark.parametrize("language", ["en", "da"])
def test_picture_table_and_file_tell_the_same(browser, commander, record, language):
    commander.user.language = language
    commander.user.save()
    page, files = within_a_minute(browser)
    tables = tables_on(page)
    rows = [row for each in tables.values() for row in each]
    assert rows
    told = [", ".join(shown for _value, shown in row if shown) for row in rows]
    assert sorted(said_by_marks(page)) == sorted(told)
    for key, shown in tables.items():
        _header, *written = csv.reader(io.StringIO(files[key], newline=""))
        exact = [[value.replace("'=", "=") for value in row] for row in written]
        assert exact == [[value for value, _shown in row] for row in shown], key


def test_the_page_never_asks_more_than_twelve_times(browser, record):
    with CaptureQueriesContext(connection) as queries:
        browser.get(f"{PAGE}?since=2020-01-01&severity=sev1&severity=sev2")
    assert len(queries) <= 12


def test_a_file_is_of_the_incidents_the_page_is_of(browser, record):
    answer = browser.get(f"{PAGE}/lengths.csv?severity=sev1&since=2026-01-01")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["incident"]
    page = browser.get(f"{PAGE}?severity=sev1&since=2026-01-01").content.decode()
    assert "/insights/phases.csv?severity=sev1&amp;since=2026-01-01" in page


def test_a_title_that_a_spreadsheet_would_calculate_stays_words(browser, commander, db):
    tell(incident(1, title="=1+1"), impact_started=0, resolved=5)
    assert b"INC-2026-0001,'=1+1,sev2,300,no" in browser.get(f"{PAGE}/lengths.csv").content


def test_a_table_that_is_not_there_is_not_found(browser, db):
    for key in ("people", "lengths-spread"):
        assert browser.get(f"{PAGE}/{key}.csv").status_code == 404


def test_every_table_has_a_key_that_is_known(record, db):
    found = insights_of(Incident.objects.all(), Period(), timezone.now())
    assert {table.key for figure in found.figures for table in figure.tables} <= set(TABLES)


@pytest.mark.parametrize(
    "query",
    [
        "since=yesterday&until=9999-99-99",
        "since=0001-01-01&until=9999-12-31",
        "since=2030-01-01&until=2020-01-01",
        "severity=worst&category=%00&service=99999999999999999999",
        "service=abc&since=%00",
        "since=2026-01-01&since=",
    ],
)
def test_no_filter_breaks_the_page(browser, record, query):
    assert browser.get(f"{PAGE}?{query}").status_code == 200
    assert browser.get(f"{PAGE}/lengths.csv?{query}").status_code == 200


def test_a_day_that_cannot_be_read_stays_and_is_refused_in_words(browser, db):
    page = browser.get(f"{PAGE}?since=yesterday").content.decode()
    assert 'value="yesterday"' in page
    assert "Enter a valid date." in page


def test_who_may_not_know_of_an_incident_does_not_find_it_in_any_figure(
    client, person, commander, db
):
    declare_incident(actor=commander, title="Quiet", is_restricted=True)
    client.force_login(person("viewer"))
    page = client.get(PAGE).content.decode()
    assert "0 incidents are counted." in page
    assert "INC-" not in page


def test_under_thirty_the_page_says_that_there_are_too_few(browser, db):
    many([10] * 29)
    assert "Too few to compare: under thirty" in browser.get(PAGE).content.decode()
    many([10])
    assert "Too few to compare: under thirty" not in browser.get(PAGE).content.decode()


def test_the_page_is_danish_for_who_reads_danish(browser, commander, db):
    commander.user.language = "da"
    commander.user.save()
    many([117])
    page = browser.get(PAGE).content.decode()
    assert "1 time 57 min." in page
    assert "For få at sammenligne" in page
