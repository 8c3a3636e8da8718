"""Writes the list of all ids of a playbook."""

import json

from callsift.domain.analysis import Named
from callsift.playbook import Playbook
from callsift.render.words import STAGES, STANDINGS
from callsift.wording import ResultLanguage, say


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
