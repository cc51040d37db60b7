"""The HTML file stands alone, and no text in it becomes markup."""

import re

import lxml.html
import pytest

from core.documents import html
from core.documents.document import plain
from core.markdown import Heading, blocks
from tests.core.documents.test_renderers import HOSTILE, MARKDOWN, diagram, document, typed

ASKS = {"src", "srcset", "poster", "action", "formaction", "background", "data", "ping"}


def page(text: str, **other):
    return lxml.html.document_fromstring(html.render(typed(text, **other)).decode())


@pytest.mark.parametrize("text", [*HOSTILE, MARKDOWN])
def test_it_asks_nothing_of_any_server_and_runs_nothing(text):
    picture = diagram([plain(text)] * 3)
    content = html.render(document(*blocks(text), picture, title=plain(text))).decode()
    opened = lxml.html.document_fromstring(content)
    assert not list(
        opened.iter("script", "iframe", "object", "embed", "img", "link", "base", "form")
    )
    for element in opened.iter():
        assert not ASKS & set(element.attrib)
        assert not [name for name in element.attrib if name.startswith("on")]
    assert all(
        a.get("href")[:1] == "#" or re.match("https?:|mailto:", a.get("href"))
        for a in opened.iter("a")
    )
    (style,) = opened.iter("style")
    assert "url(" not in style.text
    assert "@import" not in style.text


def test_the_policy_forbids_what_it_does_not_need():
    policy = page("x").find(".//meta[@http-equiv='Content-Security-Policy']").get("content")
    assert policy.startswith("default-src 'none'")


def test_it_says_its_language_and_title():
    opened = page("x", language="da", title=plain("INC-2026-0001 <æøå>"))
    assert opened.get("lang") == "da"
    assert opened.find(".//title").text == "INC-2026-0001 <æøå>"
    assert opened.find(".//h1").text_content() == "INC-2026-0001 <æøå>"


def test_contents_lead_to_the_parts():
    opened = page("x")
    (link,) = opened.findall(".//nav//a")
    assert opened.get_element_by_id(link.get("href")[1:]).text_content() == "Summary"


def test_contents_name_every_part_in_order():
    parts = [Heading(2, plain(f"Part {number}")) for number in range(5)]
    opened = lxml.html.document_fromstring(html.render(document(*parts)).decode())
    listed = [link.text_content() for link in opened.findall(".//nav//a")]
    assert listed == [part.text_content() for part in opened.findall(".//h2")]
    assert len(listed) == 6
