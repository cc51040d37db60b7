def test_a_program_learns_who_it_acts_for_and_what_it_may(api, commander):
    told = api.ask("me").json()
    assert (told["name"], told["email"]) == ("Commander", "commander@example.org")
    assert told["roles"] == ["commander"]
    assert "incidents.declare_incident" in told["permissions"]
    assert (told["language"], told["time_zone"]) == ("en", "Europe/Copenhagen")


def test_asking_who_one_is_takes_few_queries(api, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        api.ask("me")
