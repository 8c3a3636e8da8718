"""Writes a page as Markdown for a CRM. What people said is escaped, so that it cannot become markup."""

import re

from callsift.render.page import Line, Page

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")


def markdown_page(page: Page) -> str:
    """Return a page as Markdown."""
    lines = [f"# {_escaped(page.headline)}"]
    for section in page.sections:
        lines.extend(("", f"## {_escaped(section.title)}", ""))
        lines.extend(_item(line) for line in section.lines)
    return "\n".join(lines) + "\n"


def _item(line: Line) -> str:
    text = _escaped(line.text)
    mark = f"**{text}**" if line.tone == "strong" else text
    lead = "> " if line.tone == "quote" else "- "
    indent = "  " * (1 if line.tone == "quote" else min(line.indent, 1))
    return f"{indent}{lead}{mark}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
