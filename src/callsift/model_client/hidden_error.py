"""Finds the error in what came as a success: some gateways answer HTTP 200 and write into the body that nothing came of it.

Knows nothing of what the error means; it is raised as if it had come with a status of its own.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openai import APIStatusError

_OK = 200
_FIRST, _LAST = 400, 599
# How wrappers say that all is well.
_FINE = frozenset(("", "0", "200", "ok", "success"))


def hidden_error(reply: Any) -> "APIStatusError | None":
    """Return the error that a reply holds in the place of what was asked for, or None if it holds none."""
    said = error_inside(getattr(reply, "model_extra", None))
    return None if said is None else as_raised(said)


def as_raised(said: dict[str, Any]) -> "APIStatusError":
    """Return an error as if it had come with a status of its own: what it gives as one itself, otherwise 200."""
    from httpx2 import Request, Response  # noqa: PLC0415 - what openai brings along; heavy
    from openai import APIStatusError  # noqa: PLC0415 - nearly a second to import

    response = Response(_status(said), request=Request("POST", "http://hidden"))
    return APIStatusError("", response=response, body=said)


def error_inside(body: object) -> dict[str, Any] | None:
    """Return the error that a body holds in OpenAI's form, or as a bare code and message; None if neither."""
    if not isinstance(body, dict):
        return None
    error = body.get("error")
    if isinstance(error, dict) and error:
        return error
    if isinstance(error, str) and error:
        return {"message": error}
    message = body.get("message") or body.get("msg")
    if _is_fault(body.get("code")) and isinstance(message, str) and message:
        return {"code": body["code"], "message": message}
    return None


def _is_fault(code: object) -> bool:
    return isinstance(code, str | int) and str(code).lower() not in _FINE


def _status(said: dict[str, Any]) -> int:
    """Return the HTTP status that stands where a code does, as OpenRouter writes it; 200 where none does."""
    code = str(said.get("code") or said.get("status") or "")
    number = int(code) if code.isascii() and code.isdigit() else _OK
    return number if _FIRST <= number <= _LAST else _OK
