"""Records in, text out. Knows nothing of engines."""

from callsift.render.estimate import estimate_text
from callsift.render.markdown import markdown_report
from callsift.render.playbook import explanation, playbook_list
from callsift.render.terminal import plain_report, print_report
from callsift.render.transcript import transcript_text

__all__ = [
    "estimate_text",
    "explanation",
    "markdown_report",
    "plain_report",
    "playbook_list",
    "print_report",
    "transcript_text",
]
