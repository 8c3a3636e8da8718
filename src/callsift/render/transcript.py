"""Writes what the reader understood, for a terminal or a pipe."""

from callsift.domain.transcript import Kind, Transcript, Turn
from callsift.printable import for_terminal
from callsift.render.clock import clock


def transcript_text(transcript: Transcript) -> str:
    """Return the turns with number, time, role and speaker, then the lines that were not understood.

    Each stands on one line that steers no terminal.
    """
    lines = [
        f"format {transcript.format}, kind {transcript.kind}, language {transcript.language}, "
        f"{len(transcript.turns)} turns, {len(transcript.text)} characters",
        "",
    ]
    lines.extend(_turn(turn, transcript.kind) for turn in transcript.turns)
    if transcript.not_understood:
        lines.extend(("", f"not understood: {len(transcript.not_understood)} lines"))
        lines.extend(
            f"  line {each.line}: {each.text.strip()} ({each.reason})"
            for each in transcript.not_understood
        )
    return "\n".join(map(for_terminal, lines)) + "\n"


def _turn(turn: Turn, kind: Kind) -> str:
    time = clock(turn.start_s, kind)
    at = f" {time}" if time else ""
    speaker = f" {turn.speaker}" if turn.speaker else ""
    return f"{turn.index + 1:>4}{at} [{turn.role}]{speaker}: {' '.join(turn.text.split())}"
