"""The compiled tables are those of the TOML files, or they are not used."""

import pytest

from callsift.playbook import load
from callsift.playbook.compiled import read_compiled


def test_an_edited_file_counts_at_once() -> None:
    sources = load._contents(load._places(load._root())).sources
    assert read_compiled(sources)
    edited = {**sources, "actions.toml": sources["actions.toml"] + b"\n"}
    assert read_compiled(edited) is None
    assert read_compiled({name: sources[name] for name in list(sources)[1:]}) is None


def test_the_parsed_files_give_the_same_playbook(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = load._load((load._root(),))
    monkeypatch.setattr(load, "read_compiled", lambda _, **__: None)
    assert load._load((load._root(),)) == compiled


def test_without_patterns_everything_else_is_the_same() -> None:
    whole, light = load.load_playbook(), load.load_playbook(with_patterns=False)
    bare = {"cues", "hints", "counter_cues", "denials", "exchange"}
    assert light.hash == whole.hash
    assert any(each.cues.zh for each in whole.signals.values())
    assert not any(each.cues.zh for each in light.signals.values())
    assert light.model_dump(exclude={"signals": dict.fromkeys(light.signals, bare)}) == (
        whole.model_dump(exclude={"signals": dict.fromkeys(whole.signals, bare)})
    )
