def test_people_whose_accounts_are_in_use_are_told_by_number_and_name(api, commander, person):
    gone = person("viewer")
    gone.is_active = False
    gone.save()
    assert api.ask("people").json() == {
        "next": None,
        "results": [{"id": commander.user.pk, "name": "Commander"}],
    }


def test_people_are_told_page_by_page(api, commander, person):
    others = [person("viewer", f"{n}@example.org").pk for n in range(3)]
    page = api.ask("people?limit=2").json()
    assert [somebody["id"] for somebody in page["results"]] == [others[2], others[1]]
    page = api.ask(page["next"]).json()
    assert [somebody["id"] for somebody in page["results"]] == [others[0], commander.user.pk]
    assert page["next"] is None
