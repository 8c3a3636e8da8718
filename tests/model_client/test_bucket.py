"""The bucket that is found explains what an endpoint took and refused, or costs less than any other to copy."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callsift.model_client.bucket import Bucket, Tried, cost, fitted
from tests.provider import limited

GAPS = st.lists(st.floats(min_value=0.0, max_value=2.0), min_size=5, max_size=60)


def asked(endpoint: limited.Limit, gaps: list[float], pause_s: float = 1.0) -> list[Tried]:
    """Ask after each gap, and pause after each refusal."""
    now, tried = 0.0, []
    for gap in gaps:
        now += gap
        is_taken = endpoint.refused_for(now) is None
        tried.append(Tried(now, None if is_taken else pause_s))
        now += 0.0 if is_taken else pause_s
    return tried


@given(st.floats(min_value=0.5, max_value=20), st.integers(min_value=1, max_value=20), GAPS)
def test_copying_the_endpoint_itself_costs_nothing(
    rate: float, burst: int, gaps: list[float]
) -> None:
    tried = asked(limited.Bucket(rate, burst), gaps)
    assert cost(tried, Bucket(rate, burst)) == pytest.approx(0.0, abs=1e-6)


@settings(max_examples=40)
@given(st.floats(min_value=1, max_value=20), GAPS)
def test_what_is_found_is_never_slower_than_the_usual_rate(usual: float, gaps: list[float]) -> None:
    tried = asked(limited.Bucket(5, 3), gaps)
    found = fitted(tried, usual)
    assert found.rate >= usual
    assert 1 <= found.burst <= max(len(tried), 1)


@pytest.mark.parametrize(("rate", "burst"), [(10, 1), (10, 3), (1, 1)])
def test_the_rate_is_found_whatever_a_pause_loses(rate: int, burst: int) -> None:
    # Ever faster, until it is too much; three times.
    gaps = [1.6 / rate * 0.97**power for power in range(30)] * 3
    tried = asked(limited.Bucket(rate, burst), gaps)
    found = fitted(tried, 0.3 * rate)
    assert found.rate == pytest.approx(rate, rel=0.2)


def test_a_refusal_costs_what_its_pause_loses() -> None:
    refused = [Tried(0.0, 1.0)]
    assert cost(refused, Bucket(10, 10)) == 1.0
    assert cost(refused, Bucket(10, 1)) == 10.0


def test_what_is_held_back_costs_as_much_as_was_missing() -> None:
    assert cost([Tried(0.0), Tried(0.1)], Bucket(5, 1)) == pytest.approx(0.5)
