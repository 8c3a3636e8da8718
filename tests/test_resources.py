"""Files that ship: found in the package and in the checkout, and named where they are missing."""

from pathlib import Path

import pytest

from callsift import resources
from callsift.errors import ResourceMissing


def test_a_file_of_the_package_is_found() -> None:
    assert resources.package_text("samples/zh.txt")
    assert resources.package_file("playbook").is_dir()


@pytest.mark.parametrize(
    "name", ["schemas/analysis.json", "schemas/transcript.json", "prompts/observe.system.j2"]
)
def test_a_shared_file_is_found_in_the_checkout(name: str) -> None:
    assert resources.shared_text(name)


def test_a_wheel_holds_shared_files_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "analysis.json").write_text("inside", encoding="utf-8")
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path)
    assert resources.shared_text("schemas/analysis.json") == "inside"


@pytest.mark.parametrize(
    "find", [resources.package_file, resources.package_text, resources.shared_text]
)
def test_a_missing_file_is_named_with_what_to_do(find: object) -> None:
    assert callable(find)
    with pytest.raises(ResourceMissing) as caught:
        find("schemas/none.json")
    assert caught.value.where == "schemas/none.json"
    assert "Install callsift again" in str(caught.value)
