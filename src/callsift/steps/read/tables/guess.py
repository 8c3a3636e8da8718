"""Guesses what the columns mean, from the words of the header and the look of the cells.

A guess is made only where it is obvious; everything else is asked for.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from callsift.steps.read.tables.words import MAYBE, MEANINGS, SURE, Meaning, ranks_of

# A cell this long is prose; and a column of prose is so many times as long as the next one.
_PROSE, _TIMES_LONGER = 30, 3
_MANY = 3
# A column is full where all but one cell of so many are.
_FULL = 10
# No table of calls has more; a line of commas has.
MOST_COLUMNS = 256

Places = Mapping[Meaning, int]
Rows = Sequence[Sequence[str]]


class TurnPlaces(NamedTuple):
    """Where a table of turns has its speakers, times and words."""

    speaker: int
    time: int | None
    text: int


def turn_places(header: Sequence[str]) -> TurnPlaces | None:
    """Return the columns of a table of turns, by its header alone."""
    ranks = [ranks_of(cell) for cell in header]
    text = _best(ranks, "text")
    speaker = _best(ranks, "speaker") or _best(ranks, "role")
    if len(text) != 1 or not speaker or speaker[0] == text[0]:
        return None
    times = _best(ranks, "time")
    return TurnPlaces(speaker=speaker[0], time=times[0] if times else None, text=text[0])


def meanings_in(cells: Iterable[str]) -> dict[Meaning, int]:
    """Return which meanings the cells of a possible header hold, and how surely."""
    found: dict[Meaning, int] = {}
    for cell in islice(cells, MOST_COLUMNS):
        for meaning, rank in ranks_of(cell).items():
            found[meaning] = max(rank, found.get(meaning, 0))
    return found


def _best(ranks: Sequence[Mapping[Meaning, int]], meaning: Meaning) -> list[int]:
    """Return the columns that mean this most surely, from the left."""
    for wanted in (SURE, MAYBE):
        found = [at for at, each in enumerate(ranks) if each.get(meaning) == wanted]
        if found:
            return found
    return []


def guess_places(header: Sequence[str], rows: Rows, given: Places) -> Places:
    """Return the columns whose meaning is obvious, with those that are `given`.

    `text` is missing where several columns could hold the words.
    """
    ranks = [{} if at in given.values() else ranks_of(cell) for at, cell in enumerate(header)]
    places = dict(given)
    if "text" not in places:
        text = _text_place(ranks, rows, len(header))
        if text is not None:
            places["text"] = text
    for meaning in _order(ranks, rows, places):
        free = [at for at in _best(ranks, meaning) if at not in places.values()]
        if meaning == "account" and "speaker" in places:
            # Beside speakers a name is one of them as likely as not.
            free = [at for at in free if ranks[at][meaning] == SURE]
        if meaning not in places and free:
            places[meaning] = free[0]
    return places


def _order(
    ranks: Sequence[Mapping[Meaning, int]], rows: Rows, places: Places
) -> tuple[Meaning, ...]:
    """Return the meanings to look for, of turns or of calls."""
    if _has_turns(ranks, rows, places):
        return ("speaker", "role", "time", "end", "call", "date", "account")
    return ("account", "date")


def _has_turns(ranks: Sequence[Mapping[Meaning, int]], rows: Rows, places: Places) -> bool:
    """Tell whether a row is a turn: it has a speaker, or a start and an end."""
    if "speaker" in places or "role" in places:
        return True
    surest = {
        meaning: max((each.get(meaning, 0) for each in ranks), default=0) for meaning in MEANINGS
    }
    if surest["speaker"] == SURE or surest["role"] == SURE:
        return True
    if surest["time"] and surest["end"] and not surest["account"]:
        return True
    weak = _best(ranks, "role") + _best(ranks, "speaker")
    sure_call = surest["account"] == SURE or surest["date"] == SURE
    return bool(weak) and not sure_call and _returns(rows, weak[0])


def _returns(rows: Rows, at: int) -> bool:
    """Tell whether few names stand in a column, again and again."""
    filled = [row[at] for row in rows if at < len(row) and row[at].strip()]
    return len(filled) > 1 and len(Counter(filled)) * 2 <= max(len(filled), 2 * _MANY)


def _text_place(ranks: Sequence[Mapping[Meaning, int]], rows: Rows, width: int) -> int | None:
    """Return the one column that holds the words, if there is one such."""
    lengths = [_mean_length(rows, at) for at in range(width)]
    named = _best(ranks, "text")
    filled = _well_filled(rows, [at for at in named if lengths[at]]) or named
    if len(filled) == 1 and ranks[filled[0]]["text"] == SURE:
        return filled[0]
    unnamed = [at for at in range(width) if not ranks[at]]
    best = max([*filled, *unnamed], key=lambda at: lengths[at], default=None)
    if best is None:
        return None
    others = [lengths[at] for at in [*filled, *unnamed] if at != best]
    is_longest = lengths[best] >= _PROSE and lengths[best] >= _TIMES_LONGER * max(others, default=0)
    if is_longest:
        return best
    prose = [at for at in unnamed if lengths[at] >= _PROSE]
    return filled[0] if len(filled) == 1 and not prose else None


def _well_filled(rows: Rows, places: Sequence[int]) -> list[int]:
    """Return the columns without those that hold little beside a full one: a remark here and there."""
    filled = {at: sum(1 for row in rows if at < len(row) and row[at].strip()) for at in places}
    is_full = any(_FULL * number >= (_FULL - 1) * len(rows) for number in filled.values())
    return [at for at in places if not is_full or filled[at] * 2 > len(rows)]


def _mean_length(rows: Rows, at: int) -> float:
    cells = [len(row[at].strip()) for row in rows if at < len(row) and row[at].strip()]
    return sum(cells) / len(cells) if cells else 0.0
