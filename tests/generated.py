"""Every committed file that is generated, and what it must hold. `pytest tests/test_generated.py --update` writes them."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from pydantic import BaseModel

from callsift.accounts import AccountReports
from callsift.cues import LITERALS_FILE, literals_of
from callsift.domain.analysis import Analysis
from callsift.domain.transcript import Transcript
from callsift.playbook.compiled import COMPILED_FILE, PATTERNS_FILE
from callsift.playbook.load import compile_patterns, compile_shipped
from tests.builders import shipped
from tests.readme_blocks import with_blocks

ROOT = Path(__file__).resolve().parent.parent


def artefacts() -> dict[str, str]:
    """Return the expected text of every generated file, by its path from the top of the checkout."""
    return {path: make() for path, make in MAKERS.items()}


def schema_text(model: type[BaseModel]) -> str:
    """Return the JSON schema of what a command prints."""
    schema = model.model_json_schema(by_alias=True, mode="serialization")
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def literals_text() -> str:
    """Return which literal words each pattern of the shipped playbook needs."""
    return json.dumps(literals_of(shipped()), ensure_ascii=False, separators=(",", ":")) + "\n"


MAKERS: Mapping[str, Callable[[], str]] = {
    "README.md": lambda: with_blocks("README.md", "en"),
    "README.zh-CN.md": lambda: with_blocks("README.zh-CN.md", "zh"),
    "schemas/account.json": lambda: schema_text(AccountReports),
    "schemas/analysis.json": lambda: schema_text(Analysis),
    "schemas/transcript.json": lambda: schema_text(Transcript),
    f"src/callsift/{COMPILED_FILE}": compile_shipped,
    f"src/callsift/{PATTERNS_FILE}": compile_patterns,
    f"src/callsift/{LITERALS_FILE}": literals_text,
}
