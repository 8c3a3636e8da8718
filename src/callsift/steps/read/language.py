"""Tells the language of the words: zh, zh-Hant, en or mixed."""

import re
from collections import Counter

from callsift.domain.transcript import Language

_CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
# ERP, API, PLC: everybody's words.
_ABBREVIATION = re.compile(r"[A-Z]{2,5}")
# About 0.6 English words say as much as one Chinese character.
_WORDS_PER_CHARACTER = 0.6
_SUBSTANTIAL = 0.22


def language_of(text: str) -> Language:
    """Return the language; without any letters, zh."""
    characters = Counter(_CHINESE.findall(text))
    chinese = characters.total() * _WORDS_PER_CHARACTER
    english = sum(1 for word in _WORD.findall(text) if not _ABBREVIATION.fullmatch(word))
    if not chinese and not english:
        return "zh"
    share = chinese / (chinese + english)
    if share < _SUBSTANTIAL:
        return "en"
    if share < 1 - _SUBSTANTIAL:
        return "mixed"
    return "zh-Hant" if _is_traditional(characters) else "zh"


def _is_traditional(characters: Counter[str]) -> bool:
    """Compare the characters that only one of the two national character sets has."""
    balance = 0
    for character, times in characters.items():
        simplified = _encodable(character, "gb2312")
        traditional = _encodable(character, "big5")
        balance += times * (traditional - simplified)
    return balance > 0


def _encodable(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
