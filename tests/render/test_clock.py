"""When in a call something was said."""

import pytest

from callsift.domain.transcript import Kind
from callsift.render.clock import clock


@pytest.mark.parametrize(
    ("seconds", "kind", "expected"),
    [
        (0.0, "transcript", "00:00"),
        (754.9, "transcript", "12:34"),
        (3725.0, "transcript", "1:02:05"),
        (None, "transcript", None),
        (26820.0, "chat", None),
    ],
)
def test_a_time_is_that_since_the_start_of_a_recording(
    seconds: float | None, kind: Kind, expected: str | None
) -> None:
    assert clock(seconds, kind) == expected
