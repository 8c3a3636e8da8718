"""The words by which personal data are told, read from `redaction.toml` and, for surnames and titles, `roles.toml`."""

import re
from functools import lru_cache
from typing import Any, NamedTuple

import tomli

from callsift.domain.transcript import Language
from callsift.resources import package_text


class NumberWords(NamedTuple):
    """What stands beside a number and tells what it is."""

    phone: tuple[str, ...]
    dial: tuple[str, ...]
    id: tuple[str, ...]
    card: tuple[str, ...]
    amount_before: tuple[str, ...]
    amount_after: tuple[str, ...]
    phone_after: tuple[str, ...]
    between: tuple[str, ...]
    not_read_out: str


class AddressWords(NamedTuple):
    """The parts of an address, Chinese and English."""

    stops: str
    with_stops: tuple[str, ...]
    roads: tuple[str, ...]
    no_roads: tuple[str, ...]
    buildings: tuple[str, ...]
    units: tuple[str, ...]
    provinces: tuple[str, ...]
    english_roads: tuple[str, ...]
    english_units: tuple[str, ...]
    counted: str
    not_after_room: str
    not_after_house: str


class HandleWords(NamedTuple):
    """What stands beside the name of an account or a licence plate."""

    account_number: tuple[str, ...]
    account: tuple[str, ...]
    not_before_account: tuple[str, ...]
    qq: tuple[str, ...]
    counted_by_qq: str
    provinces: str
    provinces_also_words: str
    plate: tuple[str, ...]
    plate_number: tuple[str, ...]
    not_after_plate: tuple[str, ...]


class EmailWords(NamedTuple):
    """What stands before an e-mail address, and what before an ordinary `at`."""

    told: tuple[str, ...]
    before_at: tuple[str, ...]


class NameWords(NamedTuple):
    """What makes a name, and what looks like one and is none."""

    surnames: frozenset[str]
    compound_surnames: tuple[str, ...]
    not_short: str
    titles: str
    ranks: tuple[str, ...]
    no_title: str
    before_title: frozenset[str]
    after_small: tuple[str, ...]
    ordinary_given: frozenset[str]
    no_names: frozenset[str]
    sides: tuple[str, ...]
    organisations: tuple[str, ...]
    english_generic: frozenset[str]
    particles: frozenset[str]
    english_ordinary: frozenset[str]
    english_phrases: tuple[str, ...]
    introductions: tuple[str, ...]
    english_introductions: tuple[str, ...]
    called: tuple[str, ...]
    no_person_ends: str
    no_english_names: frozenset[str]
    fields: frozenset[str]
    field_ends: str
    not_after_firm: str


def any_of(words: tuple[str, ...]) -> str:
    """Return a pattern of these words, the longest first."""
    return "|".join(re.escape(each) for each in sorted(words, key=lambda each: (-len(each), each)))


@lru_cache(maxsize=1)
def number_words() -> NumberWords:
    """Return the words beside numbers."""
    return NumberWords(**_frozen(_table()["numbers"]))


@lru_cache(maxsize=1)
def address_words() -> AddressWords:
    """Return the words of addresses."""
    return AddressWords(**_frozen(_table()["addresses"]))


@lru_cache(maxsize=1)
def handle_words() -> HandleWords:
    """Return the words beside accounts and licence plates."""
    return HandleWords(**_frozen(_table()["handles"]))


@lru_cache(maxsize=1)
def email_words() -> EmailWords:
    """Return the words beside e-mail addresses."""
    return EmailWords(**_frozen(_table()["emails"]))


@lru_cache(maxsize=1)
def name_words() -> NameWords:
    """Return the words of names."""
    own = _table()["names"]
    roles: dict[str, Any] = tomli.loads(package_text("playbook/roles.toml"))
    reading, labels = roles["reading"], roles["labels"]
    sides = {*labels["seller"], *labels["buyer"], *labels["other"], *own["generic"]}
    english = {word for each in sides if each.isascii() for word in each.split()}
    return NameWords(
        surnames=frozenset(reading["surnames"]),
        compound_surnames=tuple(own["compound_surnames"]),
        not_short=own["not_short"],
        titles=f"(?:{'|'.join(own['titles'])}|{reading['titles']})",
        ranks=tuple(own["ranks"]),
        no_title=f"(?:{'|'.join(own['no_title'])})",
        before_title=frozenset(own["before_title"]),
        after_small=tuple(own["after_small"]),
        ordinary_given=frozenset(own["ordinary_given"]),
        no_names=frozenset(own["no_names"]),
        sides=tuple(sorted((each for each in sides if not each.isascii()), key=_longest_first)),
        organisations=tuple(own["organisations"]),
        english_generic=frozenset({*own["english_generic"], *english}),
        particles=frozenset(own["particles"]),
        english_ordinary=frozenset(own["english_ordinary"]),
        english_phrases=tuple(own["english_phrases"]),
        introductions=tuple(own["introductions"]),
        english_introductions=tuple(own["english_introductions"]),
        called=tuple(own["called"]),
        no_person_ends=own["no_person_ends"],
        no_english_names=frozenset(own["no_english_names"]),
        fields=frozenset({*reading["fields"], *reading["summary_heads"]}),
        field_ends=own["field_ends"],
        not_after_firm=own["not_after_firm"],
    )


def placeholder_words(language: Language) -> dict[str, str]:
    """Return the word of each kind in the language of a call."""
    tables: dict[str, dict[str, str]] = _table()["placeholders"]
    return tables.get(language, tables["zh"])


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    return tomli.loads(package_text("steps/redact/redaction.toml"))


def _frozen(table: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(each) if isinstance(each, list) else each for key, each in table.items()}


def _longest_first(word: str) -> tuple[int, str]:
    return -len(word), word
