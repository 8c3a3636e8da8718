"""What was recorded and with which prompt, and whether a recorded answer still answers today's request.

A cassette holds the request as it was sent. It is stale where today's prompt differs (`prompts.json` beside the
cassettes says which prompt each was recorded with), or where today's reader makes other words of the call.
"""

import json
from functools import lru_cache
from pathlib import Path

import anyio
import yaml  # type: ignore[import-untyped]  # comes with vcrpy, without types

from callsift.domain.analysis import Analysis
from callsift.domain.transcript import Call
from callsift.pipeline import analyze_call
from callsift.playbook import Playbook
from callsift.prompting import observe_messages, prompt_hash
from callsift.settings import Settings
from callsift.steps.extract.llm import LLMEngine
from callsift.steps.extract.llm.shape import reply_schema
from callsift.steps.turns import assign_roles
from tests.cassettes.replay import model_vcr

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "cassettes"
PROMPTS = "prompts.json"
AGAIN = "record again with benchmarks/record_relay.py"


def todays_prompt(playbook: Playbook) -> str:
    """Return the hash of the prompt that would be sent today."""
    return prompt_hash(playbook, reply_schema(playbook))


def recorded_prompts(folder: Path = FOLDER) -> dict[str, str]:
    """Return for each recorded case the hash of the prompt that it was recorded with."""
    file = folder / PROMPTS
    if not file.is_file():
        return {}
    prompts: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return prompts


def staleness(case: str, call: Call, playbook: Playbook, folder: Path = FOLDER) -> str | None:
    """Return why a recorded answer does not answer today's request, or None where it does."""
    recorded, today = recorded_prompts(folder).get(case, "unknown"), todays_prompt(playbook)
    if recorded != today:
        return f"stale: recorded with prompt {recorded}, today {today}; {AGAIN}"
    transcript = assign_roles(call).call.transcript
    if observe_messages(transcript, playbook) != _asked(folder / f"{case}.yaml"):
        return f"stale: the call is read differently from when it was recorded; {AGAIN}"
    return None


def replayed(case: str, call: Call, playbook: Playbook, folder: Path = FOLDER) -> Analysis:
    """Return the analysis of a call with its recorded answers; nothing is sent."""
    settings = Settings(
        engine="llm",
        model="relay",
        base_url="http://nobody.invalid/v1",
        mode="json_schema",
        max_attempts=1,
    )

    async def analysis() -> Analysis:
        return await analyze_call(call, engine=LLMEngine(playbook, settings), playbook=playbook)

    with model_vcr().use_cassette(str(folder / f"{case}.yaml")) as tape:
        result = anyio.run(analysis)
    assert tape.all_played
    return result


@lru_cache(maxsize=32)
def _asked(cassette: Path) -> list[dict[str, str]]:
    """Return the messages of the first request in a cassette."""
    tape = yaml.load(cassette.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    messages: list[dict[str, str]] = json.loads(tape["interactions"][0]["request"]["body"])[
        "messages"
    ]
    return messages
