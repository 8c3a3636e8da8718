"""Builds turns from lines and heads. A line is speech, a remark, or listed with its reason."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from callsift.domain.transcript import NotUnderstood, Role, Turn
from callsift.steps.read.headers import Header, only_clock, only_time
from callsift.steps.read.layouts import Layout
from callsift.steps.read.lines import Line
from callsift.steps.read.noise import is_stage_direction, noise_reason
from callsift.steps.read.remarks import field_of, is_remark, opens_summary
from callsift.steps.read.run_on import inner_parts, inner_speakers
from callsift.steps.read.sections import Sections
from callsift.steps.read.stamps import Stamp, day_number, is_time_of_day, seconds_since_start

# So many turns show how a text is written.
_MANY = 4


class Draft(NamedTuple):
    """A turn before its times are known in seconds."""

    speaker: str | None
    stamp: Stamp | None
    start: int
    end: int
    role: Role = "unknown"


class Assembled(NamedTuple):
    """All that became of the lines."""

    turns: tuple[Turn, ...]
    not_understood: tuple[NotUnderstood, ...]


class Assembler:
    """Goes through the lines once; holds the turn that is open."""

    def __init__(self, text: str, layout: Layout, lines: Sequence[Line]) -> None:
        self._text = text
        self._heads = layout.heads
        self._first = min(layout.heads)
        self._last = max(layout.heads)
        self._sections = Sections(lines, heads_are_words=layout.family == "label")
        self._lines = lines
        # Where no turn has a second line, the line behind the last one is not its second.
        self._is_one_line_each = len(layout.heads) >= _MANY and all(
            line.number in layout.heads
            for line in lines
            if self._first <= line.number <= self._last
        )
        self._are_labels = layout.family == "label"
        self._are_tabbed = all("z" in head.marks for head in layout.heads.values())
        self._drafts: list[Draft] = []
        self._listed: list[NotUnderstood] = []
        self._speaker: Header | None = None
        self._bare: Line | None = None
        self._is_open = False
        self._in_remark = False
        self._after_blank = False
        self._in_tail = False
        self._lone_time: Stamp | None = None
        stamps = [head.stamp for head in layout.heads.values() if head.stamp is not None]
        self._by_day = is_time_of_day(stamps)
        # Where the heads have times, a time on a line of its own is something that somebody wrote.
        self._has_times = bool(stamps)
        self._day = ""

    def run(self) -> Assembled:
        """Return the turns and the lines that are none."""
        before = 0
        for line in self._lines:
            self._after_blank = line.number > before + 1
            self._take(line)
            before = line.number
        self._list_a_bare_head()
        if self._are_tabbed:
            self._drafts = [_unquoted(self._text, draft) for draft in self._drafts]
        if self._are_labels:
            self._drafts = list(self._parted())
        return Assembled(timed_turns(self._text, self._drafts), tuple(self._listed))

    def _parted(self) -> Iterator[Draft]:
        """Yield the turns, each parted where a line goes on with another speaker's words."""
        texts = [self._text[draft.start : draft.end] for draft in self._drafts]
        heads = frozenset(head.speaker for head in self._heads.values() if head.speaker)
        said = [text for draft, text in zip(self._drafts, texts, strict=True) if draft.speaker]
        speakers = inner_speakers(said, heads)
        for draft, text in zip(self._drafts, texts, strict=True):
            inner = inner_parts(text, speakers) if draft.speaker else []
            yield draft._replace(end=draft.start + inner[0][0].at) if inner else draft
            for head, end in inner:
                if head.words < end:
                    start = draft.start + head.words
                    yield Draft(head.speaker, head.stamp, start, draft.start + end)

    def _take(self, line: Line) -> None:
        head = self._heads.get(line.number)
        reason = self._sections.reason(line, is_head=head is not None)
        reason = reason or (None if head is not None else self._noise(line))
        if reason is not None:
            self._set_aside(line, reason)
        elif head is not None:
            self._begin(line, head)
        elif line.number < self._first:
            self._before_the_first(line)
        else:
            self._go_on(line)

    def _noise(self, line: Line) -> str | None:
        reason = noise_reason(line)
        is_said = reason == "time line" and self._has_times and line.number > self._first
        return None if is_said else reason

    def _set_aside(self, line: Line, reason: str) -> None:
        time, clock = only_time(line), only_clock(line)
        if clock is not None and self._speaker is not None and self._is_lone_name():
            self._speaker = self._speaker._replace(stamp=clock)
            self._listed.append(NotUnderstood(line=line.number, text=line.text, reason=reason))
            return
        self._list_a_bare_head()
        self._lone_time = time or self._lone_time
        if self._by_day and day_number(line.text) is not None:
            self._day = line.text[:40]
        self._listed.append(NotUnderstood(line=line.number, text=line.text, reason=reason))
        self._is_open = False

    def _is_lone_name(self) -> bool:
        """Tell whether the line before was a name without a time and without words."""
        head = self._speaker
        return self._bare is not None and head is not None and head.stamp is None

    def _begin(self, line: Line, head: Header) -> None:
        self._list_a_bare_head()
        stamp = self._lone_time if head.stamp is None else head.stamp
        if stamp is not None and self._day and day_number(stamp.day) is None:
            stamp = stamp._replace(day=self._day)
        self._speaker = head._replace(stamp=stamp)
        self._lone_time = None
        self._in_remark = self._is_open = False
        if head.at < len(line.text):
            self._add(line.start + head.at, line.end)
        else:
            self._bare = line

    def _before_the_first(self, line: Line) -> None:
        if is_remark(line.text, strict=False):
            self._remark(line)
        else:
            self._set_aside(line, "before the first speaker")

    def _go_on(self, line: Line) -> None:
        """Take a line without a head: a remark, a stage direction or more of the open turn."""
        in_brackets = is_stage_direction(line)
        is_behind = line.number > self._last
        is_aside = not self._is_open and self._bare is None
        is_tail = is_behind and (self._after_blank or self._in_tail or is_aside)
        may_close = in_brackets or is_tail or (is_behind and self._is_one_line_each)
        if self._in_remark or (may_close and is_remark(line.text, strict=True)):
            self._remark(line)
        elif in_brackets:
            self._set_aside(line, "stage direction")
        elif is_behind and field_of(line) and (is_tail or opens_summary(line)):
            self._in_tail = True
            self._set_aside(line, "after the last speaker")
        elif self._in_tail:
            self._set_aside(line, "after the last speaker")
        elif self._is_open:
            self._drafts[-1] = self._drafts[-1]._replace(end=line.end)
        else:
            self._add(line.start, line.end)

    def _remark(self, line: Line) -> None:
        self._list_a_bare_head()
        self._drafts.append(Draft(None, None, line.start, line.end, "reporter"))
        self._is_open = False
        self._in_remark = line.number > self._last and not is_stage_direction(line)

    def _add(self, start: int, end: int) -> None:
        self._bare = None
        head = self._speaker
        stamp = None if head is None else head.stamp
        self._drafts.append(Draft(None if head is None else head.speaker, stamp, start, end))
        self._speaker = None if head is None else head._replace(stamp=None)
        self._is_open = True

    def _list_a_bare_head(self) -> None:
        if self._bare is not None:
            line, self._bare = self._bare, None
            reason = "a speaker without words"
            self._listed.append(NotUnderstood(line=line.number, text=line.text, reason=reason))


def _unquoted(text: str, draft: Draft) -> Draft:
    """Return a message of several lines without the quotation marks that an export puts around it."""
    is_quoted = text[draft.start] == text[draft.end - 1] == '"' and draft.end > draft.start + 2
    if not is_quoted or "\n" not in text[draft.start : draft.end]:
        return draft
    words = text[draft.start + 1 : draft.end - 1]
    end = draft.start + 1 + len(words.rstrip())
    start = draft.end - 1 - len(words.lstrip())
    return draft._replace(start=start, end=end) if start < end else draft


def timed_turns(text: str, drafts: Sequence[Draft]) -> tuple[Turn, ...]:
    """Return the drafts as turns, each ending where the next one begins."""
    seconds = seconds_since_start([draft.stamp for draft in drafts])
    ends = (*seconds[1:], None) if seconds else ()
    return tuple(
        Turn(
            index=index,
            speaker=draft.speaker,
            role=draft.role,
            start_s=begin,
            end_s=end if begin is not None and end is not None and end >= begin else None,
            start=draft.start,
            end=draft.end,
            text=text[draft.start : draft.end],
        )
        for index, (draft, begin, end) in enumerate(zip(drafts, seconds, ends, strict=True))
    )
