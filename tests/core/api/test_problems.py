import json

import pytest
from rest_framework.throttling import SimpleRateThrottle

from core.views import server_error
from incidents.models import Incident
from tests.program import V1, wrong


def told(answer):
    assert answer.headers["Content-Type"] == "application/problem+json"
    content = answer.json()
    assert content["status"] == answer.status_code
    assert {"type", "title", "detail", "instance"} <= content.keys()
    return content


@pytest.mark.parametrize(
    "address",
    [
        "/api/",
        "/api/v1/",
        "/api/v1/incidents/",
        "/api/v1/incidents/INC-26-1",
        "/api/v1/incidents/INC-2026-0001/entries/-1",
        "/api/v1/incidents/INC-2026-0001/postmortem/sections/blame/",
        "/api/v1/two%0Alines",
        "/api/v2/incidents",
        "/api/%00%ff",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "OPTIONS"])
def test_an_address_that_is_none_is_told_as_a_problem(program, address, method):
    answer = program(None).generic(method, address, headers={"accept": "text/html"})
    assert (answer.status_code, told(answer)["type"]) == (404, "urn:havari:problem:not-found")


def test_the_place_of_a_problem_is_written_as_an_address(api):
    assert told(api.get("/api/v1/æ %0A"))["instance"] == "/api/v1/%C3%A6%20%0A"


def test_whoever_carries_no_token_is_told_how_to(program):
    answer = program(None).ask("incidents")
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert "Authorization: Bearer" in told(answer)["detail"]


def test_a_method_that_is_not_there_is_refused_with_those_that_are(api, incident):
    answer = api.send("DELETE", f"incidents/{incident.reference}")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, PATCH")
    assert told(answer)["detail"] == "Use one of these here: GET, HEAD, PATCH."


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "BREW"])
def test_methods_nobody_offers_are_refused(api, method):
    assert told(api.send(method, "incidents"))["status"] == 405


def test_only_json_is_answered(api):
    answer = api.ask("incidents", accept="text/html")
    assert (answer.status_code, told(answer)["detail"]) == (406, "Accept application/json.")


def test_only_json_is_read(api):
    answer = api.post(f"{V1}incidents", {"title": "Logins fail"})
    assert (answer.status_code, "Content-Type" in told(answer)["detail"]) == (415, True)
    assert not Incident.objects.exists()


def test_several_wrong_fields_are_named_at_once(api):
    answer = api.send("POST", "incidents", {"title": 1, "severity": "bad", "colour": "red"})
    assert answer.status_code == 422
    assert wrong(answer) == {
        "title": "Not a valid string.",
        "severity": "Choose one of these: sev1, sev2, sev3, sev4.",
        "colour": "There is no such field. Known fields: title, summary, severity, category,"
        " services, is_restricted.",
    }


def test_what_the_service_refuses_is_named_like_what_cannot_be_read(api):
    answer = api.send("POST", "incidents", {"title": " "})
    assert answer.status_code == 422
    assert wrong(answer) == {"title": "Write in a few words what happened."}


def test_a_session_without_its_csrf_token_is_refused(program, commander):
    browser = program(None)
    browser.force_login(commander.user)
    assert browser.ask("me").status_code == 200
    answer = browser.send("POST", "incidents", {"title": "Logins fail"})
    assert (answer.status_code, told(answer)["detail"][:11]) == (403, "CSRF Failed")


def test_who_asks_too_often_is_told_when_to_ask_again(api, monkeypatch):
    monkeypatch.setitem(SimpleRateThrottle.THROTTLE_RATES, "user", "1/hour")
    api.ask("me")
    answer = api.ask("me")
    assert (answer.status_code, told(answer)["type"][-17:]) == (429, "too-many-requests")
    assert 0 < int(answer.headers["Retry-After"]) <= 3601


def test_a_failure_nobody_foresaw_shows_no_insides(api, monkeypatch):
    def fail(**said):
        raise RuntimeError("password=secret")

    monkeypatch.setattr("incidents.api.incident.declare_incident", fail)
    api.raise_request_exception = False
    answer = api.send("POST", "incidents", {"title": "Logins fail"})
    assert (answer.status_code, told(answer)["type"]) == (500, "urn:havari:problem:failure")
    assert b"secret" not in answer.content


def test_a_request_that_does_not_reach_an_address_is_told_as_a_problem(api, rf):
    assert told(api.get("/api/v1/me", headers={"host": "elsewhere.example"}))["status"] == 400
    assert told_by(server_error(rf.get("/api/v1/me")))["status"] == 500


def told_by(response):
    return json.loads(response.content)


def test_a_person_is_answered_in_their_own_language(api, commander):
    commander.user.language = "da"
    commander.user.save()
    for asked in ({}, {"accept_language": "*"}):
        answer = api.send("POST", "incidents", {}, **asked)
        assert wrong(answer) == {"title": "Dette felt er påkrævet."}
        assert answer.headers["Content-Language"] == "da"


def test_a_program_may_ask_for_another_language(api, commander):
    commander.user.language = "da"
    commander.user.save()
    answer = api.send("POST", "incidents", {}, accept_language="en")
    assert wrong(answer) == {"title": "This field is required."}


def test_no_more_complaints_are_told_than_somebody_would_read(api):
    answer = api.send("POST", "incidents", {f"field{n}": n for n in range(500)})
    assert (answer.status_code, len(wrong(answer))) == (422, 100)


def test_an_answer_is_kept_by_nobody_else(api):
    assert api.ask("me").headers["Cache-Control"] == "private, no-cache"
    assert api.ask("nowhere").status_code == 404
