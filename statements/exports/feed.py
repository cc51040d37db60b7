"""What was said in public as an Atom feed (RFC 4287), the last said first."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from core.markdown import visible
from statements.exports.address import feed_address, page_address
from statements.selectors.public_page import PublicRecord, PublicStatement

MOST_ENTRIES = 50
ENTRY = "statements/_public_words.html"


class Feed(Atom1Feed):
    """Django's, with whole texts, each in its own language, and a moment even when it is empty."""

    def latest_post_date(self) -> datetime:
        """When something was last said, or the page was set up."""
        moment: datetime = self.feed["updated"]
        return moment

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """The entry with its words."""
        super().add_item_elements(handler, item)
        told = {"type": "html", "xml:lang": item["language"]}
        handler.addQuickElement("content", item["content"], told)


def feed(record: PublicRecord, language: str) -> bytes:
    """The feed in the language; what was said in the other alone is in it too."""
    said = [each for incident in record.incidents for each in incident.in_language(language)]
    written = Feed(
        title=visible(record.name),
        link=page_address(language),
        description=None,
        subtitle=_("What we have said about incidents"),
        language=language,
        author_name=visible(record.name),
        feed_url=feed_address(language),
        feed_guid=_tag(record.key, language),
        updated=max([record.changed_at, *(each.changed_at for each in said)]),
    )
    for each in sorted(said, key=lambda each: each.said.at, reverse=True)[:MOST_ENTRIES]:
        _add(written, each, language)
    return written.writeString("utf-8").encode()


def _add(written: Feed, statement: PublicStatement, language: str) -> None:
    said = statement.said
    told = {"statement": statement, "address": page_address(language)}
    written.add_item(
        title=visible(said.title),
        link=page_address(language, said.key),
        description=None,  # type: ignore[arg-type] # the whole words follow as content
        unique_id=_tag(said.key),
        pubdate=said.at,
        updateddate=statement.changed_at,
        content=visible(render_to_string(ENTRY, told)),
        language=said.language,
    )


def _tag(*names: str) -> str:
    """A name for ever (RFC 4151), below that of the installation, which never changes."""
    authority = settings.AUDIT_ORIGIN.partition("/")[0]
    return f"tag:{authority},2026:{'/'.join(names)}"
