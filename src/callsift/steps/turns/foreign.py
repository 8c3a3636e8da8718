"""Tells whether a call is in a language that is neither Chinese nor English, by its script and its commonest words."""

import re

_OURS = re.compile(r"[A-Za-zÀ-ɏ\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
# A letter of any other script: kana, hangul, Cyrillic, Arabic, Thai and so on.
_OTHER = re.compile(r"(?![A-Za-zÀ-ɏ\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])[^\W\d_]")
_CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_WORD = re.compile(r"[A-Za-zÀ-ɏ]+(?:['’][A-Za-z]+)?")
# Words that hardly any English is without, and that mean nothing in the languages around it.
_ENGLISH = frozenset({
    "and", "are", "at", "but", "can", "for", "from", "have", "if", "it", "it's", "not", "our", "that", "the", "there",
    "they", "this", "to", "what", "when", "with", "would", "you", "your",
})  # fmt: skip
# Japanese is half kana.
_MOST_OTHER = 0.15
# Of the English calls and notes in `fixtures` that are so long none has fewer than one in nine.
_LONG_ENOUGH, _FEWEST = 40, 0.04


def is_foreign(text: str) -> bool:
    """Tell whether most of a text is neither Chinese nor English; of a few words in Latin letters nobody can say."""
    ours, other = len(_OURS.findall(text)), len(_OTHER.findall(text))
    if other > _MOST_OTHER * (ours + other):
        return True
    words = [each.lower().replace("’", "'") for each in _WORD.findall(text)]
    if len(words) < _LONG_ENOUGH or len(_CHINESE.findall(text)) > len(words) / 4:
        return False
    return sum(each in _ENGLISH for each in words) < _FEWEST * len(words)
