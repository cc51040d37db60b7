from dataclasses import replace

from incidents.services.timeline_entry import add_entry
from tests.full_record import SEEN

PLACE = "/api/v1/search"


def test_what_is_found_says_where_it_stands(api, commander, incident):
    content = replace(SEEN, text="A quokka was seen")
    entry = add_entry(actor=commander, incident_id=incident.pk, content=content)
    answer = api.get(f"{PLACE}?q=quokkas").json()
    (group,) = answer["groups"]
    (hit,) = group["results"]
    assert (group["kind"], group["count"], group["has_more"]) == ("entry", 1, False)
    assert hit["incident"] == incident.reference
    assert hit["page"].endswith(f"?entry={entry.pk}#entry-{entry.pk}")
    assert {"text": "quokka", "is_found": True} in hit["passage"]


def test_a_question_that_cannot_be_answered_is_refused(api, incident):
    assert api.get(PLACE).json()["groups"] == []
    assert api.get(f"{PLACE}?q=-alone").status_code == 422
    assert api.get(f"{PLACE}?q=x&kind=everything").status_code == 422
    assert api.get(f"{PLACE}?q=x&page=99").status_code == 422
