"""A provider's own code is heeded, whatever HTTP status it comes with: also none at all."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from callsift.errors import (
    CallsiftError,
    ModelRefused,
    ModelReplyUnusable,
    ModelUnreachable,
    PromptTooLong,
)
from callsift.model_client import ModelClient
from callsift.model_client.codes import meaning_of, shown_code
from callsift.model_client.hidden_error import error_inside
from callsift.model_client.probe import probe
from callsift.settings import Settings
from tests.model_client.conftest import Waits, ask
from tests.provider import Provider, personalities, reply_json
from tests.provider.server import Response

GOOD = reply_json()
Make = Callable[..., ModelClient]

TOP_UP, CONSOLE, ACTIVATE = "Top it up", "Raise or lift it", "Activate it"
NAME, KEY_ADVICE, RIGHTS, ASK = "--model", "API_KEY", "rights", "Ask the provider"


class Told(NamedTuple):
    """What a provider says: the status, the code, the message, and whether the code stands as the type."""

    status: int
    code: str | int
    message: str
    advice: str
    in_type: bool = False

    @property
    def body(self) -> dict[str, Any]:
        """Return the body in OpenAI's form."""
        place = "type" if self.in_type else "code"
        return {"error": {"message": self.message, "type": "said", place: self.code}}


GOOD_STANDING = "Access denied, please make sure your account is in good standing."
LASTING = [
    Told(400, "Arrearage", GOOD_STANDING, TOP_UP),
    Told(400, "Arrearage", GOOD_STANDING, TOP_UP, in_type=True),
    Told(429, "Throttling.AllocationQuota", "Free allocated quota exceeded.", CONSOLE),
    Told(403, "AllocationQuota.FreeTierOnly", "The free tier of the model is used up.", CONSOLE),
    Told(403, "AccessDenied.Unpurchased", "Access to model denied.", ACTIVATE),
    Told(400, "model_not_found", "The model `m` is not there.", NAME),
    Told(400, "InvalidApiKey", "Invalid API-key provided.", KEY_ADVICE),
    Told(403, "AccountOverdueError", "Your account has an overdue balance.", TOP_UP),
    Told(404, "ModelNotOpen", "Your account has not activated the model.", ACTIVATE),
    Told(404, "InvalidEndpointOrModel.NotFound", "It does not exist.", NAME),
    Told(429, "SetLimitExceeded", "The set inference limit is reached.", CONSOLE),
    Told(403, "AccessDenied", "You do not have access to the resource.", RIGHTS),
    Told(429, "insufficient_quota", "You exceeded your current quota.", TOP_UP),
    Told(400, "billing_hard_limit_reached", "The hard limit is reached.", CONSOLE),
    Told(402, "invalid_request_error", "Insufficient Balance", TOP_UP),
    Told(429, "exceeded_current_quota_error", "Your account is suspended.", TOP_UP, in_type=True),
    Told(429, "1113", "余额不足或无可用资源包,请充值。", TOP_UP),
    Told(429, "1310", "已达到每周/每月使用上限。", CONSOLE),
    Told(429, "1112", "您的账户已被锁定。", ASK),
]
PASSING = [
    Told(429, "Throttling.RateQuota", "Requests rate limit exceeded.", ""),
    Told(429, "Throttling.AllocationQuota", "Allocated quota exceeded.", ""),
    Told(429, "insufficient_quota", "Allocated quota exceeded, please increase it.", ""),
    Told(429, "insufficient_quota", "See https://help.example/error-code#token-limit", ""),
    Told(429, "RateLimitExceeded.EndpointTPMExceeded", "The TPM limit is exceeded.", ""),
    Told(429, "ServerOverloaded", "Try again later.", ""),
    Told(429, "engine_overloaded_error", "The engine is overloaded.", "", in_type=True),
    Told(429, "1302", "并发数过高。", ""),
    Told(429, "1113", "a code of somebody else", ""),
    Told(429, "never_heard_of", "Slow down.", ""),
    Told(400, "Throttling", "Requests throttling triggered.", ""),
]
OF_THIS_CALL = [
    Told(400, "DataInspectionFailed", "Input may contain something.", ""),
    Told(400, "data_inspection_failed", "Input may contain something.", ""),
    Told(400, "SensitiveContentDetected.Violence", "It cannot be processed.", ""),
    Told(400, "InputTextRiskDetection", "It cannot be processed.", ""),
    Told(400, "content_filter", "The request was rejected.", "", in_type=True),
    Told(400, "1301", "系统检测到输入或生成内容可能不安全。", ""),
    Told(500, "1301", "系统检测到输入或生成内容可能不安全。", ""),
]


def named(told: Told) -> str:
    """Return the name of a case."""
    return f"{told.status} {told.code}{' as type' if told.in_type else ''}: {told.message[:12]}"


async def refused(client: ModelClient) -> CallsiftError:
    """Return the error that asking ends with."""
    with pytest.raises(CallsiftError) as caught:
        await ask(client)
    return caught.value


@pytest.mark.anyio
@pytest.mark.parametrize("told", LASTING, ids=named)
async def test_what_money_or_rights_must_mend_is_not_tried_again(
    client_for: Make, waits: Waits, told: Told
) -> None:
    with Provider(personalities.saying(told.body, status=told.status)) as provider:
        error = await refused(client_for(provider))
    assert type(error) is ModelRefused
    assert told.advice in str(error)
    assert f"HTTP {told.status}" in str(error)
    assert (len(provider.requests), waits.seconds) == (1, [])


@pytest.mark.anyio
@pytest.mark.parametrize("told", PASSING, ids=named)
async def test_what_asks_to_slow_down_is_waited_for(
    client_for: Make, waits: Waits, told: Told
) -> None:
    busy = personalities.saying(told.body, GOOD, status=told.status, times=2)
    with Provider(busy) as provider:
        completion = await ask(client_for(provider))
    assert (completion.text, completion.mode) == (GOOD, "json_schema")
    assert len(provider.requests) == 3
    assert len(waits.seconds) >= 2


@pytest.mark.anyio
@pytest.mark.parametrize("told", OF_THIS_CALL, ids=named)
async def test_an_inspected_call_says_nothing_about_the_others(
    client_for: Make, told: Told
) -> None:
    with Provider(personalities.saying(told.body, status=told.status)) as provider:
        error = await refused(client_for(provider))
    assert type(error) is ModelReplyUnusable
    assert "content filter" in str(error)
    assert len(provider.requests) == 1


@pytest.mark.anyio
async def test_a_prompt_that_is_too_long_is_known_by_its_code(client_for: Make) -> None:
    told = Told(400, "1261", "Prompt 超长", "")
    with Provider(personalities.saying(told.body, status=told.status)) as provider:
        assert type(await refused(client_for(provider))) is PromptTooLong
    assert len(provider.requests) == 1


@pytest.mark.anyio
async def test_an_endpoint_that_stays_busy_is_said_to_be(client_for: Make) -> None:
    told = Told(429, "Throttling.RateQuota", "Requests rate limit exceeded.", "")
    with Provider(personalities.saying(told.body, status=told.status)) as provider:
        error = await refused(client_for(provider))
    assert type(error) is ModelUnreachable
    assert "too many requests (HTTP 429, Throttling.RateQuota) for too long" in str(error)


BARE = {"code": "Arrearage", "message": GOOD_STANDING, "request_id": "r"}


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("body", "kind", "says"),
    [
        (LASTING[0].body, ModelRefused, r"no credit left \(HTTP 200, Arrearage\).*Top it up"),
        (BARE, ModelRefused, r"no credit left \(HTTP 200, Arrearage\).*Top it up"),
        ({**BARE, "choices": None}, ModelRefused, "Top it up"),
        ({**BARE, "choices": []}, ModelRefused, "Top it up"),
        ({"error": {"code": 402, "message": "no credits"}}, ModelRefused, r"HTTP 402\).*Top it up"),
        ({"error": {"code": "1301", "message": "no"}}, ModelReplyUnusable, "filter refused the call"),
        ({"error": {"code": "odd_thing", "message": "no"}}, ModelReplyUnusable, r"200, odd_thing\)"),
        ({"code": 20099, "msg": "no", "success": False}, ModelReplyUnusable, r"200, 20099\)"),
        ({"error": "no"}, ModelReplyUnusable, r"an error in the place of an answer \(HTTP 200\)"),
        ({"error": None, "code": 0, "message": "ok"}, ModelReplyUnusable, "no chat completion"),
        ({"code": "200", "message": "fine", "data": {}}, ModelReplyUnusable, "no chat completion"),
    ],
    ids=[
        "OpenAI's form", "bare", "null choices", "empty choices", "a status as code", "inspected",
        "unknown code", "unknown number", "only words", "an empty wrapper", "a full wrapper",
    ],
)  # fmt: skip
async def test_an_error_that_comes_as_a_success_is_named(
    client_for: Make, body: dict[str, Any], kind: type[CallsiftError], says: str
) -> None:
    with (
        Provider(personalities.saying(body)) as provider,
        pytest.raises(CallsiftError, match=says) as caught,
    ):
        await ask(client_for(provider))
    assert type(caught.value) is kind
    assert len(provider.requests) == 1


@pytest.mark.anyio
@pytest.mark.parametrize(
    "body",
    [
        {"error": {"code": "rate_limit_exceeded", "message": "slow down"}},
        {"error": {"code": 429, "message": "slow down"}},
        {"error": {"code": 502, "message": "upstream fell over"}},
        {"code": "Throttling.RateQuota", "message": "slow down"},
    ],
    ids=["named", "429 as code", "502 as code", "bare"],
)
async def test_a_passing_fault_that_comes_as_a_success_is_tried_again(
    client_for: Make, body: dict[str, Any]
) -> None:
    with Provider(personalities.saying(body, GOOD, times=1)) as provider:
        completion = await ask(client_for(provider))
    assert (completion.text, completion.mode, completion.usage.calls) == (GOOD, "json_schema", 1)
    assert len(provider.requests) == 2


@pytest.mark.anyio
async def test_an_answer_that_carries_a_code_is_an_answer(client_for: Make) -> None:
    answer = personalities.openai_like(GOOD)

    def wrapped(request: Any) -> Response:
        good = answer(request).payload
        assert isinstance(good, dict)
        return Response(200, {**good, "code": 7, "message": "well", "error": {"code": "Arrearage"}})

    with Provider(wrapped) as provider:
        assert (await ask(client_for(provider))).text == GOOD


@pytest.mark.anyio
async def test_the_doctor_names_an_error_that_comes_as_a_success() -> None:
    with Provider(personalities.openai_like(GOOD)) as provider:
        provider.models = Response(200, BARE)
        report = await probe(Settings(base_url=provider.base_url, model="m"))
    assert not report.answers
    assert "no credit left (HTTP 200, Arrearage)" in report.lines[0]


@pytest.mark.parametrize(
    "code",
    ["sk-very-secret-key", "客户说", "a b", "x" * 41, "123456", "Bearer sk1", "", None, True],
)
def test_a_code_that_may_be_a_secret_or_words_is_not_shown(code: object) -> None:
    assert shown_code({"error": {"code": code}}) is None


def test_a_code_that_stands_as_the_type_is_shown_only_where_it_is_known() -> None:
    assert shown_code({"type": "Arrearage"}) == "Arrearage"
    assert shown_code({"type": "invalid_request_error"}) is None


@pytest.mark.parametrize(
    "body", [None, "Arrearage", [], {"code": ["Arrearage"]}, {"code": "."}, {}]
)
def test_a_body_without_a_known_code_means_nothing(body: object) -> None:
    assert meaning_of(body) is None
    assert error_inside(body) is None
