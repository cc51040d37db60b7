"""The report as one HTML file that stands alone: it asks nothing of any server."""

from html import escape

from core.markdown import Block, Code, Heading, Items, Paragraph, Quote, Run, Runs, Table
from postmortems.exports.document import Document

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.55 system-ui, sans-serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem;
  overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
h1, h2, h3, h4 { line-height: 1.25; margin: 1.6em 0 .4em; }
h2 { border-bottom: 1px solid #8886; padding-bottom: .2em; }
h4 { font-size: 1rem; }
table { border-collapse: collapse; width: 100%; margin: 1em 0; font-size: .9rem; }
th, td { text-align: start; vertical-align: top; padding: .35em .6em; border-bottom: 1px solid #8886; }
blockquote { margin: 1em 0; padding-left: 1em; border-left: 3px solid #8886; }
pre { white-space: pre-wrap; background: #8881; padding: .6em; }
.head { font-size: .85rem; opacity: .8; }
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def render(document: Document) -> bytes:
    """The document as UTF-8 HTML."""
    title = escape(document.title)
    head = " · ".join(escape(line) for line in document.head)
    body = "\n".join(map(_block, document.blocks))
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(document.language)}">\n<head>\n'
        f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" '
        f'content="{_POLICY}">\n<meta name="viewport" content="width=device-width">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f'<h1>{title}</h1>\n<p class="head">{head}</p>\n{body}\n</main>\n</body>\n</html>\n'
    ).encode()


def _block(block: Block) -> str:
    match block:
        case Paragraph(runs):
            return f"<p>{_runs(runs)}</p>"
        case Heading(level, runs):
            return f"<h{level}>{_runs(runs)}</h{level}>"
        case Code(runs):
            return f"<pre>{_runs(runs)}</pre>"
        case Quote(inner):
            return f"<blockquote>{''.join(map(_block, inner))}</blockquote>"
        case Items(items, is_ordered):
            tag = "ol" if is_ordered else "ul"
            listed = "".join(f"<li>{''.join(map(_block, item))}</li>" for item in items)
            return f"<{tag}>{listed}</{tag}>"
        case Table(header, rows):
            head = "".join(f'<th scope="col">{_runs(cell)}</th>' for cell in header)
            body = "".join(map(_row, rows))
            return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _row(cells: tuple[Runs, ...]) -> str:
    return "<tr>" + "".join(f"<td>{_runs(cell)}</td>" for cell in cells) + "</tr>"


def _runs(runs: Runs) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    text = escape(run.text).replace("\n", "<br>")
    text = f"<code>{text}</code>" if run.code else text
    text = f"<em>{text}</em>" if run.italic else text
    text = f"<strong>{text}</strong>" if run.bold else text
    if run.href:
        return f'<a href="{escape(run.href)}" rel="nofollow noopener noreferrer">{text}</a>'
    return text
