"""The Batch API of an endpoint: what is tried again, what is looked for, what a line says. Real sockets."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import SecretStr

from callsift.errors import ModelError, ModelRefused, ModelReplyUnusable, ModelUnreachable, NotThere
from callsift.model_client.batch_lines import read_lines
from callsift.model_client.batches import BatchClient
from callsift.model_client.faults import Faults
from callsift.settings import Settings
from tests.model_client.conftest import KEY, WORDS, Waits
from tests.provider import Request, Response, completion, refusal, reply_json
from tests.provider.batch_api import BatchApi
from tests.provider.batch_jobs import DASHSCOPE, OPENAI, Manners
from tests.provider.batch_wire import LOST, Seen

Make = Callable[..., BatchClient]
FAULTS = Faults("http://host/v1", "m")
LINE = b'{"custom_id":"a","method":"POST","url":"/v1/chat/completions","body":{"model":"m","messages":[]}}\n'


def answer(request: Request) -> Response:
    return completion(reply_json(), request)


@pytest.fixture
def batches(waits: Waits) -> Make:
    def make(api: BatchApi, **changes: Any) -> BatchClient:
        settings = Settings(model="m", base_url=api.base_url, api_key=SecretStr(KEY), **changes)
        return BatchClient(settings, sleep=waits)

    return make


@pytest.mark.anyio
@pytest.mark.parametrize("manners", [OPENAI, DASHSCOPE], ids=["openai", "dashscope"])
async def test_a_file_goes_up_a_job_is_made_and_its_results_come_down(
    batches: Make, manners: Manners
) -> None:
    with BatchApi(answer, manners=manners, looks=1) as api:
        client = batches(api)
        file = await client.upload(LINE, name="questions.jsonl")
        made = await client.create(file, "t-1")
        assert (made.status, made.token, made.output_file) == ("validating", "t-1", None)
        assert not (await client.look(made.id)).is_ended
        ended = await client.look(made.id)
        assert (ended.is_ended, ended.total, ended.answered, ended.error_file) == (True, 1, 1, None)
        assert ended.output_file is not None
        (reply,) = read_lines(await client.download(ended.output_file), FAULTS)
    assert reply is not None
    assert reply.answer is not None
    assert (reply.key, reply.answer.text) == ("a", reply_json())
    assert api.uploads == [[json.loads(LINE)]]


@pytest.mark.anyio
async def test_a_job_is_found_by_its_token_among_many(batches: Make) -> None:
    with BatchApi(answer, looks=9) as api:
        client = batches(api)
        file = await client.upload(LINE, name="f")
        jobs = [await client.create(file, f"t-{number}") for number in range(130)]
        found = await client.find("t-3")
        assert found.job is not None
        assert found.job.id == jobs[3].id
        assert await client.find("t-999", file) == (None, True)
        assert await client.uploaded("f") == file
        assert await client.uploaded("g") is None


@pytest.mark.anyio
async def test_where_no_token_is_kept_a_job_is_found_by_its_file(batches: Make) -> None:
    with BatchApi(answer, manners=Manners(keeps=()), looks=9) as api:
        client = batches(api)
        file = await client.upload(LINE, name="f")
        other = await client.upload(LINE, name="g")
        made = await client.create(file, "t-1")
        assert (await client.find("t-1", file)).job == made
        assert await client.find("t-1", other) == (None, True)
        assert await client.find("t-1") == (None, True)


@pytest.mark.anyio
async def test_a_job_that_failed_as_a_whole_is_not_found(batches: Make) -> None:
    with BatchApi(answer, most_open=0) as api:
        client = batches(api)
        made = await client.create(await client.upload(LINE, name="f"), "t-1")
        assert (made.status, made.faults) == ("failed", ("token_limit_exceeded",))
        assert await client.find("t-1") == (None, True)


@pytest.mark.anyio
async def test_where_jobs_are_not_listed_nobody_is_sure(batches: Make) -> None:
    with BatchApi(answer, manners=Manners(lists=False)) as api:
        client = batches(api)
        assert await client.find("t-1") == (None, False)
        assert await client.uploaded("f") is None


def _fails(response: Response, kind: str, times: int) -> Callable[[Seen], Response | None]:
    left = [response] * times
    return lambda seen: left.pop() if left and seen.path.startswith(f"/v1/{kind}") else None


@pytest.mark.anyio
@pytest.mark.parametrize(
    "fault", [LOST, refusal(503, "down"), refusal(500, "oops")], ids=["lost", "503", "500"]
)
async def test_what_may_have_made_a_job_is_not_tried_again(
    batches: Make, waits: Waits, fault: Response
) -> None:
    with BatchApi(answer) as api:
        client = batches(api)
        file = await client.upload(LINE, name="f")
        api.after = _fails(fault, "batches", 1)
        with pytest.raises(ModelUnreachable):
            await client.create(file, "t-1")
    assert len(api.sent("POST", "/v1/batches")) == 1
    assert waits.seconds == []


@pytest.mark.anyio
async def test_a_busy_endpoint_made_no_job_and_is_asked_again(batches: Make, waits: Waits) -> None:
    with BatchApi(answer) as api:
        client = batches(api)
        file = await client.upload(LINE, name="f")
        api.after = _fails(refusal(429, "slow down"), "batches", 2)
        await client.create(file, "t-1")
    assert len(api.sent("POST", "/v1/batches")) == 3
    assert len(waits.seconds) == 2


@pytest.mark.anyio
async def test_looking_is_tried_again(batches: Make) -> None:
    with BatchApi(answer, looks=5) as api:
        client = batches(api)
        made = await client.create(await client.upload(LINE, name="f"), "t-1")
        api.after = _fails(LOST, "batches/", 3)
        assert (await client.look(made.id)).status == "in_progress"


@pytest.mark.anyio
async def test_a_job_that_is_not_there_and_a_missing_api_are_named(batches: Make) -> None:
    with BatchApi(answer) as api, pytest.raises(NotThere, match="does not know job batch_99"):
        await batches(api).look("batch_99")
    with BatchApi(answer) as api, pytest.raises(NotThere, match="does not know file file_99"):
        await batches(api).download("file_99")
    with (
        BatchApi(answer, manners=Manners(has_batches=False)) as api,
        pytest.raises(ModelRefused, match="no Batch API"),
    ):
        await batches(api).upload(LINE, name="f")


@pytest.mark.anyio
@pytest.mark.parametrize(
    "page",
    [Response(200, {"hello": 1}), Response(200, b"<html>sign in</html>")],
    ids=["json", "html"],
)
async def test_a_page_that_is_no_batch_api_is_named(batches: Make, page: Response) -> None:
    with BatchApi(answer) as api:
        api.after = lambda _: page
        with pytest.raises(ModelReplyUnusable, match="no Batch API"):
            await batches(api).upload(LINE, name="f")
        with pytest.raises(ModelReplyUnusable, match="no Batch API"):
            await batches(api).look("batch_0")


@pytest.mark.anyio
async def test_no_fault_repeats_the_key_or_the_words(batches: Make) -> None:
    with BatchApi(answer) as api:
        api.after = lambda _: refusal(400, f"bad: {WORDS} {KEY}")
        with pytest.raises(ModelError) as caught:
            await batches(api).upload(LINE, name="f")
    assert WORDS not in str(caught.value)
    assert KEY not in str(caught.value)
