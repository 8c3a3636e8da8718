"""Prompt tokens from an endpoint's cache are counted once, whichever way it counts them itself."""

from types import SimpleNamespace

import pytest

from callsift.cache import Learned
from callsift.costs import Spread
from callsift.errors import PromptTooLong
from callsift.model_client.completion import usage_of
from callsift.model_client.overflow import refuse_half_read


def _reported(prompt: int, cached: int, total: int | None = None) -> SimpleNamespace:
    return SimpleNamespace(
        prompt_tokens=prompt,
        completion_tokens=100,
        total_tokens=total,
        prompt_tokens_details=SimpleNamespace(cached_tokens=cached),
    )


@pytest.mark.parametrize(
    ("reported", "prompt"),
    [
        pytest.param(
            _reported(9_000, 6_000, 9_100), 9_000, id="within the prompt, as llama-server"
        ),
        pytest.param(_reported(9_000, 6_000), 9_000, id="within the prompt, and no sum"),
        pytest.param(_reported(9_000, 9_000, 9_100), 9_000, id="all of the prompt"),
        pytest.param(_reported(3_000, 6_000), 9_000, id="more than the prompt"),
        pytest.param(
            _reported(6_000, 3_000, 9_100), 9_000, id="beside the prompt, as the sum says"
        ),
    ],
)
def test_the_prompt_holds_what_came_from_the_cache_once(
    reported: SimpleNamespace, prompt: int
) -> None:
    usage = usage_of(reported)
    assert usage.prompt_tokens == prompt
    assert usage.cached_tokens <= prompt


def test_a_prompt_read_in_part_is_noticed_although_most_of_it_was_cached() -> None:
    usage = usage_of(_reported(3_500, 3_000, 3_600))
    with pytest.raises(PromptTooLong) as caught:
        refuse_half_read(Spread(12_000, 0), usage, known=Learned(), where="here")
    assert caught.value.read == 3_500


def test_a_prompt_counted_beside_the_cache_is_not_taken_for_half_read() -> None:
    usage = usage_of(_reported(3_000, 6_000))
    refuse_half_read(Spread(9_000, 0), usage, known=Learned(), where="here")
