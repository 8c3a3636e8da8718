"""The corpora of dialogues: a wrong side is worse than an unknown one."""

from pathlib import Path
from typing import Any

import pytest
import tomli

from callsift.steps.read import read_text
from callsift.steps.turns import assign_roles

HERE = Path(__file__).parent
ROLES = {"sellers": "seller", "buyers": "buyer", "others": "other", "unknown": "unknown"}


def dialogues(name: str) -> list[Any]:
    entries = tomli.loads((HERE / name).read_text(encoding="utf-8"))["dialogue"]
    return [pytest.param(entry, id=entry["name"]) for entry in entries]


def sides(entry: dict[str, Any]) -> tuple[dict[str, str], dict[str | None, str]]:
    wanted = {name: role for key, role in ROLES.items() for name in entry.get(key, ())}
    call = assign_roles(read_text(entry["text"].strip("\n"))).call
    return wanted, {turn.speaker: turn.role for turn in call.transcript.turns if turn.speaker}


@pytest.mark.parametrize("entry", dialogues("dialogues.toml"))
def test_every_side_is_told(entry: dict[str, Any]) -> None:
    wanted, got = sides(entry)
    assert got == wanted


@pytest.mark.parametrize("entry", dialogues("dialogues_kept.toml"))
def test_no_side_is_wrong_in_dialogues_kept_apart(entry: dict[str, Any]) -> None:
    wanted, got = sides(entry)
    assert set(got) == set(wanted)
    assert {
        name: role for name, role in got.items() if role not in ("unknown", wanted[name or ""])
    } == {}
