"""The corpus that the offline engine learns from: every line can be read, and nothing is said twice."""

import json
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from callsift.domain.observation import MilestoneKind, MilestoneStatus, Party
from callsift.domain.transcript import Kind, Language
from callsift.playbook.model import Trap
from callsift.typography import folded
from tests.builders import shipped

FOLDER = Path(__file__).resolve().parents[1] / "fixtures" / "utterances"
UTTERANCES = sorted(FOLDER.glob("*.jsonl"))
DIALOGUES = sorted((FOLDER / "dialogues").glob("*.jsonl"))
TEST_PART = sorted((FOLDER / "test").glob("*.jsonl"))
EVENTS = sorted((FOLDER / "milestones").glob("*.jsonl"))
NEEDED = {"text", "role", "kind", "lang", "signals", "situation"}
ALLOWED = NEEDED | {"before", "not", "speaker", "milestones"}
META = {
    "meta",
    "situation",
    "industry",
    "lang",
    "kind",
    "worked_before",
    "need_mentioned",
    "category",
}
ROLES = ("buyer", "seller", "reporter")
SPEAKERS = {"transcript": ROLES[:2], "chat": ROLES, "notes": ROLES[2:]}
ALIKE = 0.55
# Rows of a product: a few megabytes.
_AT_ONCE = 200
# Too short to be anybody's own words: "好的", "Right, thanks."
SHORT = 12
# Pairs that are alike and stay, as (signal, line, line) with the smaller line first; the list may only shrink.
KNOWN_ALIKE: frozenset[tuple[str, int, int]] = frozenset()


@lru_cache
def rows(file: Path) -> tuple[dict[str, Any], ...]:
    return tuple(json.loads(line) for line in file.read_text(encoding="utf-8").splitlines())


def said(file: Path) -> tuple[dict[str, Any], ...]:
    return tuple(each for each in rows(file) if not each.get("meta"))


def faults_of(row: dict[str, Any]) -> list[str]:
    """Return what is wrong with one utterance."""
    found = [f"key {each}" for each in (NEEDED - set(row)) | (set(row) - ALLOWED)]
    if found:
        return sorted(found)
    denied = row.get("not", [])
    ids = (*row["signals"], *(each["id"] for each in denied))
    milestones = row.get("milestones", [])
    checks = {
        "text": isinstance(row["text"], str) and row["text"].strip() == row["text"] != "",
        "role": row["role"] in ROLES,
        "kind": row["kind"] in get_args(Kind),
        "lang": row["lang"] in get_args(Language),
        "ids": all(each in shipped().signals for each in ids),
        "ids twice": len(set(ids)) == len(ids),
        "why": all(set(each) == {"id", "why"} and each["why"] in get_args(Trap) for each in denied),
        "before": all(isinstance(each, str) and each for each in row.get("before", [])),
        "situation": isinstance(row["situation"], str) and row["situation"] != "",
        # Under a chat the rep may add a remark, which is a report too.
        "kind and role": row["role"] in SPEAKERS[row["kind"]],
        "side": row["role"] == "reporter"
        or all(_side(each) == row["role"] for each in row["signals"]),
        "milestones": all(
            each["kind"] in get_args(MilestoneKind)
            and each["status"] in get_args(MilestoneStatus)
            and each.get("with", "us") in get_args(Party)
            for each in milestones
        ),
    }
    return [name for name, good in checks.items() if not good]


def _side(signal: str) -> str:
    return shipped().signals[signal].shown_by


def bigrams(text: str) -> frozenset[str]:
    plain = "".join(folded(text).text.split())
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1)) or frozenset((plain,))


def alike_among(
    ones: list[frozenset[str]], others: list[frozenset[str]]
) -> Iterator[tuple[int, int]]:
    """Yield the places of each two sets of which more than the share `ALIKE` is the same."""
    columns: dict[str, int] = {}
    first, second = (_matrix(each, columns) for each in (ones, others))
    first.resize(first.shape[0], len(columns))
    sizes = [np.fromiter(map(len, each), dtype=np.int64) for each in (ones, others)]
    # Millions of pairs: as products of sparse matrices they take a second, one by one ten.
    for start in range(0, len(ones), _AT_ONCE):
        shared = (first[start : start + _AT_ONCE] @ second.T).tocoo()
        either = sizes[0][start + shared.row] + sizes[1][shared.col] - shared.data
        (found,) = np.nonzero(shared.data > ALIKE * either)
        for one, other in zip(shared.row[found], shared.col[found], strict=True):
            yield start + int(one), int(other)


def _matrix(sets: list[frozenset[str]], columns: dict[str, int]) -> Any:
    """Return a sparse matrix with a row a set and a one for each of its members."""
    places = [columns.setdefault(each, len(columns)) for members in sets for each in members]
    ends = np.cumsum([0, *map(len, sets)])
    ones = np.ones(len(places), dtype=np.int32)
    return csr_matrix((ones, places, ends), shape=(len(sets), len(columns)))


@pytest.mark.parametrize(
    "files", [UTTERANCES, DIALOGUES, TEST_PART], ids=["utterances", "dialogues", "test part"]
)
def test_every_line_says_what_it_must_in_known_words(files: list[Path]) -> None:
    wrong = {
        f"{file.stem}:{number}": faults
        for file in files
        for number, row in enumerate(rows(file), 1)
        if not row.get("meta") and (faults := faults_of(row))
    }
    assert wrong == {}


def test_an_utterance_about_events_says_which_or_none() -> None:
    wrong = {
        f"{file.stem}:{number}": faults
        for file in EVENTS
        for number, row in enumerate(rows(file), 1)
        if (faults := faults_of({**row, "signals": []}))
    }
    assert wrong == {}
    assert {file.stem for file in EVENTS} == set(get_args(MilestoneKind))


def test_a_file_of_utterances_is_named_after_a_signal() -> None:
    assert {file.stem for file in UTTERANCES} <= set(shipped().signals)


def test_a_dialogue_begins_with_what_it_is_and_stays_one_situation() -> None:
    categories = {each.id for each in shipped().categories.values()}
    wrong = []
    for file in DIALOGUES:
        meta, *turns = rows(file)
        good = (
            set(meta) == META
            and meta["meta"] is True
            and meta["category"] in categories
            and isinstance(meta["worked_before"], bool)
            and isinstance(meta["need_mentioned"], bool)
            and {meta["situation"], *(each["situation"] for each in turns)} == {file.stem}
        )
        if not good:
            wrong.append(file.stem)
    assert wrong == []


def test_no_text_stands_twice() -> None:
    every = Counter(
        "".join(folded(row["text"]).text.split())
        for file in (*UTTERANCES, *DIALOGUES, *EVENTS)
        for row in said(file)
    )
    assert {text for text, count in every.items() if count > 1 and len(text) >= SHORT} == set()


def test_no_two_utterances_of_a_signal_are_alike() -> None:
    alike = set()
    for file in UTTERANCES:
        grams = [bigrams(row["text"]) for row in rows(file)]
        pairs = alike_among(grams, grams)
        alike |= {(file.stem, one + 1, other + 1) for one, other in pairs if one < other}
    assert alike == KNOWN_ALIKE


def test_the_corpus_is_large_enough() -> None:
    """Every signal is shown often enough in both languages, and as often only invited or absent."""
    counts: Counter[tuple[str, str, bool]] = Counter()
    number = 0
    for file in (*UTTERANCES, *DIALOGUES, *TEST_PART):
        for row in said(file):
            number += 1
            language = "en" if row["lang"] == "en" else "zh"
            counts.update((each, language, True) for each in row["signals"])
            if file not in DIALOGUES and file.stem not in row["signals"]:
                counts[file.stem, language, False] += 1
    assert number >= 8_000
    for (language, shows), least in {
        ("zh", True): 80,
        ("en", True): 30,
        ("zh", False): 60,
        ("en", False): 25,
    }.items():
        few = {name for name in shipped().signals if counts[name, language, shows] < least}
        assert few == set(), (language, shows)


def test_nothing_of_the_test_part_is_like_what_is_learned_from() -> None:
    learned = [bigrams(row["text"]) for file in (*UTTERANCES, *DIALOGUES) for row in said(file)]
    tested = [row["text"] for file in TEST_PART for row in said(file)]
    tested = [text for text in tested if len("".join(text.split())) >= SHORT]
    alike = alike_among([bigrams(text) for text in tested], learned)
    assert [tested[number] for number, _ in alike] == []
