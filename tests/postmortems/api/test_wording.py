import pytest

from accounts.models import User
from audit.models import LogEntry
from incidents.models import Service

TEXT = "At 14.05 a developer forgot to set the flag."


def test_a_text_is_answered_with_what_was_found_and_nothing_is_kept(api):
    before = LogEntry.objects.count()
    answer = api.send("POST", "wording", {"text": TEXT, "language": "en"})
    assert answer.status_code == 200
    (found,) = answer.json()["findings"]
    assert TEXT[found["start"] : found["end"]] == found["text"] == "forgot to set"
    assert (found["category"], found["level"]) == ("blame", "warn")
    assert found["reason"]
    assert found["rewrite"]
    assert LogEntry.objects.count() == before


def test_an_empty_text_and_a_good_one_have_no_findings(api):
    for text in ("", "The alarm sounded at 14.05."):
        answer = api.send("POST", "wording", {"text": text, "language": "en", "profile": "press"})
        assert answer.json() == {"findings": []}


def test_the_catalogue_says_what_is_a_service(api):
    said = {"text": "Night Team failed to answer.", "language": "en"}
    assert api.send("POST", "wording", said).json()["findings"]
    Service.objects.create(name="Night Team")
    assert not api.send("POST", "wording", said).json()["findings"]


def test_the_directory_says_who_is_a_person(api):
    said = {"text": "Zenobia Quist deployed the release.", "language": "en"}
    assert not api.send("POST", "wording", said).json()["findings"]
    User.objects.create(email="zenobia@example.org", full_name="Zenobia Quist")
    (finding,) = api.send("POST", "wording", said).json()["findings"]
    assert finding["category"] == "individual"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"language": "en"}, "text"),
        ({"text": TEXT}, "language"),
        ({"text": TEXT, "language": "sv"}, "language"),
        ({"text": TEXT, "language": "en", "profile": "novel"}, "profile"),
        ({"text": "a" * 200_001, "language": "en"}, "text"),
        ({"text": 5, "language": "en"}, "text"),
        ({"text": TEXT, "language": "en", "style": "plain"}, "style"),
    ],
)
def test_what_cannot_be_checked_is_refused_by_the_name_of_the_field(api, said, field):
    answer = api.send("POST", "wording", said)
    assert answer.status_code in {400, 422}
    assert field in str(answer.json())
