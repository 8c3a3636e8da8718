"""Turns a thread of mails into cues: one a mail, by its sender, the oldest first.

A mail begins with a block of fields (`From: … Subject: …`, `发件人：…`) or with `On …, Ann wrote:`. What a
mail quotes of another one that is there itself is not said again.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from callsift.domain.transcript import NotUnderstood
from callsift.steps.read.cues import Cue
from callsift.steps.read.names import is_label, is_person
from callsift.steps.read.stamps import CLOCK, full_date, parse_stamp

_QUOTED = re.compile(r"(?:\s?>)+\s?|[|]\s")
_FIELD = re.compile(
    r"\*{0,2}(?P<name>from|to|cc|bcc|date|sent|subject|reply-to|发件人|發件人|寄件者|寄件人|收件人|收件者"
    r"|抄送|副本|密送|发送时间|发件时间|發送時間|寄件日期|傳送時間|日期|时间|主题|主題|主旨)\s{0,4}[:：]\*{0,2}\s{0,4}(?P<value>.*)",
    re.IGNORECASE,
)
_FROM = {"from", "发件人", "發件人", "寄件者", "寄件人"}
_TO = {"to", "收件人", "收件者"}
_WHEN = {"date", "sent", "发送时间", "发件时间", "發送時間", "寄件日期", "傳送時間", "日期", "时间"}
_WROTE = re.compile(
    r"(?P<when>(?:On\b|在|于|於)?.{0,60}?\d)(?:\s?[AP]\.?M\.?)?[日)）]?[,，]?\s*(?P<who>[^\d]{1,120}?)\s*"
    r"(?:wrote|写道|寫道)\s?[:：]",
    re.IGNORECASE,
)
_WHO_FIRST = re.compile(
    r"(?P<who>[^<>:：]{1,60}?)\s*(?:<[^<>]{1,120}>)?\s*[于於]\s?(?P<when>\d.{0,60}?)\s?(?:写道|寫道)\s?[:：]"
)
_RULER = re.compile(
    r"[-_—=\s]{0,60}(?:(?:original|forwarded) message|原始邮件|原始郵件|转发的邮件|轉寄的郵件|原始信件)?[-_—=\s:：]{0,60}",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\s*[<\[(（]?(?:mailto:)?[\w.+-]{1,64}@[\w.-]{1,255}[>\])）]?.*")
_HINT = re.compile("from|wrote|发件人|發件人|寄件|写道|寫道", re.IGNORECASE)
_SAID = re.compile(r"[。！？，!?,.]")
_BLANK = re.compile(r"\s+")
_TIME = re.compile(CLOCK)
# No field of a mail is longer, and nobody's name.
_LONGEST, _LONGEST_NAME = 400, 60
_LAST = "9999"
_MOST_FIELDS = 12
# No thread is longer.
_MOST_MAILS, _MOST_CHARACTERS = 200, 1_000_000
# Two people do not write so many characters alike by chance.
_TELLING = 20


class _Line(NamedTuple):
    number: int
    text: str
    depth: int


@dataclass
class _Mail:
    sender: str | None = None
    recipient: str | None = None
    when: str = ""
    depth: int = 0
    lines: list[_Line] = field(default_factory=list)

    @property
    def body(self) -> str:
        return "\n".join(line.text for line in self.lines).strip()

    @property
    def order(self) -> tuple[str, tuple[int, ...]] | None:
        day = full_date(self.when)
        time = _TIME.search(self.when)
        return None if day is None else (day, parse_stamp(time[0]).fields if time else ())


class Thread(NamedTuple):
    """The mails as cues, the lines that are no words, the day of the last mail, and what is no field."""

    cues: list[Cue]
    not_understood: list[NotUnderstood]
    date: str | None
    words: str


def read_mails(text: str) -> Thread | None:
    """Return the mails in a text, or None where it has none."""
    if len(text) > _MOST_CHARACTERS or not _HINT.search(text):
        return None
    listed: list[NotUnderstood] = []
    mails = [mail for mail in list(_mails(text.split("\n"), listed)) if mail.body]
    if len(mails) > _MOST_MAILS or not any(mail.sender for mail in mails):
        return None
    if mails[0].sender is None and not _SAID.search(mails[0].body):
        title = mails.pop(0)
        listed += [_aside(line, "before the first mail") for line in title.lines if line.text]
    _name_the_reply(mails)
    kept = _said_once(mails, listed)
    orders = [mail.order or ((_LAST, ()) if mail is mails[0] else None) for mail in kept]
    if None not in orders:
        kept = [
            mail for _, _, mail in sorted(zip(orders, range(len(kept), 0, -1), kept, strict=True))
        ]
    dates = [order[0] for mail in mails if (order := mail.order) is not None]
    cues = [Cue(mail.sender, None, None, mail.body, line=mail.lines[0].number) for mail in kept]
    words = "\n".join(mail.body for mail in mails)
    return Thread(cues, listed, max(dates, default=None), words)


def _mails(raw: Sequence[str], listed: list[NotUnderstood]) -> Iterator[_Mail]:
    """Yield the mails as they stand, each with its lines; a quoted line belongs to what it quotes."""
    opened = [_Mail()]
    yield opened[0]
    at = 0
    while at < len(raw):
        depth, line = _unquoted(raw[at])
        fields = _fields(raw, at)
        begun = _of_fields(fields, depth) if fields else _of_wrote(raw, at)
        if begun is not None:
            mail, used = begun
            opened = [each for each in opened if each.depth < mail.depth] + [mail]
            yield mail
        else:
            used = int(bool(line) and _RULER.fullmatch(line) is not None)
        if used:
            pieces = enumerate(raw[at : at + used], at + 1)
            listed += [
                NotUnderstood(line=n, text=each.strip(), reason="mail header") for n, each in pieces
            ]
        else:
            # A blank line ends no quotation.
            if line:
                opened = [each for each in opened if each.depth <= depth] or opened[:1]
            opened[-1].lines.append(_Line(at + 1, line, depth))
        at += used or 1


def _unquoted(line: str) -> tuple[int, str]:
    """Return how deep a line is quoted, and the line itself."""
    found = _QUOTED.match(line)
    return (found[0].count(">"), line[found.end() :].strip()) if found else (0, line.strip())


def _fields(raw: Sequence[str], at: int) -> list[tuple[str, str]]:
    """Return the fields in the lines from one on, where they are those of a mail."""
    found: list[tuple[str, str]] = []
    for line in raw[at : at + _MOST_FIELDS]:
        bare = _unquoted(line)[1][:_LONGEST]
        each = _FIELD.fullmatch(bare)
        if each is not None:
            found.append((each["name"].lower(), each["value"]))
        elif found and found[-1][1].rstrip().endswith((";", ",", "；")) and "@" in bare:
            # Of many addresses the last ones stand on lines of their own.
            found.append((found[-1][0], bare))
        else:
            break
    return found if len(found) > 1 and _FROM & dict(found).keys() else []


def _of_fields(fields: list[tuple[str, str]], depth: int) -> tuple[_Mail, int]:
    def first(names: set[str]) -> str:
        return next((value for name, value in fields if name in names), "")

    mail = _Mail(_name(first(_FROM)), _name(first(_TO)), first(_WHEN), depth)
    return mail, len(fields)


def _of_wrote(raw: Sequence[str], at: int) -> tuple[_Mail, int] | None:
    """Return the mail that `On …, Ann wrote:` opens; a program breaks that line in two."""
    depth, line = _unquoted(raw[at])
    for used in (1, 2):
        joined = " ".join(_unquoted(each)[1] for each in raw[at : at + used])
        joined = joined[:_LONGEST] if re.search(r"\d", line) and _HINT.search(joined) else ""
        found = _WHO_FIRST.fullmatch(joined) or _WROTE.fullmatch(joined)
        if found is not None and (name := _name(found["who"].removeprefix("，").strip(", "))):
            below = next((each for each in raw[at + used :] if each.strip()), "")
            return _Mail(name, None, found[0], max(depth, _unquoted(below)[0])), used
    return None


def _name(written: str) -> str | None:
    """Return the name of a correspondent, else the address."""
    first = re.split(r"[;；]", written, maxsplit=1)[0].strip()
    name = _ADDRESS.sub("", first).strip(" \"'“”*")
    return (name or first.strip(" <>[]()\"'"))[:_LONGEST_NAME] or None


def _name_the_reply(mails: Sequence[_Mail]) -> None:
    """Give the answer on top, which has no fields, its sender: whom the mail below was sent to, or who signs."""
    if mails[0].sender is not None or len(mails) < 2:
        return
    below = mails[1]
    others = {mail.sender for mail in mails[1:] if mail.sender not in (None, below.sender)}
    last = mails[0].body.rpartition("\n")[2]
    signed = last if len(last) <= _LONGEST_NAME and is_label(last) and is_person(last) else None
    mails[0].sender = below.recipient or (others.pop() if len(others) == 1 else signed)


def _said_once(mails: Sequence[_Mail], listed: list[NotUnderstood]) -> list[_Mail]:
    """Return the mails without what they quote of the others, and without copies of others."""
    said = {_bare(line.text) for mail in mails for line in mail.lines if line.depth <= mail.depth}
    for mail in mails:
        quoted = [line for line in mail.lines if line.text and line.depth > mail.depth]
        again = {line for line in quoted if _bare(line.text) in said}
        mail.lines = [line for line in mail.lines if line not in again]
        listed += [_aside(line, "quoted mail") for line in quoted if line in again]
    mails = [mail for mail in mails if mail.body]
    kept: list[_Mail] = []
    # Of two alike the one that is less deeply quoted stays.
    for mail in sorted(mails, key=lambda each: (each.depth, -len(_bare(each.body)))):
        if any(_holds(other, mail) for other in kept):
            listed += [_aside(line, "quoted mail") for line in mail.lines if line.text]
        else:
            kept.append(mail)
    return [mail for mail in mails if any(mail is each for each in kept)]


def _holds(other: _Mail, mail: _Mail) -> bool:
    form = _bare(mail.body)
    is_same = mail.sender == other.sender or len(form) >= _TELLING
    return is_same and form in _bare(other.body)


def _bare(text: str) -> str:
    return _BLANK.sub("", text)


def _aside(line: _Line, reason: str) -> NotUnderstood:
    return NotUnderstood(line=line.number, text=line.text, reason=reason)
