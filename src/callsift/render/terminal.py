"""Writes a page for a terminal: coloured and wrapped on one, plain when piped."""

from typing import IO, TYPE_CHECKING

from callsift.render.folding import folded_lines
from callsift.render.page import Line, Page, Tone

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_STYLES: dict[Tone, str] = {
    "plain": "",
    "strong": "bold",
    "good": "green",
    "bad": "red",
    "quote": "cyan",
    "quiet": "dim",
    "script": "bold cyan",
}
WIDEST = 100
# Narrower than this no window is: the environment or the terminal does not know its width.
LEAST, USUAL = 20, 80
# However deep a line is indented, so many columns are left to its words.
_LEAST_COLUMNS = 10


def print_page(page: Page, out: IO[str]) -> None:
    """Write a page to `out`; wrapped to the window on a terminal, one item a line elsewhere."""
    if out.isatty():
        _print_styled(page, out)
    else:
        out.write(plain_page(page))


def plain_page(page: Page) -> str:
    """Return a page as plain text, one item a line."""
    lines = [page.headline]
    for section in page.sections:
        lines.extend(("", section.title))
        lines.extend(f"  {_lead(line)}{line.text}" for line in section.lines)
    return "\n".join(lines) + "\n"


def _lead(line: Line) -> str:
    bullet = f"{line.bullet} " if line.bullet else ""
    return "  " * line.indent + bullet


def _print_styled(page: Page, out: IO[str]) -> None:
    # Imported late: plain output and the other commands need no rich.
    from rich.padding import Padding  # noqa: PLC0415
    from rich.rule import Rule  # noqa: PLC0415

    console = window_console(out)
    console.print("\n".join(folded_lines(page.headline, console.width)), style="dim", markup=False)
    for section in page.sections:
        console.print()
        console.print(Rule(section.title, align="left", style="bold", characters="─"))
        for line in section.lines:
            indent = 2 * line.indent + 1
            console.print(
                Padding(_hanging(line, console.width - indent), (0, 0, 0, indent), expand=False)
            )


def window_console(out: IO[str]) -> "Console":
    """Return a console as wide as the window, in which lines stay readable."""
    from rich.console import Console  # noqa: PLC0415 - only on a terminal

    console = Console(file=out, highlight=False)
    console.width = min(console.width, WIDEST) if console.width >= LEAST else USUAL
    return console


def _hanging(line: Line, width: int) -> "Text":
    """Return a line folded to a width, what is folded under the words and not under the bullet."""
    from rich.cells import cell_len  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    lead = f"{line.bullet} " if line.bullet else ""
    hang = cell_len(lead)
    lines = folded_lines(line.text, max(width - hang, _LEAST_COLUMNS))
    return Text(lead + ("\n" + " " * hang).join(lines), style=_STYLES[line.tone])
