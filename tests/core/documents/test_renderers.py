"""All five forms carry the same facts, whatever was typed."""

import time
from dataclasses import replace

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.documents import docx as word
from core.documents import html, json, markdown, pdf
from core.documents.document import DataFile, Document, levelled, ours, plain, under
from core.markdown import (
    Code,
    Diagram,
    DiagramBox,
    Heading,
    Items,
    Paragraph,
    Quote,
    Run,
    Table,
    blocks,
)
from tests.core.documents.reading import (
    docx_facts,
    facts_in,
    html_facts,
    json_facts,
    markdown_facts,
    pdf_facts,
    squeezed,
)

FORMS = {
    "json": (json.render, json_facts),
    "html": (html.render, html_facts),
    "markdown": (markdown.render, markdown_facts),
    "docx": (word.render, docx_facts),
    "pdf": (pdf.render, pdf_facts),
}
EMPTY = Document(
    title=plain("INC-2026-0001 Logins fail"),
    language="en",
    reference="INC-2026-0001",
    head=("INC-2026-0001", "version 1", "log of 3 entries"),
    blocks=(),
    facts={"made_at": "2026-11-04T15:00:00Z"},
    data=DataFile("havari.postmortem/1", "postmortem.json", "The same report as data"),
)


def document(*blocks, **other) -> Document:
    inside = (Heading(2, ours("Summary")), *blocks)
    return replace(EMPTY, blocks=levelled(inside), **other)


def typed(text: str, **other) -> Document:
    return document(*under(2, blocks(text)), **other)


def check(report: Document, forms=FORMS) -> None:
    expected = facts_in(report)
    for name in forms:
        render, read = FORMS[name]
        with translation.override(report.language):
            found = read(render(report))
        if name == "pdf":
            found, expected = squeezed(found), squeezed(expected)
        assert found == expected, name


MARKDOWN = """
Intro **bold** and *it* ~~not so~~ `code|x` [link](https://a.example/x_(1)?q=1&b=2) <b>x</b>

3. three
4. four

   more
   - sub
     1. deep

> quote
> - in it

```
code `x`
  indented
```

| a | b |
|---|---|
| 1 \\| 2 | **x** |

#### head

- a

* b

4. november is a date
"""


def test_markdown_comes_out_the_same_in_all_five():
    check(typed(MARKDOWN))


HOSTILE = [
    '#import "@preview/x:1.0.0": *',
    '#read("/etc/passwd") #sys.inputs',
    "$ x^2 $ @ref <label> \\ // /* */ #{ 1 + 1 }",
    '"); #panic("out") //',
    "\\u{41} \\n \\\\ \\",
    "`#raw` ``` ````",
    "=cmd|'/C calc'!A0",
    "+1-1 @SUM(A1) -2+3",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "</main></style><!-- --> ]]> &amp; &#60; &lt;",
    "[a](javascript:alert(1)) [b](data:text/html,x) <javascript:alert(1)>",
    "![pixel](https://evil.example/p.png)",
    "[14:02]: restarted",
    "--- === *** ___ +++ # ## ###",
    "4. november\n14. x\n1) y\n- z\n+ w\n* v",
    "    indented\n\ttabbed",
    "a\u202eb\u200fc\u200bd\ufeffe\u2028f\u2029g\u00adh",
    "\x07bell \x1b[31mred\x1b[0m \x7f",
    "**a**b *c*d **(e)**f ~~g~~h `i`j",
    "| a | b\n|---|---|\n|c",
    "a\\\nb  \nc",
    "{{ template }} {% tag %} %(name)s %s {0}",
    "w:instrText HYPERLINK \\l",
    "x" * 3000,
    ">" * 10_000 + " deep",
    "- " * 10_000 + "deep",
    "> - " * 500 + "deep",
    "\U0001d518\U0001d52b\U0001d526 ﬁ e\u0301 Ω≈ç√ Ελληνικά Привет",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_out_as_text(text):
    check(typed(text))
    plainly = Paragraph(plain(text))
    row = Table((ours("x"), ours("y")), ((plain(text), plain(text)),))
    check(document(plainly, row, Heading(3, plain(text)), Code(plain(text)), Quote((plainly,))))
    check(document(diagram([plain(text[:3000])] * 3)))


def diagram(words) -> Diagram:
    """The words as boxes in three columns in turn, each leading to the next."""
    boxes = tuple(DiagramBox(number % 3, runs) for number, runs in enumerate(words))
    lines = tuple((at, at + 1) for at in range(len(boxes) - 1) if at % 3 < 2)
    title = ours("What leads to what")
    return Diagram(title, (ours("First"), ours("Then"), ours("Last")), boxes, lines)


SIGNS = st.text("abcÆøå019 .,:;!?-_*`~#>|[](){}<>&\\\"'=+/@$%^\n\tΩЖé\u2013\u2019→", max_size=6)
MARKS = st.sampled_from(
    [
        "\n\n",
        "1. ",
        "- ",
        "# ",
        "> ",
        "```",
        "**",
        "~~",
        "](https://a.example/b)",
        "&amp;",
        "<br>",
        "| a | b |\n|---|---|\n",
        "æøå ",
    ]
)
TEXT = st.lists(SIGNS | MARKS, max_size=5).map("".join)
LOOKS = st.sampled_from(
    [
        {},
        {"bold": True},
        {"italic": True},
        {"code": True},
        {"struck": True},
        {"bold": True, "italic": True, "code": True},
        {"href": "https://a.example/b?c=d&e=(f)"},
    ]
)
RUNS = st.lists(st.builds(lambda text, look: Run(text, **look), TEXT, LOOKS), max_size=3).map(tuple)
LEAF = st.one_of(
    st.builds(Paragraph, RUNS),
    st.builds(Code, TEXT.map(lambda text: (Run(text.rstrip(), code=True),))),
    st.builds(Heading, st.integers(2, 6), RUNS),
    st.builds(diagram, st.lists(RUNS, min_size=1, max_size=5)),
    st.builds(lambda a, b, c, d: Table((a, b), ((c, d),)), RUNS, RUNS, RUNS, RUNS),
)
BLOCK = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.builds(Quote, st.lists(inner, min_size=1, max_size=2).map(tuple)),
        st.builds(
            Items,
            st.lists(st.lists(inner, max_size=2).map(tuple), min_size=1, max_size=2).map(tuple),
            is_ordered=st.booleans(),
            start=st.integers(0, 2026),
        ),
    ),
    max_leaves=4,
)
# Word and PDF take longer to make than the others.
EXAMPLES = {"json": 100, "html": 100, "markdown": 150, "docx": 15, "pdf": 25}


@pytest.mark.parametrize("form", FORMS)
def test_whatever_is_typed_comes_out_the_same(form):
    @quick(EXAMPLES[form])
    @given(text=TEXT)
    def comes_out_the_same(text):
        check(typed(text), [form])

    comes_out_the_same()


@pytest.mark.parametrize("form", FORMS)
def test_whatever_a_report_is_made_of_comes_out_the_same(form):
    @quick(EXAMPLES[form])
    @given(parts=st.lists(BLOCK, max_size=3))
    def comes_out_the_same(parts):
        check(document(*parts), [form])

    comes_out_the_same()


ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@pytest.mark.parametrize("form", FORMS)
def test_no_text_in_the_world_makes_an_export_fail(form):
    @quick(EXAMPLES[form])
    @given(text=ANYTHING)
    def is_made(text):
        cell = plain(text)
        with translation.override("da"):
            FORMS[form][0](
                document(
                    *blocks(text),
                    Paragraph(cell),
                    Table((cell, cell), ((cell, cell),)),
                    diagram([cell, cell]),
                    title=cell or ours("-"),
                )
            )

    is_made()


LARGE = {
    "a paragraph of 200 kB": "ord og mere " * 16_600,
    "a megabyte as it was typed": "ord og mere\n" * 83_000,
    "a word of 200 kB": "x" * 199_000,
    "a large table": "|a" * 8 + "\n" + "|-" * 8 + "\n" + ("|b c" * 8 + "\n") * 1_000,
    "a wide table": "|a" * 300 + "\n" + "|-" * 300 + "\n" + ("|b" * 300 + "\n") * 3,
    "emphasis everywhere": "*a* **b** " * 3_000,
    "a long list": "1. a\n" * 3_000,
    "emoji": "🔥 " * 20_000,
    "signs no font has": "中文字" * 5_000,
}


@pytest.mark.parametrize("size", LARGE)
def test_a_large_text_comes_out_in_little_time(size):
    start = time.process_time()
    report = typed(LARGE[size])
    for render, _read in FORMS.values():
        with translation.override("da"):
            assert render(report)
    assert time.process_time() - start < 12


def quick(examples: int):
    return settings(
        max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
