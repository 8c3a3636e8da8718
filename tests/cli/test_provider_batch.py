"""`callsift batch --via provider-batch`: from files to results through a simulated Batch API."""

import json
from pathlib import Path

import pytest

from callsift.settings import config_path
from tests.bulk.provider_runs import sees_price
from tests.cli.runs import run_here
from tests.provider.batch_api import BatchApi


def _calls(folder: Path) -> tuple[str, str]:
    """Write three calls; return the folder and the output."""
    calls = folder / "calls"
    calls.mkdir()
    for number in range(3):
        words = f"销售: 您好，第{number}位。\n客户: 价格太贵了，超出我们预算一倍。\n"
        (calls / f"{number}.txt").write_text(words, encoding="utf-8")
    return str(calls), str(folder / "out.jsonl")


def test_files_are_asked_about_in_a_job_and_the_results_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    calls, out = _calls(tmp_path)
    with BatchApi(sees_price) as api:
        monkeypatch.setenv("CALLSIFT_API_KEY", "sk-none-of-yours")
        words = ("--via", "provider-batch", "--model", "m", "--base-url", api.base_url)
        run = run_here(monkeypatch, ("batch", calls, "--out", out, *words))
    assert run.code == 0, run.err
    summary = json.loads(run.out)
    assert (summary["done"], summary["usage"]["calls"]) == (3, 3)
    assert summary["batches"] == {
        "jobs": 1, "open_jobs": 0, "inputs": 3, "directly": 0, "factor": None, "files_left": 0,
    }  # fmt: skip
    assert api.left == []
    assert "batch job batch_0" in run.err
    assert (len(api.files), len(api.direct)) == (1, 0)
    lines = Path(out).read_text(encoding="utf-8").splitlines()
    assert len(lines) == 3
    assert all("price_out_of_range" in each for each in lines)


def test_without_a_model_there_is_nothing_to_batch(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    calls, out = _calls(tmp_path)
    run = run_here(monkeypatch, ("batch", calls, "--out", out, "--via", "provider-batch"))
    assert run.code == 2
    assert "--model" in run.err


def test_an_estimate_counts_what_the_price_list_says_of_batches(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    calls, out = _calls(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("APPDATA", str(tmp_path / "config"))
    prices = config_path().parent / "prices.toml"
    prices.parent.mkdir(parents=True)
    price = '[[price]]\nmodel = "m"\ninput = 1000\noutput = 0\ncurrency = "CNY"\nchecked = "2026-01-01"\n'
    words = (
        "batch",
        calls,
        "--out",
        out,
        "--dry-run",
        "--model",
        "m",
        "--base-url",
        "http://127.0.0.1:1/v1",
    )
    low = []
    for more, via in (
        ("", "direct"),
        ("batch_factor = 0.25\n", "provider-batch"),
        ("", "provider-batch"),
    ):
        prices.write_text(price + more, encoding="utf-8")
        run = run_here(monkeypatch, (*words, "--via", via))
        assert run.code == 0, run.err
        assert ("counted in full" in run.err) == (via == "provider-batch" and not more)
        low.append(float(run.out.split("cost ")[1].split("–")[0]))
    assert low[1] == pytest.approx(low[0] / 4, abs=0.001)
    assert low[2] == low[0] > 0
