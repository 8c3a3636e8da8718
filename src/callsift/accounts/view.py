"""Lays the report of an account out as a page: verdict, what to do, findings, then the history."""

from collections.abc import Mapping

from callsift.accounts.records import AccountReport, Appeared, Carried, Change, Quoted
from callsift.domain.analysis import Named
from callsift.playbook.model import Playbook
from callsift.render.page import Line, Page, Section, Tone
from callsift.render.words import MILESTONES, PARTIES, ROLES, STAGES, STANDINGS, STATUSES, WORDS
from callsift.wording import ResultLanguage, say

SHOWN_QUOTES = 2

_OWN_WORDS = {
    "account": ("客户 {account} · {count} 次通话 · 截至 {today}", "{account} · {count} call(s) · as of {today}"),
    "verdict": ("总的结论", "Verdict on the account"),
    "findings": ("几次通话连起来看", "What the calls show together"),
    "timeline": ("时间线", "Timeline"),
    "changes": ("变了什么", "What changed"),
    "rhythm": ("联系节奏", "Rhythm of contact"),
    "promises": ("说好的事", "What was promised"),
    "notes": ("提醒", "Please note"),
    "carried": ("以前的通话已经证明", "Proved by earlier calls"),
    "gone": ("不再看到：{names}", "not seen any more: {names}"),
    "undated": ("日期不明", "no date"),
    "gap": ("隔 {days} 天", "after {days} days"),
    "contacts": ("联系 {contacts} 天，跟进 {follow} 次（应有 {low} 到 {high} 次）", "{contacts} day(s) of contact, {follow} follow-up(s) ({low} to {high} wanted)"),
    "since": ("上次通话 {last}，已过 {days} 天", "last call {last}, {days} day(s) ago"),
    "gaps": ("间隔（天）：{gaps}；每周一次为准，* 为超过", "days between calls: {gaps}; weekly is the measure, * is over it"),
    "leader": ("最近一次见到高层：{last}", "a senior person last seen: {last}"),
    "never": ("没有记录", "never on record"),
    "prices": ("提到价格的通话：{dates}", "calls in which the price came up: {dates}"),
    "quoted": ("「{text}」", "“{text}”"),
    "none": ("没有", "none"),
    "open": ("没有下文", "open"),
    "pending": ("还没到期", "not due yet"),
    "taken_up": ("{date} 有下文", "taken up on {date}"),
    "due": ("应在 {date}", "due {date}"),
    "overdue": ("{date} 就该做，已过期", "was due {date}, overdue"),
    "us": ("我方", "we"),
    "them": ("客户", "the buyer"),
    "unsaid": ("没说是谁", "nobody named"),
    "category": ("类别", "category"),
}  # fmt: skip
_WORDS = {**WORDS, **{name: Named(zh=zh, en=en) for name, (zh, en) in _OWN_WORDS.items()}}


def account_page(report: AccountReport, playbook: Playbook) -> Page:
    """Return the report of an account as a page."""
    view = _View(report, playbook)
    return Page(view.headline(), tuple(view.sections()))


class _View:
    """One report on its way to lines."""

    def __init__(self, report: AccountReport, playbook: Playbook) -> None:
        self.report = report
        self.playbook = playbook
        self.lang: ResultLanguage = report.lang
        self.names: dict[str, dict[str, Named]] = {
            "stage": STAGES,
            "standing": STANDINGS,
            "category": {each.id: each.name for each in playbook.categories.values()},
            "action": {each.id: each.name for each in playbook.actions.values()},
        }

    def word(self, key: str, **values: object) -> str:
        return say(_WORDS[key], self.lang).format(**values)

    def headline(self) -> str:
        name, calls = self.report.account or "?", len(self.report.timeline)
        return self.word("account", account=name, count=calls, today=self.report.today)

    def sections(self) -> list[Section]:
        made = {
            "verdict": self.verdict(),
            "next": self.next(),
            "findings": self.findings(),
            "timeline": self.timeline(),
            "changes": [line for each in self.report.changes for line in self.change(each)],
            "rhythm": self.rhythm(),
            "promises": self.promises(),
            "notes": [Line(each.text, "bad", bullet="!") for each in self.report.notes],
        }
        return [Section(self.word(name), tuple(lines)) for name, lines in made.items() if lines]

    def verdict(self) -> list[Line]:
        verdict = self.report.verdict
        sure = f"{self.word('sure')} {round(verdict.category.confidence * 100)}%"
        stage = f"{self.word('stage')}: {self.name('stage', verdict.stage.id)}"
        standing = f"{self.word('standing')}: {self.name('standing', verdict.standing.id)}"
        lines = [
            Line(f"{say(verdict.category.name, self.lang)} ({sure})", "strong"),
            Line(f"{stage} · {standing}"),
            Line(verdict.text, "quiet"),
        ]
        decided = (*verdict.category.because, *verdict.stage.because, *verdict.standing.because)
        lines.extend(Line(f"{each.text} [{each.rule}]", "quiet", bullet="·") for each in decided)
        if verdict.carried:
            lines.append(Line(f"{self.word('carried')}:"))
        return [*lines, *self.things(verdict.carried)]

    def next(self) -> list[Line]:
        action = self.report.verdict.next_action
        late = action.due is not None and action.due < self.report.today
        word = "overdue" if late else "by"
        by = f" ({self.word(word, date=action.due)})" if action.due else ""
        script = f"{self.word('say')}: {self.word('quoted', text=action.script)}"
        named = Line(say(action.name, self.lang) + by, "strong")
        lines = [named, Line(action.text), Line(script, "script")]
        lines.extend(Line(each.text, bullet="·") for each in action.modifiers)
        return lines

    def findings(self) -> list[Line]:
        lines = []
        for each in self.report.findings:
            lines.append(Line(each.text, "bad" if each.sign == "-" else "plain", bullet=each.sign))
            lines.extend(self.quotes(each.quotes))
            lines.append(Line(each.advice, indent=1, bullet="→"))
        return lines

    def timeline(self) -> list[Line]:
        lines = []
        for each in self.report.timeline:
            gap = f" ({self.word('gap', days=each.gap_days)})" if each.gap_days is not None else ""
            day = f"{each.date or self.word('undated')}{gap}"
            lines.append(Line(f"{day} {each.call}", "strong"))
            ranked = f"{self.name('stage', each.stage)} · {self.name('standing', each.standing)}"
            kind = f"{self.name('category', each.category)} ({round(each.confidence * 100)}%)"
            lines.append(Line(f"{ranked} · {kind}", indent=1))
            lines.append(Line(self.name("action", each.action), indent=1, bullet="→"))
        return lines

    def change(self, change: Change) -> list[Line]:
        what = self.word("next" if change.field == "action" else change.field)
        before = self.name(change.field, change.before)
        after = self.name(change.field, change.after)
        lines = [Line(f"{change.date} {what}: {before} → {after}", bullet="·")]
        lines.extend(
            Line(f"{each.text} [{each.rule}]", "quiet", indent=1) for each in change.because
        )
        lines.extend(self.things(change.appeared))
        if change.gone:
            names = ", ".join(self.thing("signal", each) for each in change.gone)
            lines.append(Line(self.word("gone", names=names), "quiet", indent=1))
        return lines

    def rhythm(self) -> list[Line]:
        rhythm, seen = self.report.rhythm, self.report.leaders.last_seen
        wanted = {"low": rhythm.wanted_low, "high": rhythm.wanted_high}
        had = {"contacts": rhythm.contacts, "follow": rhythm.follow_ups}
        lines = [self.word("contacts", **had, **wanted)]
        if rhythm.last:
            lines.append(self.word("since", last=rhythm.last, days=rhythm.days_since_last))
        if rhythm.gaps:
            gaps = ", ".join(f"{each.days}{'*' if each.overdue else ''}" for each in rhythm.gaps)
            lines.append(self.word("gaps", gaps=gaps))
        lines.append(self.word("leader", last=seen or self.word("never")))
        dates = ", ".join(dict.fromkeys(each.date for each in self.report.prices))
        lines.append(self.word("prices", dates=dates or self.word("none")))
        return [Line(each, bullet="·") for each in lines]

    def promises(self) -> list[Line]:
        lines = []
        for each in self.report.promises:
            state = self.word(each.status, date=each.taken_up)
            due = f", {self.word('due', date=each.due)}" if each.due else ""
            tone: Tone = "bad" if each.status == "open" else "plain"
            lines.append(Line(f"{self.word(each.by)}: {state}{due}", tone, bullet="·"))
            lines.extend(self.quotes(each.quotes[:1]) or [Line(each.what, "quote", indent=3)])
        return lines

    def things(self, found: tuple[Appeared | Carried, ...]) -> list[Line]:
        named = ((Line(self.thing(e.kind, e.id), indent=1, bullet="+"), e.quotes) for e in found)
        return [line for name, quotes in named for line in (name, *self.quotes(quotes[:1]))]

    def quotes(self, quotes: tuple[Quoted, ...]) -> list[Line]:
        lines = []
        for each in quotes[:SHOWN_QUOTES]:
            piece = each.evidence
            who = piece.speaker if piece.speaker else say(ROLES[piece.role], self.lang)
            place = self.word("turn", n=piece.turn + 1)
            day = each.date or self.word("undated")
            said = self.word("quoted", text=" ".join(piece.quote.split()))
            lines.append(Line(f"{said} {who}, {day} {each.call}, {place}", "quote", indent=3))
        if len(quotes) > SHOWN_QUOTES:
            lines.append(Line(self.word("more", n=len(quotes) - SHOWN_QUOTES), "quiet", indent=3))
        return lines

    def name(self, field: str, value: str) -> str:
        known = self.names[field].get(value)
        return say(known, self.lang) if known else value

    def thing(self, kind: str, value: str) -> str:
        if kind == "milestone":
            tables: tuple[Mapping[str, Named], ...] = (MILESTONES, STATUSES, PARTIES)
            named = zip(tables, value.split(), strict=True)
            return ", ".join(say(table[part], self.lang) for table, part in named)
        if signal := self.playbook.signals.get(value):
            return say(signal.name, self.lang)
        fact = self.playbook.facts.get(value)
        return say(fact.definition, self.lang) if fact else value
