"""Turns a call into one that holds no personal data that callsift knows how to find. Pure: same call, same result."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from callsift.domain.transcript import Call, Transcript, Turn
from callsift.steps.redact.heads import names_in_heads
from callsift.steps.redact.introductions import names_introduced
from callsift.steps.redact.names import People, persons
from callsift.steps.redact.people import Name, names_given, names_in_labels
from callsift.steps.redact.placeholders import Placeholders
from callsift.steps.redact.redacted import Redacted
from callsift.steps.redact.search import search
from callsift.steps.redact.write import Masked, Masker, Piece, Places


def redact(call: Call, *, names: tuple[str, ...] = ()) -> Redacted:
    """Return the call with placeholders for personal data; `names` are masked beside those of the labels."""
    transcript = call.transcript
    pieces = list(_pieces(transcript))
    labels = tuple(dict.fromkeys(turn.speaker for turn in transcript.turns if turn.speaker))
    others = [*labels, call.name, call.account or ""]
    others += [each.text for each in transcript.not_understood]
    texts = [*(each.text for each in pieces), *others]
    people = _people(labels, names, texts)
    found = search(texts, transcript.language, People(people))
    placeholders = Placeholders(texts, transcript.language, persons(people))
    mask = Masker(placeholders)
    text = mask.join(transcript.text, pieces, found)
    short = {each: mask.line(each, found[len(pieces) + at]).text for at, each in enumerate(others)}
    return Redacted(
        call=_masked_call(call, text, short), values=mask.values(), original=call, edits=text.edits
    )


def _pieces(transcript: Transcript) -> Iterator[Piece]:
    """Yield the lines of the text, cut where turns begin and end; line breaks belong to none."""
    cuts = {0, len(transcript.text)}
    for turn in transcript.turns:
        cuts |= {turn.start, turn.end}
    for start, end in pairwise(sorted(cuts)):
        at = start
        for line in transcript.text[start:end].splitlines(keepends=True):
            if line.strip():
                yield Piece(at, line)
            at += len(line)


def _people(labels: tuple[str, ...], names: tuple[str, ...], texts: list[str]) -> tuple[Name, ...]:
    introduced = tuple(dict.fromkeys((*names_introduced(texts), *names_in_heads(texts))))
    last = len(labels) + len(names)
    return (
        *names_in_labels(labels),
        *names_given(names, len(labels)),
        *names_in_labels(introduced, last),
    )


def _masked_call(call: Call, text: Masked, short: Mapping[str, str]) -> Call:
    transcript = call.transcript
    places = Places(text.edits)
    turns = tuple(
        _masked_turn(each, places.of(each.start), places.of(each.end), text.text, short)
        for each in transcript.turns
    )
    lines = tuple(
        each.model_copy(update={"text": short[each.text]}) for each in transcript.not_understood
    )
    masked = transcript.model_copy(
        update={"text": text.text, "turns": turns, "not_understood": lines}
    )
    account = short[call.account] if call.account else call.account
    return call.model_copy(
        update={"name": short[call.name], "account": account, "transcript": masked}
    )


def _masked_turn(turn: Turn, start: int, end: int, text: str, short: Mapping[str, str]) -> Turn:
    speaker = short[turn.speaker] if turn.speaker else turn.speaker
    return turn.model_copy(
        update={"speaker": speaker, "start": start, "end": end, "text": text[start:end]}
    )
