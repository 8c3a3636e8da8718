"""Recording waits for answers in files, and what it records replays. Replies are scripted."""

import hashlib
import json
import sys
from pathlib import Path

import anyio
import pytest
import vcr  # type: ignore[import-untyped]  # ships no types

from benchmarks import record_relay
from callsift.playbook import load_playbook
from callsift.settings import Settings
from callsift.steps.extract.llm import LLMEngine
from callsift.steps.read import read_path
from callsift.steps.turns import assign_roles
from tests.cassettes.recorded import recorded_prompts, todays_prompt
from tests.provider import Provider, Request, Response, completion, refusal, reply_json, signal

GOOD = reply_json(signal("price_out_of_range", "这个价“吓人”", 1))


class AnswersFromFiles:
    """An endpoint that saves each request and answers from the file of the same name, else 503."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, request: Request) -> Response:
        """Answer one request."""
        key = hashlib.sha256(json.dumps(request.body["messages"]).encode()).hexdigest()[:16]
        (self.folder / f"{key}.request.json").write_bytes(request.raw)
        answer = self.folder / f"{key}.answer.txt"
        if not answer.exists():
            return refusal(503, "no answer yet")
        return completion(answer.read_text(encoding="utf-8"), request)


def _run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["record_relay", *arguments])
    return record_relay.main()


def test_cases_are_asked_then_recorded_then_replayed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, vcr_model: vcr.VCR
) -> None:
    folder, out, case = tmp_path / "relay", tmp_path / "out", tmp_path / "one.txt"
    folder.mkdir()
    case.write_text("销售：您看了吗？\n客户：这个价“吓人”。\n", encoding="utf-8")
    with Provider(AnswersFromFiles(folder)) as provider:
        common = ("--url", provider.base_url, str(case))
        assert _run(monkeypatch, "--ask", str(folder), *common) == 1
        keys = json.loads((folder / "cases.json").read_text(encoding="utf-8"))["one"]
        assert len(keys) == 1
        assert _run(monkeypatch, "--record", "--out", str(out), *common) == 1
        assert list(out.iterdir()) == []
        (folder / f"{keys[0]}.answer.txt").write_text(GOOD, encoding="utf-8")
        assert _run(monkeypatch, "--record", "--out", str(out), *common) == 0
    assert recorded_prompts(out) == {"one": todays_prompt(load_playbook())}
    transcript = assign_roles(read_path(case)).call.transcript
    settings = Settings(model="relay", base_url="http://another.example/v1", mode="json_schema")
    with vcr_model.use_cassette(str(out / "one.yaml")) as tape:
        seen = anyio.run(LLMEngine(load_playbook(), settings).observe, transcript)
    assert [each.quote for each in seen.candidates] == ["这个价“吓人”"]
    assert tape.all_played
