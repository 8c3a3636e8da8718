"""What is generated is committed, and says what it would say if it were generated now."""

import json
from pathlib import Path

import pytest

from callsift.domain.analysis import Analysis
from callsift.domain.transcript import Transcript
from tests.generated import MAKERS, ROOT, artefacts
from tests.readme_blocks import scores

pytestmark = pytest.mark.long


@pytest.mark.parametrize("path", sorted(MAKERS))
def test_a_generated_file_says_what_it_would_say_now(
    path: str, request: pytest.FixtureRequest
) -> None:
    expected = MAKERS[path]()
    file = ROOT / path
    if request.config.getoption("--update"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(expected, encoding="utf-8", newline="\n")
    found = file.read_text(encoding="utf-8") if file.is_file() else ""
    # A plain comparison: a difference of megabytes is of use to nobody.
    assert (found == expected) is True, (
        f"{path} is out of date: run `pytest tests/test_generated.py --update`"
    )


def test_making_them_twice_gives_the_same() -> None:
    once = artefacts()
    scores.cache_clear()
    assert (artefacts() == once) is True


@pytest.mark.parametrize(("name", "model"), [("analysis", Analysis), ("transcript", Transcript)])
def test_a_schema_names_every_field_of_what_is_printed(
    name: str, model: type[Analysis | Transcript]
) -> None:
    schema = json.loads(Path(ROOT / f"schemas/{name}.json").read_text(encoding="utf-8"))
    assert set(schema["properties"]) == set(model.model_fields)
    assert schema["additionalProperties"] is False


def test_the_schema_of_a_milestone_calls_its_party_with() -> None:
    schema = json.loads((ROOT / "schemas/analysis.json").read_text(encoding="utf-8"))
    assert "with" in schema["$defs"]["Milestone"]["properties"]
