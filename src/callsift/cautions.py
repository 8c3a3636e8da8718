"""Says what the reader of a verdict should know: an id and what is filled in comes in, a sentence goes out.

Said once, at the end, in the language of the result. A saved analysis holds the sentence alone: where it is one of
ours, what was filled in is read back out of it, so that it can be said again in another language.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import product
from typing import Final, TypeAlias

from callsift.domain.analysis import CallWarning, Caution, Named
from callsift.wording import ResultLanguage, say

Values: TypeAlias = Mapping[str, tuple[str, ...]]
_MOST_LISTED = 8
_MORE = "…"
_BLANK = re.compile(r"\{([a-z_]+)\}")
# The commonest first; traditional characters take dictionaries.
_LANGUAGES: tuple[ResultLanguage, ...] = ("zh", "en", "zh-Hant")

# What is said of how a call was read; the rest stands in `playbook/warnings.toml`, which may say these too.
_OF_READING: Final[Mapping[str, Named]] = {
    "speakers_unknown": Named(
        zh="分不清这些人是销售还是客户：{names}。请用 --seller 指明销售是谁。",
        en="Cannot tell whether these speakers sell or buy: {names}. Say with --seller who sells.",
    ),
    "nobody_called": Named(
        zh="这段通话里没有叫{names}的说话人，这一项没有起作用。",
        en="No speaker in this call is called {names}; what was said of them changed nothing.",
    ),
    "wrongly_named": Named(
        zh="文件名是 .{kind}，内容却是纯文本，已按文本读取；如果内容不全，请重新导出。",
        en="The name ends in .{kind}, but what it holds is plain text, and was read so. "
        "If this is not the whole call, export it again.",
    ),
    "language_unread": Named(
        zh="这些话像是中文、英文以外的语言。这里只认中文和英文，别的话读不懂，结论不要当真。",
        en="These words look like neither Chinese nor English. Only these two are read, so do not rely on the verdict.",
    ),
    "day_assumed": Named(
        zh="原文没写是哪天的通话，按 {day} 算日子；不对的话，用 --date 指明。",
        en="The text names no day; dates are reckoned from {day}. If that is wrong, say with --date which day it was.",
    ),
}
# Said where there is nothing to fill in.
_WITHOUT: Final[Mapping[str, Named]] = {
    "speakers_unknown": Named(
        zh="原文没有标明说话人，哪些话是客户说的只能按说法来猜，猜不准的不算。请在每句话前标上名字，再用 --seller 指明销售是谁。",
        en="The text names no speakers, so whose words are whose is a guess from how they sound. "
        "Put names before the lines and say with --seller who sells.",
    ),
}  # fmt: skip


def listed(members: Iterable[object]) -> tuple[str, ...]:
    """Return the first few members of a list, and a sign that there are more."""
    texts = tuple(map(str, members))
    return (*texts[:_MOST_LISTED], _MORE) if len(texts) > _MOST_LISTED else texts


def said(caution: Caution, sentences: Mapping[str, Named], lang: ResultLanguage) -> CallWarning:
    """Return a caution in `lang`; one for which there are no words stays as it was said.

    Args:
        caution: what is to be said, or was.
        sentences: the playbook's, by id.
        lang: the language of the result.
    """
    found = (sentences.get(caution.id, _OF_READING.get(caution.id)), _WITHOUT.get(caution.id))
    known = tuple(each for each in found if each is not None)
    values = caution.values if caution.text is None else _read_back(caution.text, known)
    if values is not None:
        for each in known:
            text = say(each, lang)
            if set(_BLANK.findall(text)) <= values.keys():
                return CallWarning(id=caution.id, text=_filled(text, values, lang))
    return CallWarning(id=caution.id, text=caution.text or caution.id)


def _filled(text: str, values: Values, lang: ResultLanguage) -> str:
    # Names are filled in at last: they are not put into traditional characters.
    return _BLANK.sub(lambda blank: _comma(lang).join(values[blank[1]]), text)


def _read_back(text: str, known: tuple[Named, ...]) -> Values | None:
    """Return what was filled in when `text` was said, or None where it is none of these sentences."""
    if not any(_BLANK.search(each.zh) for each in known):
        return {}
    for sentence, lang in product(known, _LANGUAGES):
        if found := re.fullmatch(_pattern(say(sentence, lang)), text, re.DOTALL):
            return {
                name: tuple(value.split(_comma(lang))) for name, value in found.groupdict().items()
            }
    return None


def _pattern(text: str) -> str:
    """Return a pattern of all that a sentence can become; what is filled in twice is the same."""
    words, names = _BLANK.split(text)[::2], _BLANK.findall(text)
    made = re.escape(words[0])
    for at, name in enumerate(names):
        blank = f"(?P={name})" if name in names[:at] else f"(?P<{name}>.+)"
        made += blank + re.escape(words[at + 1])
    return made


def _comma(lang: ResultLanguage) -> str:
    return ", " if lang == "en" else "、"
