"""R9 on the labelled calls: in parts or whole, the same is observed.

The model is scripted from the labels: this says nothing about a model, and all about the way there and back.
"""

from pathlib import Path

import anyio
import pytest

from callsift.costs import estimate_tokens
from callsift.domain.analysis import Analysis
from callsift.domain.transcript import Call
from callsift.pipeline import analyze_call
from callsift.playbook import Playbook
from callsift.scoring import LabelledCase, load_cases
from callsift.settings import Settings
from callsift.steps.extract.llm import LLMEngine
from callsift.steps.read import read_path
from tests.provider import Provider, completion
from tests.provider.scripted import ScriptedModel, Seen

GOLD = Path(__file__).resolve().parents[4] / "fixtures" / "gold"
CASES = load_cases(GOLD)
# Little more than the instructions: even a short call comes in several parts.
TIGHT = 7_600
SHORT = 700  # tokens


def _analysed(call: Call, table: list[Seen], most: int, playbook: Playbook) -> tuple[Analysis, int]:
    model = ScriptedModel(table)
    with Provider(lambda request: completion(model(request), request)) as provider:
        settings = Settings(model="m", base_url=provider.base_url, max_prompt_tokens=most)

        async def run() -> Analysis:
            engine = LLMEngine(playbook, settings)
            return await analyze_call(call, engine=engine, playbook=playbook)

        return anyio.run(run), len(provider.requests)


@pytest.mark.parametrize("case", CASES, ids=[case.label.id for case in CASES])
def test_a_labelled_call_in_parts_gives_the_same(playbook: Playbook, case: LabelledCase) -> None:
    call = read_path(case.path)
    table = [
        *(Seen(each.id, each.quote) for each in case.label.signals),
        *(Seen(each.status, each.quote, each.kind) for each in case.label.milestones),
    ]
    whole, once = _analysed(call, table, 32_000, playbook)
    parts, often = _analysed(call, table, TIGHT, playbook)
    assert once == 1
    assert often > 1 or estimate_tokens(call.transcript.text) < SHORT
    assert parts.signals == whole.signals
    assert parts.coaching == whole.coaching
    assert parts.milestones == whole.milestones
    assert parts.category == whole.category
