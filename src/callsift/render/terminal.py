"""Writes a report for a terminal: coloured and wrapped on one, plain when piped."""

from typing import IO, TYPE_CHECKING

from callsift.domain.analysis import Analysis
from callsift.playbook.model import Playbook
from callsift.render.report import Line, Tone, headline, lay_out
from callsift.wording import ResultLanguage

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
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


def print_report(
    analysis: Analysis, playbook: Playbook, lang: ResultLanguage, out: IO[str]
) -> None:
    """Write the report to `out`; wrapped to the window on a terminal, one item a line elsewhere."""
    if out.isatty():
        _print_styled(analysis, playbook, lang, out)
    else:
        out.write(plain_report(analysis, playbook, lang))


def plain_report(analysis: Analysis, playbook: Playbook, lang: ResultLanguage) -> str:
    """Return the report as plain text, one item a line."""
    lines = [headline(analysis, lang)]
    for section in lay_out(analysis, playbook, lang):
        lines.extend(("", section.title))
        lines.extend(f"  {_lead(line)}{line.text}" for line in section.lines)
    return "\n".join(lines) + "\n"


def _lead(line: Line) -> str:
    bullet = f"{line.bullet} " if line.bullet else ""
    return "  " * line.indent + bullet


def _print_styled(
    analysis: Analysis, playbook: Playbook, lang: ResultLanguage, out: IO[str]
) -> None:
    # Imported late: plain output and the other commands need no rich.
    from rich.padding import Padding  # noqa: PLC0415
    from rich.rule import Rule  # noqa: PLC0415

    console = window_console(out)
    console.print(headline(analysis, lang), style="dim", markup=False)
    for section in lay_out(analysis, playbook, lang):
        console.print()
        console.print(Rule(section.title, align="left", style="bold", characters="─"))
        for line in section.lines:
            indent = 2 * line.indent + 1
            console.print(Padding(_hanging(line), (0, 0, 0, indent), expand=False))


def window_console(out: IO[str]) -> "Console":
    """Return a console as wide as the window, in which lines stay readable."""
    from rich.console import Console  # noqa: PLC0415 - only on a terminal

    console = Console(file=out, highlight=False)
    console.width = min(console.width, WIDEST) if console.width >= LEAST else USUAL
    return console


def _hanging(line: Line) -> "Text | Table":
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    text = Text(line.text, style=_STYLES[line.tone])
    if not line.bullet:
        return text
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    # Chinese has no blanks to break at: what does not fit is folded, never cut off.
    grid.add_column(overflow="fold")
    grid.add_row(Text(line.bullet, style=_STYLES[line.tone]), text)
    return grid
