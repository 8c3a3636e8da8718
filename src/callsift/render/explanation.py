"""Writes what an id means, where it comes from and which rules use it."""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from callsift.domain.analysis import Named
from callsift.errors import UsageError
from callsift.playbook import Playbook, SignalDefinition, load_examples
from callsift.playbook.conditions import Condition
from callsift.playbook.model import Example
from callsift.render.words import (
    AXES,
    EXPLAINED,
    MILESTONES,
    SIGNS,
    STAGES,
    STANDINGS,
    TRAPS,
    WORDS,
)
from callsift.wording import ResultLanguage, quoted, say

_SHOWN_EXAMPLES = 3


def explanation(
    name: str, playbook: Playbook, lang: ResultLanguage, *, overlay: Path | None = None
) -> str:
    """Return what an id means, where it comes from and which rules use it.

    Raises:
        UsageError: nothing has this id; the nearest ids are named.
    """
    explain = _Explanation(playbook, lang, overlay)
    lines = [
        *explain.signal(name),
        *explain.category(name),
        *explain.action(name),
        *explain.rule(name),
        *explain.observed(name.removeprefix("fact:")),
        *explain.decided(name),
    ]
    if not lines:
        raise UsageError(
            f"nothing is called {name!r}.{_nearest(name, playbook)}",
            do="`callsift playbook list` names all.",
        )
    return "\n".join(lines) + "\n"


def _nearest(name: str, playbook: Playbook) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - only for a wrong id

    known = [
        *(*playbook.signals, *playbook.categories, *playbook.actions, *playbook.facts),
        *(each.id for each in playbook.rules),
        *(f"situation.{each}" for each in playbook.situations),
    ]
    close = get_close_matches(name, known, n=3)
    return f" Do you mean {', '.join(close)}?" if close else ""


class _Explanation:
    """Says in one language what one playbook knows of an id; each method is silent about ids of another sort."""

    def __init__(self, playbook: Playbook, lang: ResultLanguage, overlay: Path | None) -> None:
        self._playbook = playbook
        self._lang = lang
        self._overlay = overlay

    def signal(self, name: str) -> Iterator[str]:
        """Yield what a signal is, what is taken for it, and what rests on it."""
        signal = self._playbook.signals.get(name)
        if signal is None:
            return
        kind = (self._say(AXES[signal.axis]), self._say(SIGNS[signal.sign]), self._when(signal))
        yield f"{name}  {self._say(signal.name)}  [{' · '.join(kind)}]"
        yield f"  {self._say(signal.definition)}"
        yield f"  {self._say(signal.why)}"
        yield self._row("is_not", self._say(signal.near_miss))
        yield from self._names("counterpart", signal.counterpart)
        yield from self._names("confused_with", signal.confused_with)
        yield from self._sources(each.document for each in signal.source)
        yield from self._users(signal)
        yield from self._examples(signal)

    def category(self, name: str) -> Iterator[str]:
        """Yield what a category means."""
        category = self._playbook.categories.get(name)
        if category is not None:
            yield f"{name}  {self._say(category.name)}"
            yield f"  {self._say(category.definition)}"
            yield from self._sources(category.sources)

    def action(self, name: str) -> Iterator[str]:
        """Yield what an action asks for, its sentence, and after how many days to come back."""
        action = self._playbook.actions.get(name)
        if action is not None:
            yield f"{name}  {self._say(action.name)}"
            yield f"  {self._say(action.text)}"
            yield self._row("script", quoted(self._say(action.script), self._lang))
            if action.cadence_days:
                days = self._say(WORDS["within"]).format(days=action.cadence_days)
                yield self._row("cadence", days)
            yield from self._sources(action.sources)
            for each in action.instead:
                situation = self._playbook.situations[each]
                reason, put = self._say(situation.reason), situation.name or action.name
                yield self._row("put_otherwise", f"situation.{each}: {reason} → {self._say(put)}")

    def rule(self, name: str) -> Iterator[str]:
        """Yield what a rule decides, why and when, or what it adds."""
        for rule in self._playbook.rules:
            if rule.id == name:
                yield f"{rule.id}  {rule.decides} = {rule.value}"
                yield f"  {self._say(rule.reason)}"
                yield self._row("holds_when", _plain(rule.when))
                yield from self._sources(rule.sources)
        yield from self._situation(name.removeprefix("situation."))
        for modifier in self._playbook.modifiers:
            if modifier.id == name:
                yield f"{modifier.id}  {self._say(modifier.text)}"
                yield self._row("holds_when", _plain(modifier.when))
                yield from self._sources(modifier.sources)

    def _situation(self, name: str) -> Iterator[str]:
        """Yield when an action is put otherwise, and how."""
        situation = self._playbook.situations.get(name)
        if situation is not None:
            yield f"situation.{name}  {self._say(situation.reason)}"
            if situation.text is not None:
                yield f"  {self._say(situation.text)}"
            if situation.script is not None:
                yield self._row("script", quoted(self._say(situation.script), self._lang))
            yield self._row("holds_when", _plain(situation.when))

    def observed(self, name: str) -> Iterator[str]:
        """Yield what a fact or a milestone is, and which rules look at it."""
        if name in self._playbook.facts:
            yield f"{name}  {self._say(self._playbook.facts[name].definition)}"
            used = self._rules(lambda node: node.fact is not None and node.fact.name == name)
            yield from self._names("used_by", used)
        elif name in MILESTONES:
            yield f"{name}  {self._say(MILESTONES[name])}  [{self._say(EXPLAINED['milestone'])}]"
            used = self._rules(
                lambda node: node.milestone is not None and name in node.milestone.kind
            )
            yield from self._names("used_by", used)

    def decided(self, name: str) -> Iterator[str]:
        """Yield which rules decide a stage, standing, category or action."""
        for title, names in (("stage", STAGES), ("standing", STANDINGS)):
            if name in names:
                yield f"{name}  {self._say(names[name])} ({title})"
        for rule in self._playbook.rules:
            if rule.value == name:
                yield self._row("decided_by", f"{rule.id}: {self._say(rule.reason)}")

    def _say(self, text: Named) -> str:
        return say(text, self._lang)

    def _row(self, title: str, text: str) -> str:
        return f"  {self._say(EXPLAINED[title])}: {text}"

    def _names(self, title: str, names: Iterable[str]) -> Iterator[str]:
        listed = ", ".join(map(self._named, names))
        if listed:
            yield self._row(title, listed)

    def _named(self, name: str) -> str:
        signal = self._playbook.signals.get(name)
        return name if signal is None else f"{name} ({self._say(signal.name)})"

    def _when(self, signal: SignalDefinition) -> str:
        return "/".join(
            self._say(EXPLAINED["any_stage"] if each == "any" else STAGES[each])
            for each in signal.stages
        )

    def _sources(self, keys: Iterable[str]) -> Iterator[str]:
        for key in keys:
            source = self._playbook.sources[key]
            text = f"{self._say(source.title)}, {source.speaker}: {self._say(source.supports)}"
            yield self._row("source", text)

    def _users(self, signal: SignalDefinition) -> Iterator[str]:
        """Yield the rules that name a signal, and those that count it among others of its kind."""
        naming = self._rules(lambda node: signal.id in node.signal_ids())
        counting = [
            each for each in self._rules(lambda n: _counts(n, signal)) if each not in naming
        ]
        yield from self._names("used_by", naming)
        yield from self._names("counted_by", counting)

    def _rules(self, looks: Callable[[Condition], bool]) -> list[str]:
        """Return the ids of the rules with a condition that looks at something, also through a shared condition."""
        book = self._playbook
        shared = {key for key, each in book.conditions.items() if any(map(looks, each.nodes()))}
        entries = [
            *((each.id, each.when) for each in book.rules),
            *((each.id, each.when) for each in book.also),
            *((each.id, each.when) for each in book.modifiers),
            *((each.id, each.when) for each in book.missing),
        ]
        return [i for i, when in entries if any(map(looks, when.nodes())) or shared & when.uses()]

    def _examples(self, signal: SignalDefinition) -> Iterator[str]:
        examples = load_examples(signal.id, signal.axis, self._overlay)
        wanted = "en" if self._lang == "en" else "zh"
        for expect, title in (("fires", "example"), ("silent", "no_example")):
            chosen = [each for each in examples if each.expect == expect and each.lang == wanted]
            for example in chosen[:_SHOWN_EXAMPLES]:
                yield self._row(title, self._shown(example))

    def _shown(self, example: Example) -> str:
        if example.quote:
            return quoted(example.quote, self._lang)
        said = " / ".join(turn.text for turn in example.turns)
        return quoted(said, self._lang) + (
            f" ({self._say(TRAPS[example.trap])})" if example.trap else ""
        )


def _counts(node: Condition, signal: SignalDefinition) -> bool:
    """Tell whether a condition counts or weighs a signal among others, without naming it."""
    tally, weighed = node.tally, node.outweighs
    if weighed is not None:
        return weighed.axis == signal.axis and signal.sign != "o"
    return (
        tally is not None
        and tally.among is None
        and tally.axis in (None, signal.axis)
        and tally.sign in (None, signal.sign)
        and (tally.stage is None or tally.stage in signal.stages)
    )


def _plain(condition: Condition) -> str:
    held = condition.model_dump(exclude_none=True, exclude_defaults=True, by_alias=True)
    return json.dumps(held, ensure_ascii=False)
