"""What a reader of exports finds: cues, what it could not understand, and the day of the call."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from callsift.domain.transcript import Kind, NotUnderstood
from callsift.sentences import split_sentences
from callsift.steps.read.cues import Cue
from callsift.steps.read.exports.fields import Item

_NO_WORDS = "an entry without words"
_NO_OBJECT = "an entry that is no object"
# So much of what is no object is shown.
_SHOWN = 200


class Found(NamedTuple):
    """One call of an export. The line of a cue or a fault is its place in the list, from 1."""

    cues: list[Cue]
    not_understood: list[NotUnderstood]
    date: str | None = None
    kind: Kind = "transcript"


def gathered(
    entries: object, read: Callable[[Item], Iterable[Cue]], *, date: str | None = None
) -> Found:
    """Return the cues of the entries in a list; entries without any are listed."""
    cues: list[Cue] = []
    listed: list[NotUnderstood] = []
    for place, entry in enumerate(entries if isinstance(entries, list) else (), 1):
        if not isinstance(entry, dict):
            listed.append(fault(place, _shown(entry), _NO_OBJECT))
            continue
        spoken = [cue for cue in read(entry) if cue.text.strip()]
        if not spoken:
            listed.append(fault(place, "", _NO_WORDS))
        cues.extend(cue._replace(line=place) for cue in spoken)
    return Found(cues, listed, date)


def fault(place: int, text: str, reason: str) -> NotUnderstood:
    """Return an entry of the list of what was not understood."""
    return NotUnderstood(line=place, text=text, reason=reason)


def _shown(entry: object) -> str:
    text = entry if isinstance(entry, str) else type(entry).__name__
    return text.encode("utf-8", "replace").decode("utf-8")[:_SHOWN]


def sentence_cues(text: str, speaker: str | None = None) -> list[Cue]:
    """Return the cues of a text without times, one a sentence."""
    return [Cue(speaker, None, None, each.text) for each in split_sentences(text)]


def in_time(cues: Iterable[Cue]) -> list[Cue]:
    """Return the cues by their start; those without one stay behind the one before."""
    keyed: list[tuple[float, Cue]] = []
    last = 0.0
    for cue in cues:
        last = last if cue.start_s is None else cue.start_s
        keyed.append((last, cue))
    return [cue for _, cue in sorted(keyed, key=lambda pair: pair[0])]
