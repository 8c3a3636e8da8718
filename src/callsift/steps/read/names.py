"""Tells whether a label names somebody who speaks, or a field, or nothing of the kind."""

import re
from functools import lru_cache

from callsift.steps.read.words import reading_words
from callsift.typography import folded

_SENTENCE = re.compile(r"[，。！？；、,!?;…“”\"=<>{}|\\^$%《》]|\.(?=\s*$)")
_DOTTED_INITIAL = re.compile(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Jr|Sr|St|Prof)\.", re.IGNORECASE)
# A name as lists have it: the family's first.
# A degree or a firm behind the name, and the firm before it.
_ADDED = re.compile(r"(?<=\w)\s*[|｜]\s*(?=\w)|(?<=^[A-Z])([\w .'’-]*), (?=[A-Z][\w .&'’-]{1,30}$)")
_FAMILY_FIRST = re.compile(r"^[A-Z][\w'’-]+, (?:[A-Z][\w'’-]*\.? ?){1,2}(?=$|[(\[])")
# Not where it ends a noun: an adviser, a channel, a lecturer.
_REPORTED = re.compile(
    r"(?:(?<![解小])[说說]|(?<![顾顧学學访訪])[问問]|(?<![问問])答|(?<=[说說问問答讲講写寫称稱笑叹])道|(?<![主宣])[讲講]|回|表示|提到|认为|認為|反馈|回复|回覆|强调|补充|要求|觉得|[问問说說][我你他她])$"
    r"|\b(?:said|says|asked|asks|replied|added|wrote|told me|is|are|was|were)$"
)
_DATED = re.compile(
    r"\d{1,4}[-/.年月]|(?:周|星期|礼拜|週)[一二三四五六日天末]$|第.{1,3}[天次周点步项条轮个]|(?:day|week|step|part|phase|q)\s?\d",
    re.IGNORECASE,
)
_CODE = re.compile(r"[A-Za-z0-9_)]\((?![\u4e00-\u9fff])|[\[\]]\w*$|->|==|::|/\w+/")
_RECOGNISED = re.compile(
    r"(?:(?:说话人|发言人|讲话人|讲者|speaker|spk)[ _]?[0-9a-z]{0,2}"
    r"|unknown speaker|未知说话人|未知发言人)"
)
_LETTER = re.compile(r"[a-z]\d?|[a-z]方")
_LATIN_NAME = re.compile(r"[A-Z][\w'’-]*(?:[ .]{1,2}[A-Z][\w'’-]*\.?){0,3}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]{2,4}")
_NICKNAME = re.compile(r"[小老阿大][\u4e00-\u9fff]{1,2}")
_NICKNAME_AT_END = re.compile(
    r"(?:技术|工程|销售|采购|财务|项目|部|科|室|中心|公司|厂)[小老阿][\u4e00-\u9fff]$"
)
_PARTS = re.compile(r"[\s\-–—_/|·]+")
_ASIDE = re.compile(r"\s*[(（\[【].*?[)）\]】]\s*")
_WIDEST_CHINESE = 18
_MOST_WORDS = 6


@lru_cache(maxsize=4096)
def is_label(name: str) -> bool:
    """Tell whether a text could be a label at all: short, no sentence, no field."""
    bare = _ADDED.sub(r"\1 ", _ASIDE.sub("", _FAMILY_FIRST.sub("", name)), count=1)
    if _SENTENCE.search(_DOTTED_INITIAL.sub("", bare)) or name.isdigit():
        return False
    if (
        len(re.findall(r"[\u4e00-\u9fff]", name)) > _WIDEST_CHINESE
        or len(name.split()) > _MOST_WORDS
    ):
        return False
    if _REPORTED.search(name) or _DATED.match(name) or _CODE.search(name):
        return False
    return any(each.isalnum() for each in name) and not is_field(name)


@lru_cache(maxsize=4096)
def is_field(name: str) -> bool:
    """Tell whether a text is the name of a field, of a section or an ordinal."""
    bare = folded(name.strip("【】[]()（）#*•·- \t")).text.strip(". ")
    fields = reading_words().fields
    return bare in fields or _ASIDE.sub("", bare) in fields or bare.isdigit()


def is_event(name: str) -> bool:
    """Tell whether a text before a time names an event and no person."""
    return folded(name).text in reading_words().events or is_field(name)


@lru_cache(maxsize=4096)
def is_person(name: str) -> bool:
    """Tell whether a label looks like a person, a side or a recognised speaker."""
    base = _ASIDE.sub("", name).strip() or name
    return bool(_LATIN_NAME.fullmatch(base)) or any(
        _is_person(folded(part).text) for part in (base, *_PARTS.split(base)) if part
    )


def _is_person(form: str) -> bool:
    if _RECOGNISED.fullmatch(form) or _LETTER.fullmatch(form) or is_side(form) or form == "我":
        return True
    words = reading_words()
    if _CHINESE.fullmatch(form) and form[0] in words.surnames:
        return True
    if words.title.search(form) or _NICKNAME_AT_END.search(form):
        return True
    return _NICKNAME.fullmatch(form) is not None


def is_recognised(name: str) -> bool:
    """Tell whether speech recognition made the label: `说话人 1`, `Speaker B`."""
    return _RECOGNISED.fullmatch(folded(name).text) is not None


def is_side(form: str) -> bool:
    """Tell whether a folded label holds a word for a side: 客户, 销售, sales."""
    if form.isascii():
        return not set(reading_words().side_words).isdisjoint(re.split(r"[^a-z]+", form))
    return any(word in form for word in reading_words().side_words if not word.isascii())
