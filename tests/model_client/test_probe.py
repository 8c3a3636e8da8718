"""`doctor` learns in a sentence whether the endpoint answers, and never shows the key."""

import anyio
import pytest
from pydantic import SecretStr

from callsift.model_client import ProbeReport, probe
from callsift.settings import Settings
from tests.model_client.conftest import KEY
from tests.provider import Provider, personalities


def _probe(base_url: str, model: str | None = "m") -> ProbeReport:
    settings = Settings(model=model, base_url=base_url, api_key=SecretStr(KEY), timeout_s=2)
    report = anyio.run(probe, settings)
    assert KEY not in " ".join(report.lines)
    return report


def test_an_endpoint_that_lists_the_model_is_well() -> None:
    with Provider(personalities.openai_like()) as provider:
        report = _probe(provider.base_url)
    assert (report.answers, report.listed) == (True, True)
    assert provider.requests == []


def test_a_model_that_is_not_listed_is_said_so() -> None:
    with Provider(personalities.openai_like(), models=("a", "b")) as provider:
        report = _probe(provider.base_url)
    assert (report.answers, report.listed) == (True, False)
    assert "not among them" in report.lines[-1]


def test_without_a_model_only_the_endpoint_is_asked() -> None:
    with Provider(personalities.openai_like()) as provider:
        assert _probe(provider.base_url, None).listed is None


@pytest.mark.parametrize(
    ("status", "answers", "word"),
    [(404, True, "no fault"), (401, False, "key"), (500, False, "HTTP 500")],
)
def test_a_refused_list_is_read_for_what_it_means(status: int, answers: bool, word: str) -> None:
    with Provider(personalities.openai_like(), models_status=status) as provider:
        report = _probe(provider.base_url)
    assert report.answers is answers
    assert word in " ".join(report.lines)


def test_nobody_there_is_said_so() -> None:
    with Provider(personalities.openai_like()) as provider:
        url = provider.base_url
    report = _probe(url)
    assert report.answers is False
    assert "no connection" in report.lines[0]


def test_a_page_is_no_list_of_models() -> None:
    with Provider(personalities.openai_like(), models_page=True) as provider:
        report = _probe(provider.base_url)
    assert report.answers is False
    assert "--base-url" in report.lines[0]
