"""Finds the answer's object in what a model wrote: behind thinking, prose, fences, broken JSON.

Costs no call. What had to be forgiven is listed; no string is altered.
"""

import json
import re
from typing import Any, NamedTuple

from callsift.steps.extract.llm.tolerant import BrokenJSONError, merged, read_tolerantly

LISTS = ("signals", "milestones", "facts", "roles")
CUT = "the end was cut off"
_THINKING = re.compile(r"\s*<(think|thinking|thought|reasoning)>.*?</\1>", re.S | re.I)
_THOUGHT_END = re.compile(r"</(?:think|thinking|thought|reasoning)>", re.I)
# An object may begin at any bracket. Reading stops when this many times the reply's length has been
# looked at: a reply holds one answer, and prose around it a handful of brackets.
_MOST_WORK = 20
_LEAST_WORK = 4_000
_START = re.compile(r"[{\[]")


class Found(NamedTuple):
    """The answer's object and what had to be forgiven on the way to it."""

    answer: dict[str, Any]
    repairs: tuple[str, ...]


def find_answer(text: str) -> Found | None:
    """Return the last object in the text that has the answer's lists, or None.

    The last, because thinking and prose may hold drafts of it; one that was cut off counts only if none is whole, and
    an empty one only if all are: models like to add what they would have said of nothing.
    """
    strict = _strictly(text, strict=True)
    if strict is not None:
        return Found(strict, ())
    repairs: set[str] = set()
    rest = _without_thinking(text)
    if rest != text:
        repairs.add("thinking before the answer")
    found = _strictly(rest, strict=True) or _strictly(rest, strict=False)
    if found is not None:
        if _strictly(rest, strict=True) is None:
            repairs.add("control characters inside a string")
        return Found(found, tuple(sorted(repairs)))
    return _searched(rest, repairs)


def _strictly(text: str, *, strict: bool) -> dict[str, Any] | None:
    try:
        value = json.loads(text.strip().lstrip("\ufeff"), strict=strict, object_pairs_hook=merged)
    except (ValueError, RecursionError):
        return None
    return _as_answer(value)


def _as_answer(value: object) -> dict[str, Any] | None:
    """Return the value if it is an answer; a bare list of signals is one too."""
    if isinstance(value, dict):
        return value if isinstance(value.get("signals"), list) else None
    items = value if isinstance(value, list) else []
    bare = bool(items) and all(
        isinstance(each, dict) and "id" in each and "quote" in each for each in items
    )
    return {"signals": items} if bare else None


def _without_thinking(text: str) -> str:
    while (thought := _THINKING.match(text)) is not None:
        text = text[thought.end() :]
    # Some servers swallow the opening tag. Tags inside the answer's strings stand behind a bracket.
    end = _THOUGHT_END.search(text)
    if end is not None and "{" not in text[: end.start()]:
        text = text[end.end() :]
    return text


def _searched(text: str, repairs: set[str]) -> Found | None:
    whole: Found | None = None
    partial: Found | None = None
    at, work = 0, _MOST_WORK * (len(text) + _LEAST_WORK)
    while work > 0 and (start := _START.search(text, at)) is not None:
        begin = start.start()
        answer, end, forgiven = _from(text, begin)
        work -= max(end - begin, _LEAST_WORK)
        if answer is None:
            at = begin + 1
            continue
        at = end
        around = {"words around the answer"} if _words_around(text, begin, end) else set()
        found = Found(answer, tuple(sorted({*repairs, *forgiven, *around})))
        if CUT in forgiven:
            partial = found
        elif whole is None or _holds_items(answer) or not _holds_items(whole.answer):
            whole = found
    return whole or partial


def _holds_items(answer: dict[str, Any]) -> bool:
    return any(answer.get(each) for each in LISTS)


def _from(text: str, begin: int) -> tuple[dict[str, Any] | None, int, frozenset[str]]:
    """Return the answer that begins here, or None, and the place where reading stopped."""
    try:
        value, end, forgiven = read_tolerantly(text, begin)
    except BrokenJSONError as error:
        return None, error.at, frozenset()
    return _as_answer(value), end, forgiven


def _words_around(text: str, start: int, end: int) -> bool:
    return bool(text[:start].strip() or text[end:].strip())
