"""One frozen object with everything a user can set. Flags come before the environment, that before the file."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple, Self, TypeAlias

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from callsift.config_file import config_path, config_table
from callsift.errors import UsageError

__all__ = ["EngineChoice", "Mode", "Settings", "config_path", "load_settings"]

EngineChoice: TypeAlias = Literal["auto", "llm", "offline"]
# How a model is asked for JSON, the strictest first.
Mode: TypeAlias = Literal["json_schema", "json_object", "tools", "text"]

_ENVIRONMENT = {
    "engine": ("CALLSIFT_ENGINE",),
    "model": ("CALLSIFT_MODEL",),
    "base_url": ("CALLSIFT_BASE_URL", "OPENAI_BASE_URL"),
    "api_key": ("CALLSIFT_API_KEY", "OPENAI_API_KEY"),
    "timeout_s": ("CALLSIFT_TIMEOUT",),
    "max_attempts": ("CALLSIFT_MAX_ATTEMPTS",),
    "mode": ("CALLSIFT_MODE",),
    "max_prompt_tokens": ("CALLSIFT_MAX_PROMPT_TOKENS",),
    "max_cost": ("CALLSIFT_MAX_COST",),
    "cache": ("CALLSIFT_CACHE",),
}
DEFAULT_BASE_URL = "https://api.openai.com/v1"


class _Origin(NamedTuple):
    """Where values come from: those that a variable of the environment named, those of the caller, and the file."""

    named: Mapping[str, tuple[str, str]]
    flagged: Mapping[str, Any]
    path: Path


class Settings(BaseModel):
    """What a run is set to.

    `auto` is the model engine only where a model is configured for callsift; a key that stands in the environment
    for something else sends nobody's words anywhere. `mode` fixes the reply format instead of trying them in order.
    A call that takes more than `max_prompt_tokens` is asked about in parts. `cache` keeps replies that were paid for in
    the user's cache folder. `max_cost` is in the currency of the model's price; nothing more is asked once it is spent.

    Raises:
        UsageError: one of them cannot be used.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    engine: EngineChoice = "auto"
    model: str | None = None
    base_url: str = DEFAULT_BASE_URL
    api_key: SecretStr | None = None
    timeout_s: float = Field(default=120.0, gt=0, allow_inf_nan=False)
    max_attempts: int = Field(default=4, ge=1)
    mode: Mode | None = None
    playbook: Path | None = None
    max_prompt_tokens: int = Field(default=32_000, ge=2_000)
    max_cost: float | None = Field(default=None, gt=0)
    cache: bool = True

    @field_validator("model")
    @classmethod
    def _is_a_name(cls, value: str | None) -> str | None:
        # A blank one is how a shell's script says that there is none.
        return (value or "").strip() or None

    @model_validator(mode="wrap")
    @classmethod
    def _is_usable(
        cls, given: Any, validate: ModelWrapValidatorHandler[Self], info: ValidationInfo
    ) -> Self:
        try:
            return validate(given)
        except ValidationError as error:
            # What was given may be a key: it is told to nobody.
            raise _unusable(error, info.context) from None

    @property
    def chosen_engine(self) -> Literal["llm", "offline"]:
        """Return the engine that `engine` means here."""
        if self.engine == "auto":
            return "llm" if self.model else "offline"
        return self.engine


def load_settings(
    flags: Mapping[str, Any] | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    file: Path | None = None,
) -> Settings:
    """Return the settings: flags > environment > config file > default.

    Args:
        flags: values given by the caller; None values count as not given.
        environment: the process's environment unless given.
        file: the config file; `config_path()` unless given.

    Raises:
        UsageError: a value that cannot be used, or a broken config file.
    """
    path = config_path() if file is None else file
    named = _named_in(os.environ if environment is None else environment)
    flagged = {key: value for key, value in (flags or {}).items() if value is not None}
    values = {
        **config_table(path),
        **{field: value for field, (_, value) in named.items()},
        **flagged,
    }
    return Settings.model_validate(values, context=_Origin(named, flagged, path))


def _unusable(error: ValidationError, origin: _Origin | None) -> UsageError:
    first = error.errors(include_input=False, include_url=False)[0]
    name = ".".join(map(str, first["loc"])) or "given"
    variable, where = "", None
    if origin is not None and (field := name.partition(".")[0]) not in origin.flagged:
        variable = f" ({origin.named[field][0]})" if field in origin.named else ""
        where = None if field in origin.named else str(origin.path)
    return UsageError(
        f"the setting {name}{variable} cannot be used: {first['msg']}.",
        where=where,
        do="See `callsift analyze --help` and the README.",
    )


def _named_in(environment: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Return each setting that the environment names: the variable and its value. A blank one names nothing."""
    found = {}
    for field, variables in _ENVIRONMENT.items():
        for variable in reversed(variables):
            value = environment.get(variable, "").strip()
            if value:
                found[field] = (variable, value)
    return found
