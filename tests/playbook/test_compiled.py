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
    monkeypatch.setattr(load, "read_compiled", lambda _: None)
    assert load._load((load._root(),)) == compiled
