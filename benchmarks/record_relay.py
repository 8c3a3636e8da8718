"""Records what a reader answered, one cassette a call, to score the model engine at no cost.

Works with an endpoint that answers from files and says 503 until the file is there. Two phases,
from the checkout:

    python -m benchmarks.record_relay --ask DIR CASE...   # ask once; DIR is the endpoint's folder
    python -m benchmarks.record_relay --record CASE...    # all answers are there: record

A CASE is the text of a call; its cassette is `fixtures/cassettes/<name>.yaml`. `--ask` writes
`DIR/cases.json`, which says which request belongs to which case. An answer that could not be used
leads to a second question: then both phases are run again, until `--record` names no case any more.
`prompts.json` beside the cassettes says which prompt each was recorded with.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import anyio
from tests.cassettes.recorded import PROMPTS, recorded_prompts, todays_prompt
from tests.cassettes.replay import model_vcr

from callsift.domain.transcript import Call
from callsift.errors import CallsiftError, ModelUnreachable
from callsift.playbook import Playbook, load_playbook
from callsift.prompting import observe_messages
from callsift.settings import Settings
from callsift.steps.extract.llm import LLMEngine
from callsift.steps.read import read_path
from callsift.steps.turns import assign_roles

CASSETTES = Path(__file__).resolve().parents[1] / "fixtures" / "cassettes"


def main() -> int:
    """Run one phase; the exit code is 1 while answers are missing."""
    given = _parser().parse_args()
    settings = Settings(
        engine="llm",
        model=given.model,
        base_url=given.url,
        mode=given.mode,
        # One attempt: an answer that is not there yet does not come by waiting.
        max_attempts=1,
    )
    playbook = load_playbook(given.playbook)
    if given.ask is not None:
        return _ask(given.cases, given.ask, settings, playbook)
    return _record(given.cases, given.out, settings, playbook)


def _ask(cases: list[Path], folder: Path, settings: Settings, playbook: Playbook) -> int:
    open_cases = [case for case in cases if not _observed(case, settings, playbook)]
    index = {case.stem: sorted(_requests_of(_call(case), folder, playbook)) for case in cases}
    text = json.dumps(index, ensure_ascii=False, indent=1)
    (folder / "cases.json").write_text(text + "\n", encoding="utf-8")
    _say(f"{len(cases)} asked, {len(open_cases)} without a whole answer: {_names(open_cases)}")
    return 1 if open_cases else 0


def _record(cases: list[Path], out: Path, settings: Settings, playbook: Playbook) -> int:
    out.mkdir(parents=True, exist_ok=True)
    missing: list[Path] = []
    for case in cases:
        file = out / f"{case.stem}.yaml"
        fresh = file.with_suffix(".new.yaml")
        fresh.unlink(missing_ok=True)
        with model_vcr("all").use_cassette(str(fresh), record_on_exception=False):
            answered = _observed(case, settings, playbook)
        if answered:
            fresh.replace(file)
            _note_prompt(case.stem, out, todays_prompt(playbook))
        else:
            fresh.unlink(missing_ok=True)
            missing.append(case)
    _say(f"{len(cases) - len(missing)} recorded, {len(missing)} not: {_names(missing)}")
    return 1 if missing else 0


def _note_prompt(case: str, out: Path, prompt: str) -> None:
    """Write beside the cassettes which prompt a case was recorded with."""
    prompts = {**recorded_prompts(out), case: prompt}
    text = json.dumps(prompts, indent=1, sort_keys=True)
    (out / PROMPTS).write_text(text + "\n", encoding="utf-8")


def _observed(case: Path, settings: Settings, playbook: Playbook) -> bool:
    """Ask about one case; tell whether a whole answer came."""
    transcript = _call(case).transcript
    try:
        extraction = anyio.run(LLMEngine(playbook, settings).observe, transcript)
    except ModelUnreachable:
        return False
    except CallsiftError as error:
        _say(f"{case.stem}: {error}")
        return False
    _say(f"{case.stem}: {len(extraction.candidates)} signals, {len(extraction.dropped)} dropped")
    return True


def _call(case: Path) -> Call:
    """Return a case as the pipeline hands it to an engine."""
    return assign_roles(read_path(case)).call


def _requests_of(call: Call, folder: Path, playbook: Playbook) -> Iterator[str]:
    """Yield the saved requests that ask about a call: the first question and any second one."""
    wanted = observe_messages(call.transcript, playbook)[-1]["content"]
    for file in folder.glob("*.request.json"):
        messages = json.loads(file.read_text(encoding="utf-8")).get("messages", [])
        if any(each.get("content") == wanted for each in messages):
            yield file.name.removesuffix(".request.json")


def _names(cases: list[Path]) -> str:
    return ", ".join(case.stem for case in cases) or "none"


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    phase = parser.add_mutually_exclusive_group(required=True)
    phase.add_argument(
        "--ask", type=Path, metavar="DIR", help="ask once; DIR is the endpoint's folder"
    )
    phase.add_argument("--record", action="store_true", help="record a cassette a case")
    parser.add_argument("cases", nargs="+", type=Path, metavar="CASE")
    parser.add_argument("--url", default="http://127.0.0.1:8765/v1")
    parser.add_argument("--model", default="relay")
    parser.add_argument("--mode", default="json_schema", help="the mode that is recorded")
    parser.add_argument("--out", type=Path, default=CASSETTES)
    parser.add_argument("--playbook", type=Path, help="a folder laid over the shipped playbook")
    return parser


if __name__ == "__main__":
    sys.exit(main())
