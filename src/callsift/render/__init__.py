"""Records in, text out. Knows nothing of engines."""

from callsift.render.estimate import estimate_text
from callsift.render.explanation import explanation
from callsift.render.markdown import markdown_page
from callsift.render.playbook import playbook_list
from callsift.render.report import report_page
from callsift.render.terminal import plain_page, print_page
from callsift.render.transcript import transcript_text

__all__ = [
    "estimate_text",
    "explanation",
    "markdown_page",
    "plain_page",
    "playbook_list",
    "print_page",
    "report_page",
    "transcript_text",
]
