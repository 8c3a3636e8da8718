"""Says a text in the language of a result: Chinese, traditional Chinese or English."""

from functools import lru_cache
from typing import Literal, Protocol, TypeAlias

from callsift.domain.transcript import Language

ResultLanguage: TypeAlias = Literal["zh", "zh-Hant", "en"]


def spoken_as(language: Language, chosen: str | None = None) -> ResultLanguage:
    """Return the language in which to speak of an input in `language`: the one that was chosen, else its own."""
    if chosen == "en" or (not chosen and language == "en"):
        return "en"
    return "zh-Hant" if language == "zh-Hant" else "zh"


class Bilingual(Protocol):
    """Anything with the same text in both languages."""

    @property
    def zh(self) -> str:
        """The Chinese text."""

    @property
    def en(self) -> str:
        """The English text."""


def say(text: Bilingual, lang: ResultLanguage) -> str:
    """Return the text in `lang`; traditional characters are made from the simplified text."""
    if lang == "en":
        return text.en
    return traditional(text.zh) if lang == "zh-Hant" else text.zh


def quoted(text: str, lang: ResultLanguage) -> str:
    """Return a text in the quotation marks of `lang`."""
    return f"“{text}”" if lang == "en" else f"「{text}」"


# The dictionary of Taiwan's words is that of computing, where a parameter is an argument and equipment a device.
_IN_TRADE = {"別隻": "別只", "引數": "參數", "裝置": "設備", "支援": "支持"}


@lru_cache(maxsize=2048)
def traditional(text: str) -> str:
    """Return simplified Chinese in traditional characters, with Taiwan's usage of words."""
    converted = _converter().convert(text)
    for of_computing, of_trade in _IN_TRADE.items():
        converted = converted.replace(of_computing, of_trade)
    return converted


@lru_cache(maxsize=1)
def _converter() -> "_Converter":
    # Imported late: few results need it and it reads its dictionaries when it is made.
    from opencc import OpenCC  # noqa: PLC0415

    converter: _Converter = OpenCC("s2twp")
    return converter


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...
