import csv
import io

import pytest

from tests.insights.past_record import incident, many, tell

PLACE = "/api/v1/insights"


@pytest.fixture
def record(db):
    tell(incident(1, title="-2"), impact_started=0, resolved=117)
    many([5] * 40, severity="sev3", category="data")


def figures(answer):
    return {each["key"]: each for each in answer.json()["figures"]}


def test_every_figure_is_told_with_its_data(api, record):
    answer = api.get(PLACE)
    assert answer.status_code == 200
    assert (answer.json()["counted"], answer.json()["is_too_few"]) == (41, False)
    (row, *_others) = figures(answer)["lengths"]["tables"][0]["rows"]
    assert row == ["INC-2026-0001", "-2", "sev2", 7_020, "no"]
    assert list(figures(answer)) == [
        "lengths",
        "phases",
        "factors",
        "actions",
        "discovery",
        "first-words",
    ]


def test_each_table_is_a_file_with_the_same_values(api, record):
    for figure in api.get(PLACE).json()["figures"]:
        for table in figure["tables"]:
            answer = api.get(f"{PLACE}/{table['key']}.csv")
            header, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
            assert header == table["columns"]
            told = [["" if it is None else str(it) for it in row] for row in table["rows"]]
            assert [[it.removeprefix("'") for it in row] for row in rows] == told


@pytest.mark.parametrize(
    ("query", "counted"),
    [
        ("severity=sev2", 1),
        ("severity=sev2&severity=sev3", 41),
        ("category=data", 40),
        ("until=2026-03-01", 0),
        ("since=2026-03-02&until=2026-03-02", 41),
    ],
)
def test_a_query_narrows_the_incidents(api, record, query, counted):
    assert api.get(f"{PLACE}?{query}").json()["counted"] == counted


@pytest.mark.parametrize("query", ["since=yesterday", "severity=worst", "people=1", "service=0"])
def test_a_query_that_cannot_be_read_is_refused(api, record, query):
    assert api.get(f"{PLACE}?{query}").status_code == 422
    assert api.get(f"{PLACE}/lengths.csv?{query}").status_code == 422


def test_a_table_that_is_not_there_is_not_found(api, record):
    assert api.get(f"{PLACE}/people.csv").status_code == 404
