"""Lays an analysis out as sections of lines, the same for every view: verdict first, then what to do, then why."""

from dataclasses import dataclass, field

from callsift.domain.analysis import Analysis, Because, Coaching, Signal, taken_out
from callsift.domain.observation import Evidence
from callsift.playbook.model import Playbook
from callsift.render.clock import clock
from callsift.render.page import Line, Page, Section, Tone
from callsift.render.words import (
    MILESTONES,
    PARTIES,
    REASONS,
    ROLES,
    STAGES,
    STANDINGS,
    STATUSES,
    WORDS,
)
from callsift.wording import ResultLanguage, quoted, say

SHOWN_SIGNALS = 2
SHOWN_QUOTES = 2
SHOWN_DROPPED = 5


@dataclass
class _Builder:
    analysis: Analysis
    playbook: Playbook
    lang: ResultLanguage
    sections: list[Section] = field(default_factory=list)

    def word(self, name: str, **values: object) -> str:
        return say(WORDS[name], self.lang).format(**values)

    def add(self, title: str, lines: list[Line]) -> None:
        if lines:
            self.sections.append(Section(self.word(title), tuple(lines)))


def report_page(analysis: Analysis, playbook: Playbook, lang: ResultLanguage) -> Page:
    """Return an analysis as a page, in the order in which a salesperson needs it."""
    build = _Builder(analysis, playbook, lang)
    build.add("verdict", _verdict(build))
    build.add("next", _next(build))
    build.add("evidence", _evidence(build))
    build.add("milestones", _milestones(build))
    build.add("missing", [Line(each.text, bullet="?") for each in analysis.missing])
    build.add("coaching", _coaching(build))
    build.add(
        "corrections",
        # In what language to answer corrects nothing.
        [
            Line(f"{each.field}: {each.value}", bullet="·")
            for each in analysis.overrides
            if each.field != "lang"
        ],
    )
    build.add("dropped", _dropped(build))
    build.add("warnings", [Line(each.text, "bad", bullet="!") for each in analysis.warnings])
    return Page(_headline(analysis, lang), tuple(build.sections))


def _headline(analysis: Analysis, lang: ResultLanguage) -> str:
    """Return one line about the input and the engine."""
    engine = say(WORDS[analysis.engine.name], lang).format(model=analysis.engine.model or "")
    parts = [analysis.source.name, analysis.source.account, analysis.source.date, engine]
    return " · ".join(part for part in parts if part)


def _percent(confidence: float) -> str:
    return f"{round(confidence * 100)}%"


def _verdict(build: _Builder) -> list[Line]:
    analysis, lang = build.analysis, build.lang
    category = analysis.category
    sure = f"{build.word('sure')} {_percent(category.confidence)}"
    lines = [Line(f"{say(category.name, lang)}  ({sure})", "strong")]
    stage = say(STAGES[analysis.stage.id], lang)
    standing = say(STANDINGS[analysis.standing.id], lang)
    lines.append(Line(f"{build.word('stage')}: {stage}    {build.word('standing')}: {standing}"))
    if category.runner_up:
        name = say(build.playbook.categories[category.runner_up.id].name, lang)
        likely = f"{build.word('runner_up')}: {name} ({_percent(category.runner_up.confidence)})"
        lines.append(Line(likely, "quiet"))
    # Where a situation of the deal puts the action in other words it is the news of the call.
    situation = analysis.next_action.because[1:]
    reasons = (*category.because, *analysis.stage.because, *analysis.standing.because)
    lines.extend(_because((*situation, *reasons), build))
    return lines


def _because(reasons: tuple[Because, ...], build: _Builder) -> list[Line]:
    lines = []
    for each in reasons:
        names = [_signal_name(name, build) for name in each.signals[:SHOWN_SIGNALS]]
        more = ", …" if len(each.signals) > SHOWN_SIGNALS else ""
        tail = f" [{', '.join(names)}{more}]" if names else ""
        lines.append(Line(f"{each.text}{tail}", "quiet", bullet="·"))
    return lines


def _signal_name(name: str, build: _Builder) -> str:
    signal = build.playbook.signals.get(name)
    return say(signal.name, build.lang) if signal else name


def _next(build: _Builder) -> list[Line]:
    action, lang = build.analysis.next_action, build.lang
    if action.due:
        when = f"  ({build.word('by', date=action.due)})"
    elif action.cadence_days:
        when = f"  ({build.word('within', days=action.cadence_days)})"
    else:
        when = ""
    lines = [Line(say(action.name, lang) + when, "strong"), Line(action.text)]
    lines.append(Line(f"{build.word('say')}: {quoted(action.script, lang)}", "script"))
    lines.append(Line(f"{build.word('ask')}:"))
    lines.extend(Line(text, indent=1, bullet=f"{n}.") for n, text in enumerate(action.questions, 1))
    lines.append(Line(f"{build.word('avoid')}:"))
    lines.extend(Line(text, "bad", indent=1, bullet="×") for text in action.avoid)
    if action.modifiers:
        lines.append(Line(f"{build.word('note')}:"))
        lines.extend(Line(each.text, indent=1, bullet="·") for each in action.modifiers)
    if action.also:
        names = ", ".join(say(build.playbook.actions[each].name, lang) for each in action.also)
        lines.append(Line(f"{build.word('also')}: {names}", "quiet"))
    return lines


def _evidence(build: _Builder) -> list[Line]:
    groups: tuple[tuple[str, str, Tone, str], ...] = (
        ("-", "adverse", "bad", "-"),
        ("+", "favourable", "good", "+"),
        ("o", "context", "plain", "o"),
    )
    lines: list[Line] = []
    for sign, title, tone, mark in groups:
        chosen = [each for each in build.analysis.signals if each.sign == sign]
        if chosen:
            lines.append(Line(f"{build.word(title)} ({len(chosen)})", tone))
        for each in chosen:
            lines.extend(_signal(each, mark, build))
    return lines or [Line(build.word("nothing_seen"), "quiet")]


def _signal(signal: Signal | Coaching, mark: str, build: _Builder) -> list[Line]:
    lines = [Line(_signal_name(signal.id, build), indent=1, bullet=mark)]
    lines.extend(_quote(each, build) for each in signal.evidence[:SHOWN_QUOTES])
    rest = len(signal.evidence) - SHOWN_QUOTES
    if rest > 0:
        lines.append(Line(build.word("more", n=rest), "quiet", indent=3))
    return lines


def _quote(evidence: Evidence, build: _Builder) -> Line:
    who = evidence.speaker or say(ROLES[evidence.role], build.lang)
    place = build.word("turn", n=evidence.turn + 1)
    time = clock(evidence.start_s, build.analysis.source.kind)
    at = f" {time}" if time else ""
    text = quoted(" ".join(evidence.quote.split()), build.lang)
    return Line(f"{text}  {who}, {place}{at}", "quote", indent=3)


def _milestones(build: _Builder) -> list[Line]:
    lines = []
    for each in build.analysis.milestones:
        what = f"{say(MILESTONES[each.kind], build.lang)}: {say(STATUSES[each.status], build.lang)}"
        lines.append(Line(f"{what}, {say(PARTIES[each.party], build.lang)}", bullet="·"))
        lines.extend(_quote(piece, build) for piece in each.evidence[:1])
    claims = [fact for fact in build.analysis.facts.get("claim", ()) if fact.halved]
    lines.extend(
        Line(f"「{fact.value}」 {build.word('half', half=fact.halved)}", bullet="½")
        for fact in claims
    )
    return lines


def _coaching(build: _Builder) -> list[Line]:
    lines: list[Line] = []
    excluded = taken_out(build.analysis.overrides)
    for each in build.analysis.coaching:
        if each.id in excluded:
            continue
        lines.append(
            Line(
                _signal_name(each.id, build),
                "good" if each.sign == "+" else "bad",
                bullet=each.sign,
            )
        )
        lines.extend(_quote(piece, build) for piece in each.evidence[:1])
        lines.append(Line(each.advice, indent=3))
    return lines


def _dropped(build: _Builder) -> list[Line]:
    dropped = build.analysis.dropped
    lines = []
    for each in dropped[:SHOWN_DROPPED]:
        reason = say(REASONS[each.reason], build.lang)
        quote = " ".join(each.quote.split())
        lines.append(
            Line(f"{_signal_name(each.signal, build)}: 「{quote}」 - {reason}", "quiet", bullet="·")
        )
    if len(dropped) > SHOWN_DROPPED:
        lines.append(Line(build.word("more", n=len(dropped) - SHOWN_DROPPED), "quiet", indent=1))
    return lines
