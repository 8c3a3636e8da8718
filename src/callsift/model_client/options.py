"""The parameters that not every endpoint takes, and what its refusals teach about them."""

import re
from typing import Any

from callsift.cache import LimitName

_TEMPERATURE = re.compile(r"temperature", re.I)
_LIMIT = re.compile(
    r"max_completion_tokens|unsupported[^.]{0,40}max_tokens|max_tokens[^.]{0,20}not supported", re.I
)
# DashScope and ModelScope of open Qwen3 models, which think unless told not to: "parameter.enable_thinking must be set to
# false for non-streaming calls". That JSON mode does not go with thinking is about the mode.
_THINKING = re.compile(r"enable_thinking[^.]{0,40}(?:non-stream|非流式)", re.I)


class Options:
    """Temperature 0, the limit of an answer and whether to think first, as far as the endpoint takes them."""

    def __init__(
        self,
        *,
        with_temperature: bool = True,
        limit_name: LimitName = "max_tokens",
        with_thinking: bool = True,
    ) -> None:
        self.with_temperature = with_temperature
        self.limit_name: LimitName = limit_name
        self.with_thinking = with_thinking

    def given(self, limit: int | None) -> dict[str, Any]:
        """Return the parameters to send."""
        options: dict[str, Any] = {"temperature": 0} if self.with_temperature else {}
        if not self.with_thinking:
            options["extra_body"] = {"enable_thinking": False}
        return options if limit is None else {**options, self.limit_name: limit}

    def learn(self, status: int, said: str) -> bool:
        """Take a refusal to heart; tell whether the next request will differ."""
        if status not in (400, 422):
            return False
        if self.with_thinking and _THINKING.search(said):
            self.with_thinking = False
            return True
        if self.with_temperature and _TEMPERATURE.search(said):
            self.with_temperature = False
            return True
        if self.limit_name == "max_tokens" and _LIMIT.search(said):
            # Reasoning models of OpenAI take the limit under another name only.
            self.limit_name = "max_completion_tokens"
            return True
        return False
