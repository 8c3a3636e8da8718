"""Writes what the playbook says of an id, and the list of all ids."""

import json
from collections.abc import Iterator
from pathlib import Path

from callsift.domain.analysis import Named
from callsift.errors import UsageError
from callsift.playbook import Playbook, SignalDefinition, load_examples
from callsift.playbook.model import Example
from callsift.render.words import STAGES, STANDINGS
from callsift.wording import ResultLanguage, say

_SHOWN_EXAMPLES = 3


def explanation(
    name: str, playbook: Playbook, lang: ResultLanguage, *, overlay: Path | None = None
) -> str:
    """Return what an id means, where it comes from and which rules use it.

    Raises:
        UsageError: nothing has this id; the nearest ids are named.
    """
    lines = [
        *_signal(name, playbook, lang, overlay),
        *_category(name, playbook, lang),
        *_action(name, playbook, lang),
        *_rule(name, playbook, lang),
        *_decided(name, playbook, lang),
    ]
    if not lines:
        raise UsageError(
            f"nothing is called {name!r}.{_nearest(name, playbook)}",
            do="`callsift playbook list` names all.",
        )
    return "\n".join(lines) + "\n"


def _nearest(name: str, playbook: Playbook) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - only for a wrong id

    known = [*playbook.signals, *playbook.categories, *playbook.actions]
    close = get_close_matches(name, known, n=3)
    return f" Do you mean {', '.join(close)}?" if close else ""


def _signal(
    name: str, playbook: Playbook, lang: ResultLanguage, overlay: Path | None
) -> Iterator[str]:
    signal = playbook.signals.get(name)
    if signal is None:
        return
    yield f"{name}  {say(signal.name, lang)}  [{signal.axis}, {signal.sign}, {'/'.join(signal.stages)}]"
    yield f"  {say(signal.definition, lang)}"
    yield f"  {say(signal.why, lang)}"
    yield f"  ≠ {say(signal.near_miss, lang)}"
    if signal.counterpart:
        yield f"  ↔ {', '.join(signal.counterpart)}"
    if signal.confused_with:
        yield f"  ≈ {', '.join(signal.confused_with)}"
    yield from _sources(tuple(each.document for each in signal.source), playbook, lang)
    yield from _users(name, playbook)
    yield from _examples(signal, lang, overlay)


def _examples(
    signal: SignalDefinition, lang: ResultLanguage, overlay: Path | None
) -> Iterator[str]:
    examples = load_examples(signal.id, signal.axis, overlay)
    wanted = "en" if lang == "en" else "zh"
    for expect, mark in (("fires", "+"), ("silent", "-")):
        chosen = [each for each in examples if each.expect == expect and each.lang == wanted]
        for example in chosen[:_SHOWN_EXAMPLES]:
            yield f"  {mark} {_shown(example)}"


def _shown(example: Example) -> str:
    if example.quote:
        return f"「{example.quote}」"
    said = " / ".join(turn.text for turn in example.turns)
    return f"「{said}」 ({example.trap})"


def _sources(keys: tuple[str, ...], playbook: Playbook, lang: ResultLanguage) -> Iterator[str]:
    for key in keys:
        source = playbook.sources[key]
        yield f"  § {say(source.title, lang)}, {source.speaker}: {say(source.supports, lang)}"


def _users(name: str, playbook: Playbook) -> Iterator[str]:
    """Yield the rules that look at a signal, also through a shared condition."""
    sharing = {key for key, each in playbook.conditions.items() if name in each.signal_ids()}
    entries = [
        *((each.id, each.when) for each in playbook.rules),
        *((each.id, each.when) for each in playbook.also),
        *((each.id, each.when) for each in playbook.modifiers),
        *((each.id, each.when) for each in playbook.missing),
    ]
    used = [i for i, when in entries if name in when.signal_ids() or sharing & when.uses()]
    if used:
        yield f"  → {', '.join(used)}"


def _category(name: str, playbook: Playbook, lang: ResultLanguage) -> Iterator[str]:
    category = playbook.categories.get(name)
    if category is not None:
        yield f"{name}  {say(category.name, lang)}"
        yield f"  {say(category.definition, lang)}"
        yield from _sources(category.sources, playbook, lang)


def _action(name: str, playbook: Playbook, lang: ResultLanguage) -> Iterator[str]:
    action = playbook.actions.get(name)
    if action is not None:
        yield f"{name}  {say(action.name, lang)}"
        yield f"  {say(action.text, lang)}"
        yield f"  「{say(action.script, lang)}」"
        yield f"  {action.cadence_days} d" if action.cadence_days else "  –"
        yield from _sources(action.sources, playbook, lang)


def _rule(name: str, playbook: Playbook, lang: ResultLanguage) -> Iterator[str]:
    for rule in playbook.rules:
        if rule.id == name:
            yield f"{rule.id}: {rule.decides} = {rule.value}"
            yield f"  {say(rule.reason, lang)}"
            yield f"  {_plain(rule.when.model_dump(exclude_none=True, exclude_defaults=True, by_alias=True))}"
            yield from _sources(rule.sources, playbook, lang)
    for modifier in playbook.modifiers:
        if modifier.id == name:
            yield f"{modifier.id}: {say(modifier.text, lang)}"
            yield from _sources(modifier.sources, playbook, lang)


def _plain(condition: dict[str, object]) -> str:
    return json.dumps(condition, ensure_ascii=False)


def _decided(name: str, playbook: Playbook, lang: ResultLanguage) -> Iterator[str]:
    """Yield which rules decide a stage, standing, category or action."""
    for title, names in (("stage", STAGES), ("standing", STANDINGS)):
        if name in names:
            yield f"{name}  {say(names[name], lang)} ({title})"
    for rule in playbook.rules:
        if rule.value == name:
            yield f"  ← {rule.id}: {say(rule.reason, lang)}"


def playbook_list(playbook: Playbook, lang: ResultLanguage, *, as_json: bool) -> str:
    """Return every id with its name, as lines or as JSON."""
    groups: dict[str, dict[str, Named]] = {
        "signals": {each.id: each.name for each in playbook.signals.values()},
        "categories": {each.id: each.name for each in playbook.categories.values()},
        "actions": {each.id: each.name for each in playbook.actions.values()},
        "stages": STAGES,
        "standings": STANDINGS,
    }
    if as_json:
        named = {
            title: {i: n.model_dump() for i, n in ids.items()} for title, ids in groups.items()
        }
        return json.dumps(named, ensure_ascii=False, indent=2) + "\n"
    lines = []
    for title, ids in groups.items():
        lines.append(f"{title} ({len(ids)})")
        for name, text in ids.items():
            signal = playbook.signals.get(name) if title == "signals" else None
            mark = f"{signal.axis:<11}{signal.sign} " if signal else ""
            lines.append(f"  {mark}{name:<36}{say(text, lang)}")
    return "\n".join(lines) + "\n"
