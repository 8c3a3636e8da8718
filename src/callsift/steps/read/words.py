"""The words by which the reader tells speakers from fields, and notes from speech.

They are data, in `playbook/roles.toml`.
"""

import re
from functools import lru_cache
from typing import Any

import tomli
from pydantic import ConfigDict

from callsift.domain.record import Record
from callsift.resources import package_text


class ReadingWords(Record):
    """What the reader knows of words. Everything is matched on folded text."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    fields: frozenset[str]
    events: frozenset[str]
    summary_heads: frozenset[str]
    transcript_heads: frozenset[str]
    side_words: tuple[str, ...]
    remark: re.Pattern[str]
    notes: tuple[re.Pattern[str], ...]
    speech: tuple[re.Pattern[str], ...]
    shapes: tuple[re.Pattern[str], ...]
    reported: re.Pattern[str]
    notes_title: re.Pattern[str]
    title: re.Pattern[str]
    surnames: frozenset[str]


@lru_cache(maxsize=1)
def reading_words() -> ReadingWords:
    """Return the reader's words."""
    table: dict[str, Any] = tomli.loads(package_text("playbook/roles.toml"))
    reading = table["reading"]
    labels = table["labels"]
    return ReadingWords(
        fields=frozenset(reading["fields"]),
        events=frozenset(reading["events"]),
        summary_heads=frozenset(reading["summary_heads"]),
        transcript_heads=frozenset(reading["transcript_heads"]),
        side_words=(*labels["seller"], *labels["buyer"], *labels["other"]),
        remark=_any_of(reading["remark_words"]),
        notes=tuple(map(re.compile, reading["notes_patterns"])),
        speech=tuple(map(re.compile, reading["speech_patterns"])),
        shapes=tuple(map(re.compile, reading["notes_shapes"])),
        reported=re.compile(reading["reported_openings"]),
        notes_title=re.compile(reading["notes_titles"]),
        title=re.compile(reading["titles"] + "$"),
        surnames=frozenset(reading["surnames"]),
    )


def _any_of(words: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)))
