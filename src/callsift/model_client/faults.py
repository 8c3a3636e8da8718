"""Turns what the transport raises into callsift's errors.

A message names the host, the model, the status and what to do. What the endpoint wrote is left
out: it may repeat the key or the words of the call.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from callsift.errors import (
    ModelError,
    ModelRefused,
    ModelReplyUnusable,
    ModelUnreachable,
    PromptTooLong,
    ReplyCutOff,
)
from callsift.model_client.codes import Meaning, meaning_of, shown_code
from callsift.model_client.retry import is_busy

if TYPE_CHECKING:
    from openai import APIStatusError, OpenAIError

_TOO_LONG = re.compile(
    r"context[ _](?:length|window|size)|maximum context|too many (?:input )?tokens|"
    r"prompt is too long|(?:input|prompt)[^.]{0,40}(?:exceed|too long)|"
    r"exceed[^.]{0,40}(?:context|n_ctx|token)|input length",
    re.I,
)
_LIMIT = re.compile(
    r"(?:context (?:length|window|size)|n_ctx|maximum|limit|input length should be \[1)"
    r"[^.\d]{0,40}?(\d[\d,]{2,8})\b",
    re.I,
)
_FILTERED = re.compile(
    r"content_filter|content management|data_?inspection|sensitive|moderation", re.I
)
# llama-server's words for an answer that its own parser does not understand: mostly passing, and the next one is spoilt
# as well where the model's format and the mode do not go together.
_SPOILT = re.compile(r"model produced output", re.I)
_NO_MODEL = re.compile(
    r"(?:unknown|invalid|no such) model|model[^.]{0,60}(?:not exist|not found)", re.I
)
_OWN_WORDS = ("error", "detail", "code", "type", "param", "loc", "message", "msg")
_READ_CHARS = 2000
_FIRST_ERROR = 400
_OF_STATUS: dict[int, Meaning] = {401: "key", 402: "credit", 403: "rights", 404: "model"}
_REFUSED: dict[Meaning, tuple[str, str]] = {
    "key": ("the key was not accepted", "Check CALLSIFT_API_KEY (or OPENAI_API_KEY)."),
    "credit": ("the account has no credit left", "Top it up, or use another endpoint."),
    "limit": (
        "a limit set for this account is reached",
        "Raise or lift it in the provider's console, or use another endpoint.",
    ),
    "locked": ("the account is locked or not active", "Ask the provider, or use another endpoint."),
    "rights": ("the key may not use this model", "Check the key's rights and region."),
    "closed": (
        "the model is not activated for this account",
        "Activate it in the provider's console, or name another with --model.",
    ),
    "model": ("no such model or path", "Check --model and --base-url (most base URLs end in /v1)."),
}


class Faults:
    """Words the faults of one endpoint and model."""

    def __init__(self, base_url: str, model: str) -> None:
        self.where = f"{host(base_url)}, model {model}"

    def translate(self, error: "OpenAIError", attempts: int) -> ModelError:
        """Return callsift's error for what the transport raised at last."""
        from openai import APIStatusError, APITimeoutError  # noqa: PLC0415 - nearly a second to import

        if isinstance(error, APIStatusError):
            return self._of_status(error, attempts)
        tries = f"after {max(attempts, 1)} attempt{'s' if attempts > 1 else ''}"
        if isinstance(error, APITimeoutError):
            return ModelUnreachable(
                f"no answer in time {tries}.",
                where=self.where,
                do="Raise CALLSIFT_TIMEOUT, or try again later.",
            )
        return ModelUnreachable(
            f"no connection {tries}.",
            where=self.where,
            do="Check --base-url and the network.",
        )

    def unusable(self, what: str, do: str) -> ModelReplyUnusable:
        """Return the error for an answer that came and cannot be used."""
        return ModelReplyUnusable(what, where=self.where, do=do)

    def cut_off(self, tokens: int) -> ReplyCutOff:
        """Return the error for an answer that was cut off at the most that the endpoint allows."""
        return ReplyCutOff(
            f"the answer was cut off after {tokens} tokens, with a raised limit too.",
            where=self.where,
            do="Use a model that may answer at more length, or a part of the call.",
        )

    def full(self, tokens: int) -> ReplyCutOff:
        """Return the error for an answer that was cut off where the context was full."""
        return ReplyCutOff(
            f"the answer was cut off where prompt and answer filled the context of {tokens:,} tokens.",
            where=self.where,
            do="Raise the server's context (Ollama: num_ctx; llama-server: -c), or use a part of the call.",
        )

    def mode_failed(self, mode: str, status: int) -> ModelRefused:
        """Return the error for a mode that the user has fixed and at which the server fails."""
        return ModelRefused(
            f"the server fails at the mode {mode} in the same way each time (HTTP {status}).",
            where=self.where,
            do="Leave CALLSIFT_MODE unset, and a mode is found that works; if none does, the server is in trouble.",
        )

    def _of_status(self, error: "APIStatusError", attempts: int) -> ModelError:
        status = error.status_code
        if error.response.is_redirect:
            return self._of_redirect(error)
        meaning = meaning_of(error.body) or _OF_STATUS.get(status)
        if meaning in _REFUSED:
            what, do = _REFUSED[meaning]
            return ModelRefused(f"{what} {_came(error)}.", where=self.where, do=do)
        if is_spoilt_answer(error):
            return self.unusable(
                f"the server could not read what its model wrote {_came(error)}.",
                "Set CALLSIFT_MODE (text works most often), or use another model.",
            )
        busy = is_busy(error)
        is_in_trouble = status in (408, 409) or status >= 500
        if busy or (is_in_trouble and not is_whatever_the_mode(error)):
            why = "too many requests" if busy else "the endpoint is in trouble"
            tries = "for too long" if busy else f"in {attempts} attempts"
            return ModelUnreachable(
                f"{why} {_came(error)} {tries}.",
                where=self.where,
                do="Try again later.",
            )
        return self._of_request(error, meaning)

    def _of_redirect(self, error: "APIStatusError") -> ModelRefused:
        elsewhere = host(error.response.headers.get("location", "")) or "another address"
        return ModelRefused(
            f"the endpoint sends its callers on to {elsewhere} {_came(error)}; nothing was sent there.",
            where=self.where,
            do="If you trust that address, give it as --base-url, with https:// if that is what is missing.",
        )

    def _of_request(self, error: "APIStatusError", meaning: Meaning | None) -> ModelError:
        said = words_of(error)
        came = _came(error)
        if meaning == "length" or error.status_code == 413 or _TOO_LONG.search(said):
            return PromptTooLong(
                f"the call is longer than this model reads {came}.",
                where=self.where,
                do="Use a model with a larger context, or a part of the call.",
                read=_limit_in(said),
            )
        if _NO_MODEL.search(said):
            what, do = _REFUSED["model"]
            return ModelRefused(f"{what} {came}.", where=self.where, do=do)
        if meaning == "content" or _FILTERED.search(said):
            return self.unusable(
                f"the endpoint's content filter refused the call {came}.", "Use another endpoint."
            )
        if error.status_code < _FIRST_ERROR:
            return self.unusable(
                f"the endpoint sent an error in the place of an answer {came}.",
                "Check --model and --base-url; the provider's list of error codes says more.",
            )
        return ModelRefused(
            f"the endpoint did not accept the request {came}.",
            where=self.where,
            do="Check --model; CALLSIFT_MODE=text is what most endpoints accept.",
        )


def _came(error: "APIStatusError") -> str:
    """Return how an error came, for people: its status, and its code where that gives nothing away."""
    code = shown_code(error.body)
    shown = f", {code}" if code and code != str(error.status_code) else ""
    return f"(HTTP {error.status_code}{shown})"


def _limit_in(said: str) -> int | None:
    """Return the most tokens that the endpoint says it reads, or None where it gives no number."""
    found = _LIMIT.search(said)
    return int(found[1].replace(",", "")) if found else None


def is_whatever_the_mode(error: "APIStatusError") -> bool:
    """Tell whether a refusal is of the account, of the model, or of this call's length or content."""
    if meaning_of(error.body) is not None or error.response.is_redirect:
        return True
    said = words_of(error)
    named = (each.search(said) for each in (_TOO_LONG, _FILTERED, _NO_MODEL))
    return error.status_code == 413 or any(named)


def is_spoilt_answer(error: "APIStatusError") -> bool:
    """Tell whether the model did answer, and its own server could make nothing of it."""
    return error.status_code >= 500 and bool(_SPOILT.search(words_of(error)))


def words_of(error: "APIStatusError") -> str:
    """Return what the endpoint itself wrote, for reading only: it is never shown.

    Some frameworks repeat the request in the error; that must not be read as their words.
    """
    if isinstance(error.body, dict | list):
        return " ".join(_said(error.body))[:_READ_CHARS]
    return error.message[:_READ_CHARS]


def _said(body: object) -> Iterator[str]:
    if isinstance(body, str | int):
        yield str(body)
    elif isinstance(body, list):
        for each in body:
            yield from _said(each)
    elif isinstance(body, dict):
        for key in _OWN_WORDS:
            if key in body:
                yield from _said(body[key])


def host(url: str) -> str:
    """Return the host and port of a URL, without user name, password or path; "" if none."""
    try:
        parts = urlsplit(url)
        return f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname or ""
    except ValueError:
        return ""
