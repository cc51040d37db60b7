"""The document as one HTML file that stands alone: it asks nothing of any server."""

from base64 import b64encode
from hashlib import sha256
from html import escape

from django.utils.translation import gettext as _

from core.diagram import drawn, svg
from core.documents.document import Document, text_of
from core.documents.image import content_of, media_type_of
from core.markdown import (
    Block,
    Code,
    Diagram,
    Heading,
    Image,
    Items,
    Paragraph,
    Quote,
    Run,
    Runs,
    Table,
    Written,
)

_STYLE = """
:root { color-scheme: light dark; --ink: light-dark(#1a1d23, #e8eaee);
  --quiet: light-dark(#555b66, #a3a9b5); --line: light-dark(#d5d9e0, #3a4049);
  --sunk: light-dark(#f4f5f7, #23272e); --accent: light-dark(#1f4e9c, #8fb4f5);
  --ground: light-dark(#fff, #181b20); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); overflow-wrap: anywhere;
  font: 1rem/1.6 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
main { max-width: 52rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1, h2, h3, h4, h5, h6 { line-height: 1.25; margin: 1.5em 0 .4em; text-wrap: balance; }
h1 { font-size: clamp(1.5rem, 5vw, 2rem); margin: .35em 0 .6em; }
h2 { font-size: 1.35rem; margin-top: 2.2em; padding-bottom: .25em; border-bottom: 2px solid var(--accent); }
h3 { font-size: 1.1rem; }
h4, h5, h6 { font-size: 1rem; margin-bottom: 0; }
p { margin: .35em 0 .7em; }
h4 + p > em { color: var(--quiet); font-style: normal; font-size: .875rem; }
a { color: var(--accent); }
.head { margin: 0; font-size: .8125rem; color: var(--quiet); }
nav ol { columns: 16rem auto; margin: 0; padding: .9em 1em .9em 2.4em; font-size: .9375rem;
  background: var(--sunk); border-radius: .4rem; }
.table { overflow-x: auto; margin: 1em 0; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; line-height: 1.45; }
th, td { text-align: start; vertical-align: top; padding: .45em .9em .45em 0;
  border-bottom: 1px solid var(--line); min-width: 5.5rem; overflow-wrap: break-word; }
th { color: var(--quiet); font-weight: 600; border-bottom-width: 2px; }
img { display: block; max-width: 100%; max-height: 90vh; margin: 1em 0; border: 1px solid var(--line); }
figure { margin: 1.2em 0; }
figcaption { font-size: .875rem; color: var(--quiet); }
.diagram { display: block; width: 100%; min-width: 40rem; height: auto; font-family: system-ui, sans-serif; }
.diagram rect { fill: var(--ground); stroke: var(--line); }
.diagram .column-1 rect { fill: var(--sunk); stroke: var(--accent); }
.diagram text { fill: var(--ink); } .diagram .head { fill: var(--quiet); } .diagram path { stroke: var(--quiet); }
blockquote { margin: 1em 0; padding-left: 1em; border-left: 3px solid var(--line); }
pre { white-space: pre-wrap; background: var(--sunk); padding: .7em .9em; border-radius: .4rem; }
code, pre { font-family: ui-monospace, monospace; font-size: .9em; }
li > p { margin: .15em 0; }
@media print { :root { color-scheme: light; } @page { margin: 2cm; } nav { break-inside: avoid; }
  main { max-width: none; padding: 0; } body { font-size: 10pt; }
  h1, h2, h3, h4, h4 + p:has(> em), figcaption { break-after: avoid; } tr, pre, blockquote, figure, img { break-inside: avoid; }
  .diagram { min-width: 0; max-height: 24cm; }
  thead { display: table-header-group; } .table { overflow: visible; } }
"""
STYLE_SOURCE = f"'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'"
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def render(document: Document) -> bytes:
    """The document as UTF-8 HTML."""
    title = escape(document.name)
    head = " · ".join(escape(line) for line in document.head)
    body = "\n".join(_block(block, number) for number, block in enumerate(document.blocks))
    return (
        f'<!DOCTYPE html>\n<html lang="{document.language}">\n<head>\n'
        f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" '
        f'content="{_POLICY}">\n<meta name="viewport" content="width=device-width">\n'
        f'<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f'<p class="head">{head}</p>\n<h1>{_runs(document.title)}</h1>\n{_contents(document)}\n'
        f"{body}\n</main>\n</body>\n</html>\n"
    ).encode()


def _contents(document: Document) -> str:
    label = escape(_("Contents"))
    places = "".join(
        f'<li><a href="#part-{number}">{escape(text_of(block.runs))}</a></li>'
        for number, block in enumerate(document.blocks)
        if isinstance(block, Heading) and block.level == _PART
    )
    return f'<nav aria-label="{label}"><ol>{places}</ol></nav>'


_PART = 2


def _block(block: Block, number: int | None = None) -> str:
    match block:
        case Diagram():
            return _diagram(block)
        case Image():
            return _image(block)
    return _written(block, number)


def _image(image: Image) -> str:
    content = content_of(image)
    source = f"data:{media_type_of(content)};base64,{b64encode(content).decode()}"
    return f'<p><img src="{source}" alt="{escape(text_of(image.shows))}"></p>'


def _diagram(diagram: Diagram) -> str:
    return (
        f"<figure><figcaption>{_runs(diagram.title)}</figcaption>"
        f'<div class="table" tabindex="0">{svg(drawn(diagram))}</div></figure>'
    )


def _written(block: Written, number: int | None) -> str:
    match block:
        case Paragraph(runs):
            return f"<p>{_runs(runs)}</p>"
        case Heading(level, runs):
            place = f' id="part-{number}"' if level == _PART else ""
            return f"<h{level}{place}>{_runs(runs)}</h{level}>"
        case Code(runs):
            return f"<pre>{_runs(runs)}</pre>"
        case Quote(inner):
            return f"<blockquote>{''.join(map(_block, inner))}</blockquote>"
        case Items(items, is_ordered, start):
            first = f' start="{start}"' if start != 1 else ""
            tag, opening = ("ol", f"<ol{first}>") if is_ordered else ("ul", "<ul>")
            listed = "".join(f"<li>{''.join(map(_block, item))}</li>" for item in items)
            return f"{opening}{listed}</{tag}>"
        case Table(header, rows):
            head = "".join(f'<th scope="col">{_runs(cell)}</th>' for cell in header)
            body = "".join(map(_row, rows))
            return (
                f'<div class="table" tabindex="0"><table><thead><tr>{head}</tr></thead>'
                f"<tbody>{body}</tbody></table></div>"
            )


def _row(cells: tuple[Runs, ...]) -> str:
    return "<tr>" + "".join(f"<td>{_runs(cell)}</td>" for cell in cells) + "</tr>"


def _runs(runs: Runs) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    text = escape(run.text).replace("\n", "<br>")
    for is_so, tag in (
        (run.code, "code"),
        (run.struck, "s"),
        (run.italic, "em"),
        (run.bold, "strong"),
    ):
        text = f"<{tag}>{text}</{tag}>" if is_so else text
    if run.language:
        text = f'<span lang="{run.language}">{text}</span>'
    if run.href:
        return f'<a href="{escape(run.href)}" rel="nofollow noopener noreferrer">{text}</a>'
    return text
