"""Matches the names that the user gave against the labels."""

from collections.abc import Sequence

from callsift.steps.turns.speakers import Speaker
from callsift.steps.turns.words import Side
from callsift.typography import folded


def sides_given(
    speakers: Sequence[Speaker], sellers: Sequence[str], buyers: Sequence[str]
) -> dict[str, Side]:
    """Return the side of each speaker that a given name means."""
    found: dict[str, Side] = {}
    sides: tuple[tuple[Side, Sequence[str]], ...] = (("seller", sellers), ("buyer", buyers))
    for side, names in sides:
        for name in names:
            for speaker in _meant(speakers, folded(name.strip()).text):
                found[speaker.label] = side
    return found


def _meant(speakers: Sequence[Speaker], name: str) -> list[Speaker]:
    """Return those whose whole label is the name, else those of whose label it is a part."""
    if not name:
        return []
    whole = [each for each in speakers if name in (each.form, each.base)]
    part = [each for each in speakers if name in each.parts or name == each.aside]
    return whole or part or [each for each in speakers if name in each.form and len(name) > 1]


def names_of_nobody(speakers: Sequence[Speaker], names: Sequence[str]) -> list[str]:
    """Return the given names that no speaker has."""
    return [name for name in names if not _meant(speakers, folded(name.strip()).text)]
