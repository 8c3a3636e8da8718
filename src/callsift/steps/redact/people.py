"""Reads the names of people from speaker labels and from a list given by the user."""

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple, TypeAlias

from callsift.steps.redact.line import FILLER
from callsift.steps.redact.words import NameWords, name_words
from callsift.typography import folded

Part: TypeAlias = Literal["person", "surname", "given"]

_ASIDE = re.compile(r"[(\[【{][^)\]】}]*[)\]】}]")
_MASKED = re.compile(r"〔[^〔〕]*〕")
_PARTING = re.compile(
    r"[\s_/|·@,，、:：&+~\"'“”‘’<>《》「」『』]+|(?<=[a-zA-Z]{2})\.(?=[a-zA-Z]{2})|(?<=[\u4e00-\u9fff])[-–—]|[-–—](?=[\u4e00-\u9fff])"
    r"|(?<=[a-zA-Z])(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=[a-zA-Z])"
)
# Whoever writes from an address may be named in it; its firm is nobody's name, nor is what stands behind @.
_ADDRESS = re.compile(r"([\w.%+-]+)@[\w-]+(?:\.[\w-]+)+")
_FIRM = re.compile(r"(?<=\S)\s?@.*")
_LATIN = re.compile(r"[a-zà-öø-ÿ][a-zà-öø-ÿ'’.]*(?:-[a-zà-öø-ÿ'’]+)*")
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_SMALL = "小老阿"


class Name(NamedTuple):
    """A folded name or a part of one, and whose it is: parts of one name share a number."""

    text: str
    part: Part
    person: int


def names_in_labels(labels: Iterable[str], first: int = 0) -> Iterator[Name]:
    """Yield the names that labels hold. Sides, departments and firms are none."""
    for person, label in enumerate(labels, first):
        yield from _dedupe(_label(label, person, name_words()))


def names_given(names: Iterable[str], first: int) -> Iterator[Name]:
    """Yield the names that the user gave, each whole and in its parts."""
    for person, name in enumerate(names, first):
        whole = folded(name.strip()).text
        if len(whole) > 1:
            yield Name(whole, "person", person)
        yield from _dedupe(_label(name, person, name_words()))


def _dedupe(names: Iterable[Name]) -> Iterator[Name]:
    return iter({each.text: each for each in reversed(list(names))}.values())


def _label(label: str, person: int, words: NameWords) -> Iterator[Name]:
    half = _MASKED.sub(FILLER, label)
    asides, parts = _parts(_half(half), words)
    named = list(_latin([each for each in parts if _LATIN.match(each)], person, words))
    if not named and all(_is_side(each, words) for each in parts):
        # Agent (Sarah Connor): what stands in brackets behind a mere side is who it is.
        inside = [each for aside in asides for each in aside.split()]
        named = list(_latin([each for each in inside if _LATIN.match(each)], person, words))
    yield from named
    base = not any(_is_certain(_without_side(each, words), words) for each in (*parts, *asides))
    for part in [*(each for each in parts if not each.isascii()), *asides]:
        stripped = _without_side(part, words)
        if not stripped or stripped in words.no_names:
            continue
        yield from _chinese(stripped, person, words, base=base and part not in asides)
        if len(stripped) == 1 and stripped in words.surnames:
            # A lone surname cannot be told from a word: its label is masked as it stands.
            yield Name(folded(half).text, "person", person)
            yield Name(stripped, "surname", person)
        base = False


def _parts(label: str, words: NameWords) -> tuple[list[str], list[str]]:
    """Return what a label holds in brackets and outside them, each part folded."""
    address = _ADDRESS.search(label)
    if address is not None:
        rest = _ADDRESS.sub(" ", label)
        label = rest if re.search(r"\w", rest) else address[1]
    before = _FIRM.sub("", label)
    if not all(_is_side(folded(each).text, words) for each in _PARTING.split(before)):
        label = before
    asides = [
        folded(part).text
        for each in _ASIDE.findall(label)
        for part in _PARTING.split(each[1:-1])
        if part.strip()
    ]
    outside = _PARTING.split(_ASIDE.sub(" ", label))
    return asides, [folded(each).text for each in outside if each.strip()]


def _is_certain(part: str, words: NameWords) -> bool:
    """Tell whether a part is a name whatever stands beside it, so that the other parts are none."""
    called = re.fullmatch(f"(.{{1,2}}){words.titles}", part)
    is_called = called is not None and called[1] == surname_of(called[1])
    return bool(_CHINESE.fullmatch(part)) and (is_called or is_chinese_name(part))


def _half(label: str) -> str:
    return label.translate(str.maketrans("（）［］－", "()[]-"))


def _without_side(part: str, words: NameWords) -> str:
    """Return what is left of a part of a label when the word for its side goes: 客户李工 is 李工."""
    for side in words.sides:
        if part.startswith(side):
            return _without_side(part[len(side) :], words)
    return part


def _is_side(part: str, words: NameWords) -> bool:
    stripped = _without_side(part, words)
    return not stripped or stripped in words.no_names or stripped in words.english_generic


def _latin(parts: list[str], person: int, words: NameWords) -> Iterator[Name]:
    found = [word.rstrip(".") for each in parts for word in _LATIN.findall(each)]
    names = list(_with_particles(found, words))
    if not any(len(each) > 1 for _, each in names):
        return
    if len(names) > 1:
        yield Name(" ".join(before + each for before, each in names), "person", person)
    for place, (before, name) in enumerate(names):
        if len(name) > 1:
            whole = len(names) == 1
            part: Part = "person" if whole else "given" if place == 0 else "surname"
            for form in _forms(before, name, words):
                yield Name(form, part, person)


def _with_particles(found: list[str], words: NameWords) -> Iterator[tuple[str, str]]:
    """Yield each name with the particles before it, `de la ` or nothing; a particle alone is no name."""
    before, named = "", False
    for place, word in enumerate(found):
        generic = word in words.english_generic
        is_last = place + 1 == len(found)
        if word in words.particles and (named or generic) and not is_last:
            before += f"{word} "
        else:
            if not generic:
                yield before, word
                named = True
            before = ""


def _forms(before: str, name: str, words: NameWords) -> Iterator[str]:
    """Yield what one name is written as: Souza and de Souza, Smith-Jones and Smith Jones."""
    yield name
    halves = name.split("-")
    if len(halves) > 1 and words.english_generic.isdisjoint(halves):
        yield " ".join(halves)
    if before:
        yield before + name


def _chinese(part: str, person: int, words: NameWords, *, base: bool) -> Iterator[Name]:
    """Yield the names in one Chinese part of a label; the first part may be a name of any kind."""
    if not _CHINESE.fullmatch(part):
        return
    titled = re.search(f"(?:{'|'.join(words.ranks)})?{words.titles}$", part)
    stem = part[: titled.start()] if titled else part
    if not stem or stem in words.no_names or (len(stem) == 1 and not titled):
        return
    surname = surname_of(stem)
    if titled and (len(stem) == 1 or stem == surname):
        yield from _surname(stem, person, words)
    elif titled and _is_behind_firm(stem, words):
        yield Name(stem[-1], "surname", person)
    elif stem[0] in _SMALL and len(stem) == 2:
        yield Name(stem[1], "surname", person)
    elif stem[0] in _SMALL and len(stem) == 3:
        yield Name(stem[1:], "given", person)
    elif surname and is_chinese_name(stem):
        yield from _whole(stem, surname, person, words)
    elif base and not titled and _is_nickname(stem, words):
        yield Name(stem, "person", person)
        if surname and re.match(words.titles, stem[len(surname) :]):
            yield Name(surname, "surname", person)


def _is_behind_firm(stem: str, words: NameWords) -> bool:
    """Tell whether the stem of a title is a firm and a surname: 恒泰王总."""
    last = stem[-1]
    return (
        len(stem) > 2
        and last in words.surnames
        and last not in words.not_after_firm
        and not is_chinese_name(stem)
    )


def _whole(name: str, surname: str, person: int, words: NameWords) -> Iterator[Name]:
    yield Name(name, "person", person)
    yield from _surname(surname, person, words)
    given = name[len(surname) :]
    if given not in words.ordinary_given:
        yield Name(given, "given", person)


def _surname(surname: str, person: int, words: NameWords) -> Iterator[Name]:
    """Yield the surname, and the character by which somebody called 欧阳 is addressed too: 欧总."""
    yield Name(surname, "surname", person)
    if len(surname) > 1 and surname[0] not in words.not_short:
        yield Name(surname[0], "surname", person)


def surname_of(stem: str) -> str:
    """Return the surname with which a folded Chinese name begins, or nothing."""
    words = name_words()
    if stem[:2] in words.compound_surnames:
        return stem[:2]
    return stem[0] if stem[0] in words.surnames else ""


def is_chinese_name(stem: str) -> bool:
    """Tell whether a folded text has the form of a Chinese name: surname and one or two characters."""
    words = name_words()
    surname = surname_of(stem)
    given = stem[len(surname) :]
    if not surname or not 1 <= len(given) <= 2 or stem in words.no_names:
        return False
    return not (_is_organisation(stem, words) or re.match(words.titles, given))


def _is_nickname(stem: str, words: NameWords) -> bool:
    return (
        2 <= len(stem) <= 6
        and not _is_organisation(stem, words)
        and not any(side in stem for side in words.sides)
    )


def _is_organisation(stem: str, words: NameWords) -> bool:
    return stem.endswith(words.organisations) or stem in words.organisations
