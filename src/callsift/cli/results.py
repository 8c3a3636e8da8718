"""Writes an analysis in the shape that was asked for."""

import sys

from callsift.cli.output import write_result
from callsift.cli.shapes import Shape
from callsift.decision import observed_in, result_language
from callsift.domain.analysis import Analysis
from callsift.playbook.model import Playbook


def write_analysis(analysis: Analysis, playbook: Playbook, shape: Shape, out: str | None) -> None:
    """Write an analysis to stdout or a file in the shape that was asked for."""
    if shape == "json":
        write_result(to_json(analysis), out)
        return
    # Imported late: JSON needs no words.
    from callsift.render import markdown_page, plain_page, print_page, report_page  # noqa: PLC0415

    page = report_page(analysis, playbook, result_language(observed_in(analysis)))
    if shape == "markdown":
        write_result(markdown_page(page), out)
    elif out is None and sys.stdout.isatty():
        print_page(page, sys.stdout)
    else:
        write_result(plain_page(page), out)


def to_json(analysis: Analysis) -> str:
    """Return the documented JSON, readable and ending in a newline."""
    return analysis.model_dump_json(by_alias=True, indent=2, exclude_none=False) + "\n"
