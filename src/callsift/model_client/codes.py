"""The error codes of providers: what each means for a run, and who says so.

A provider's code says more than the HTTP status that it came with: DashScope tells of an account that is overdue with
400, Volcengine Ark with 403, OpenAI, Moonshot and Zhipu with 429. Knows nothing of what is asked, nor what to do then.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeAlias

Meaning: TypeAlias = Literal[
    "credit", "limit", "key", "locked", "rights", "closed", "model", "length", "content", "busy"
]

_OPENAI = "https://platform.openai.com/docs/guides/error-codes"
_DASHSCOPE = "https://help.aliyun.com/zh/model-studio/error-code"
_ARK = "https://www.volcengine.com/docs/82379/1299023 and 82379/1099476"
# A limit of tokens in all that somebody set, raised by hand.
_ARK_SET_LIMIT = "https://github.com/volcengine/ark-cli/issues/15"
_MOONSHOT = (
    "https://forum.moonshot.ai/t/429-insufficient-balance/244 and "
    "https://github.com/MoonshotAI/MoonshotAI-Cookbook/issues/16"
)
_ZHIPU = "https://docs.bigmodel.cn/cn/api/api-code"
# DashScope calls its limit of tokens a minute `insufficient_quota` in OpenAI's form; it passes within the minute:
# https://github.com/can1357/oh-my-pi/pull/8476
_OF_A_MINUTE = r"(?<!free )allocated quota exceeded|error-code#(?:token|rate)-limit|throttling"


class _Row(NamedTuple):
    """Codes with one meaning; where `said` is given, only if the message matches it. `source` says who says so."""

    meaning: Meaning
    codes: tuple[str, ...]
    source: str
    said: str | None = None


# What stands first counts. A code stands for itself and for what it has below it after a dot.
_ROWS = (
    _Row("busy", ("insufficient_quota",), _DASHSCOPE, _OF_A_MINUTE),
    _Row("credit", ("insufficient_quota",), _OPENAI),
    _Row("limit", ("billing_hard_limit_reached",), _OPENAI),
    _Row("busy", ("rate_limit_exceeded",), _OPENAI),
    _Row("key", ("invalid_api_key",), f"{_OPENAI}, {_DASHSCOPE}"),
    _Row("model", ("model_not_found",), f"{_OPENAI}, {_DASHSCOPE}"),
    _Row("length", ("context_length_exceeded",), _OPENAI),
    _Row("content", ("content_filter", "content_policy_violation"), f"{_OPENAI}, {_MOONSHOT}"),
    _Row("credit", ("Arrearage",), _DASHSCOPE),
    _Row("limit", ("Throttling.AllocationQuota",), _DASHSCOPE, r"free allocated quota"),
    _Row("limit", ("AllocationQuota.FreeTierOnly",), _DASHSCOPE),
    _Row("busy", ("Throttling", "limit_requests"), _DASHSCOPE),
    _Row("closed", ("AccessDenied.Unpurchased",), _DASHSCOPE),
    _Row("rights", ("AccessDenied", "Model.AccessDenied"), f"{_DASHSCOPE}, {_ARK}"),
    _Row("content", ("DataInspectionFailed",), _DASHSCOPE),
    _Row("credit", ("AccountOverdueError",), _ARK),
    _Row("limit", ("SetLimitExceeded",), _ARK_SET_LIMIT),
    _Row("limit", ("QuotaExceeded",), _ARK, r"free|trial"),
    _Row("closed", ("ModelNotOpen",), _ARK),
    _Row("model", ("InvalidEndpointOrModel", "InvalidEndpoint.NotFound"), _ARK),
    _Row("key", ("AuthenticationError",), _ARK),
    _Row("busy", ("RateLimitExceeded", "ServerOverloaded", "RequestBurstTooFast"), _ARK),
    _Row("busy", ("ModelAccountRpmRateLimitExceeded", "ModelAccountTpmRateLimitExceeded"), _ARK),
    _Row("content", ("SensitiveContentDetected", "InputTextSensitiveContentDetected"), _ARK),
    _Row("content", ("OutputTextSensitiveContentDetected",), _ARK),
    _Row("content", ("InputTextRiskDetection", "OutputTextRiskDetection"), _ARK),
    _Row("credit", ("exceeded_current_quota_error",), _MOONSHOT),
    _Row("busy", ("rate_limit_reached_error", "engine_overloaded_error"), _MOONSHOT),
    _Row("key", ("invalid_authentication_error",), _MOONSHOT),
    _Row("locked", ("1110", "1112", "1121"), _ZHIPU),
    _Row("credit", ("1113",), _ZHIPU, r"欠费|余额|充值|balance|recharge"),
    _Row("model", ("1211",), _ZHIPU),
    _Row("length", ("1261",), _ZHIPU),
    _Row("content", ("1301",), _ZHIPU),
    _Row("busy", ("1302", "1303", "1305", "1312"), _ZHIPU),
    _Row("limit", ("1304", "1308", "1310"), _ZHIPU),
    _Row("closed", ("1309", "1311"), _ZHIPU),
)

# A key or a caller's words do not look like this: letters in words, or a short number.
_SHOWABLE = re.compile(r"[A-Za-z]{2,40}(?:[._][A-Za-z]{2,40}){0,6}|\d{1,5}")


def meaning_of(body: object) -> Meaning | None:
    """Return what the code in the body of an error means, or None where there is none that is known."""
    said = _text(body, "message")
    # Some providers put the code where others put the type.
    meanings = (_meaning(_text(body, place), said) for place in ("code", "type"))
    return next((each for each in meanings if each), None)


def shown_code(body: object) -> str | None:
    """Return the code in the body of an error, if it is one that can be shown to people."""
    code = _text(body, "code")
    if not code and meaning_of(body):
        code = _text(body, "type")
    return code if _SHOWABLE.fullmatch(code) else None


def _meaning(code: str, said: str) -> Meaning | None:
    for name in _names(code):
        for row in _TABLE.get(name, ()):
            if row.said is None or re.search(row.said, said, re.I):
                return row.meaning
    return None


def _text(body: object, member: str) -> str:
    """Return a member of the error inside a body, or of the body itself; "" where there is none."""
    inner = body.get("error") if isinstance(body, dict) else None
    said = inner if isinstance(inner, dict) else body
    value = said.get(member) if isinstance(said, dict) else None
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _names(code: str) -> Iterator[str]:
    """Yield the forms under which a code may stand in the table, the longest first."""
    # The same code comes as DataInspectionFailed and as data_inspection_failed.
    name = re.sub(r"[_\- ]", "", code).lower()
    while name:
        yield name
        name = name.rpartition(".")[0]


def _table() -> dict[str, tuple[_Row, ...]]:
    found: dict[str, tuple[_Row, ...]] = {}
    for row in _ROWS:
        for code in row.codes:
            name = next(_names(code))
            found[name] = (*found.get(name, ()), row)
    return found


_TABLE = _table()
