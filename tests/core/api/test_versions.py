import pytest

from audit.models import LogEntry


@pytest.fixture
def here(incident):
    return f"incidents/{incident.reference}"


@pytest.fixture
def retitle(api, here):
    return lambda title, *, version=None, **headers: api.send(
        "PATCH", here, {"title": title} | ({"version": version} if version else {}), **headers
    )


def test_who_does_not_say_which_version_they_saw_is_asked(retitle, incident):
    answer = retitle("Payments fail")
    assert (answer.status_code, answer.json()["type"]) == (428, "urn:havari:problem:version-needed")
    incident.refresh_from_db()
    assert incident.title == "Logins fail"


def test_the_version_may_stand_in_the_header_or_in_the_body(api, here, retitle):
    tag = api.ask(here).headers["ETag"]
    first = retitle("Payments fail", if_match=tag)
    assert (first.status_code, first.json()["version"]) == (200, 2)
    assert retitle("Nothing works", version=2).json()["version"] == 3


def test_a_tag_made_weak_on_the_way_is_taken(api, here, retitle):
    assert (
        retitle("Payments fail", if_match=f"W/{api.ask(here).headers['ETag']}").status_code == 200
    )


@pytest.mark.parametrize(
    "tag", ["*", "3", '"3"', '"x"', '"1-0123456789abcdef", "2-0123456789abcdef"']
)
def test_a_tag_that_is_none_of_ours_is_refused(retitle, tag):
    answer = retitle("Payments fail", if_match=tag)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "If-Match")


@pytest.mark.parametrize(("by_header", "status"), [(True, 412), (False, 409)])
def test_an_older_version_changes_nothing(api, here, retitle, incident, by_header, status):
    tag = api.ask(here).headers["ETag"]
    retitle("Payments fail", version=1)
    logged = LogEntry.objects.count()
    late = retitle("Mine", if_match=tag) if by_header else retitle("Mine", version=1)
    assert late.status_code == status
    assert late.json()["errors" if not by_header else "detail"]
    incident.refresh_from_db()
    assert (incident.title, incident.version) == ("Payments fail", 2)
    assert LogEntry.objects.count() == logged


def test_header_and_body_must_not_differ(api, here, retitle):
    answer = retitle("Payments fail", version=7, if_match=api.ask(here).headers["ETag"])
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "version")


def test_a_version_where_none_is_compared_is_refused_rather_than_ignored(api, here):
    answer = api.send(
        "POST", f"{here}/factors", {"text": "Nobody looked"}, if_match='"1-0123456789abcdef"'
    )
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "If-Match")


def test_words_added_elsewhere_do_not_stand_in_the_way_of_a_better_title(api, here, retitle):
    tag = api.ask(here).headers["ETag"]
    api.send(
        "POST",
        f"{here}/entries",
        {"text": "Seen", "occurred_at": "2026-02-04T13:10:00Z", "milestone": "detected"},
    )
    assert api.ask(here).headers["ETag"] != tag
    assert retitle("Payments fail", if_match=tag).status_code == 200


@pytest.mark.parametrize("address", ["{here}", "{here}/entries", "incidents", "me"])
def test_who_has_the_answer_already_is_told_so(api, here, address):
    first = api.ask(address.format(here=here))
    tag = first.headers["ETag"]
    again = api.ask(address.format(here=here), if_none_match=f'"other", W/{tag}')
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)


def test_who_has_an_older_answer_is_given_the_new_one(api, here):
    tag = api.ask(f"{here}/entries").headers["ETag"]
    api.send("POST", f"{here}/entries", {"text": "Seen", "occurred_at": "2026-02-04T13:10:00Z"})
    answer = api.ask(f"{here}/entries", if_none_match=tag)
    assert (answer.status_code, len(answer.json()["results"])) == (200, 1)
