"""The parameters that not every endpoint takes, and what its refusals teach about them."""

import re
from typing import Any

from callsift.cache import LimitName

_TEMPERATURE = re.compile(r"temperature", re.I)
_LIMIT = re.compile(
    r"max_completion_tokens|unsupported[^.]{0,40}max_tokens|max_tokens[^.]{0,20}not supported", re.I
)


class Options:
    """Temperature 0 and the limit of an answer, as far as the endpoint takes them."""

    def __init__(
        self, *, with_temperature: bool = True, limit_name: LimitName = "max_tokens"
    ) -> None:
        self.with_temperature = with_temperature
        self.limit_name: LimitName = limit_name

    def given(self, limit: int | None) -> dict[str, Any]:
        """Return the parameters to send."""
        options: dict[str, Any] = {"temperature": 0} if self.with_temperature else {}
        return options if limit is None else {**options, self.limit_name: limit}

    def learn(self, status: int, said: str) -> bool:
        """Take a refusal to heart; tell whether the next request will differ."""
        if status not in (400, 422):
            return False
        if self.with_temperature and _TEMPERATURE.search(said):
            self.with_temperature = False
            return True
        if self.limit_name == "max_tokens" and _LIMIT.search(said):
            # Reasoning models of OpenAI take the limit under another name only.
            self.limit_name = "max_completion_tokens"
            return True
        return False
