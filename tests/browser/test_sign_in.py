def test_the_sign_in_page_opens(browser_page):
    browser_page.goto("/")
    assert "/accounts/login/" in browser_page.url
    assert browser_page.get_by_label("Password").is_visible()


def test_a_person_who_signed_in_sees_the_incidents(signed_in):
    page = signed_in("responder")
    page.goto("/")
    assert page.get_by_role("heading", name="Incidents").is_visible()
