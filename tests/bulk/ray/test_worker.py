"""A worker and the ledger's side, without a cluster: what is asked is committed first, and paid for once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
import pytest

from callsift.bulk.ledger import Ledger
from callsift.bulk.ray.letters import Fault, Letter, Outcome, error_of, fault_of
from callsift.bulk.ray.limiter import Places
from callsift.bulk.ray.mailbox import Mailbox
from callsift.bulk.ray.post import Post
from callsift.bulk.ray.worker import Setup, Worker
from callsift.cache import KeptReply, Learned
from callsift.costs import Budget, Price
from callsift.domain.observation import Usage
from callsift.errors import (
    CallsiftError,
    CostLimitReached,
    ModelReplyUnusable,
    PlaybookError,
    PromptTooLong,
    UsageError,
)
from callsift.options import CallOptions
from callsift.settings import Settings
from callsift.steps.read import read_text
from tests.bulk.fakes import ledger_in
from tests.bulk.inputs import UNUSABLE, answers, chinese
from tests.bulk.ray.here import Here
from tests.provider import Provider, personalities

CALL = read_text(chinese(7)).model_dump_json()
PRICE = Price.model_validate(
    {"model": "m", "input": 1.0, "output": 1.0, "currency": "USD", "checked": "2026-01-01"}
)


@asynccontextmanager
async def worker_for(post: Post, base_url: str, places: Places) -> AsyncIterator[Worker]:
    """Yield a worker that is ready and whose letters the post takes in."""
    mailbox = Here(Mailbox())
    worker = Worker("w", mailbox, Here(places))
    serving = asyncio.ensure_future(post.serve(mailbox))
    settings = Settings(engine="llm", model="m", base_url=base_url, api_key="k", cache=False)
    await worker.prepare(Setup(settings, CallOptions(), None, None, Learned()))
    try:
        yield worker
    finally:
        await worker.close()
        serving.cancel()


def analysed(post: Post, provider: Provider, *calls: str) -> list[Outcome]:
    """Return what becomes of some calls, one after another; each is kept under its number."""

    async def run() -> list[Outcome]:
        async with worker_for(post, provider.base_url, Places(4)) as worker:
            return [await worker.analyse(call, str(at)) for at, call in enumerate(calls)]

    return anyio.run(run)


def entered(ledger: Ledger, count: int = 1) -> Ledger:
    for number in range(count):
        ledger.enter(str(number), number, f"call {number}", None, None)
    return ledger


def test_a_call_is_in_the_ledger_before_its_request_is_sent(tmp_path: Path) -> None:
    with ledger_in(tmp_path) as ledger, Provider(personalities.openai_like(answers)) as provider:
        under_way: list[list[str]] = []
        answer = provider.answer

        def look(request: object) -> object:
            # The ledger's thread waits for this answer, and does nothing meanwhile.
            under_way.append(ledger.unknown_calls())
            return answer(request)  # type: ignore[arg-type] # passed on

        provider.answer = look  # type: ignore[assignment] # as above
        (outcome,) = analysed(Post(entered(ledger)), provider, CALL)
        assert under_way == [["call 0"]]
        assert outcome.fault is None
        assert ledger.unknown_calls() == []
        assert ledger.usage().prompt_tokens == provider.counted.prompt_tokens > 0


def test_a_reply_that_was_committed_is_not_asked_for_again(tmp_path: Path) -> None:
    with ledger_in(tmp_path) as ledger, Provider(personalities.openai_like(answers)) as provider:
        post = Post(entered(ledger))
        (first,) = analysed(post, provider, CALL)
        # Its worker died after the reply was kept and before the outcome was there.
        (second,) = analysed(post, provider, CALL)
        assert len(provider.requests) == 1
        assert (first.begun, second.begun) == (1, 2)
        assert first.analysis is not None
        assert second.analysis is not None
        assert '"signals":[{' in second.analysis
        assert ledger.usage().calls == 1


def test_a_second_question_about_the_same_call_is_asked(tmp_path: Path) -> None:
    replies = iter(["nonsense", "nonsense", "nonsense", "nonsense"])
    with (
        ledger_in(tmp_path) as ledger,
        Provider(personalities.openai_like(lambda _: next(replies))) as provider,
    ):
        outcomes = analysed(Post(entered(ledger)), provider, CALL)
        assert [each.fault and each.fault.kind for each in outcomes] == ["ModelReplyUnusable"]
        assert len(provider.requests) == 2
        assert ledger.usage().calls == 2


def test_a_failure_comes_back_by_its_name_and_the_next_call_is_analysed(tmp_path: Path) -> None:
    bad = read_text(chinese(1) + f"客户：{UNUSABLE}。\n").model_dump_json()
    with ledger_in(tmp_path) as ledger, Provider(personalities.openai_like(answers)) as provider:
        failed, done = analysed(Post(entered(ledger, 2)), provider, bad, CALL)
    assert failed.fault is not None
    assert isinstance(error_of(failed.fault), ModelReplyUnusable)
    assert done.fault is None


def test_once_the_money_is_spent_nothing_more_is_asked(tmp_path: Path) -> None:
    calls = [read_text(chinese(each)).model_dump_json() for each in range(3)]
    with ledger_in(tmp_path) as ledger, Provider(personalities.openai_like(answers)) as provider:
        post = Post(entered(ledger, 3), budget=Budget(PRICE, 0.000_001))
        outcomes = analysed(post, provider, *calls)
        kinds = [each.fault and each.fault.kind for each in outcomes]
        assert kinds == [None, CostLimitReached.__name__, CostLimitReached.__name__]
        assert len(provider.requests) == 1


def test_a_ledger_that_cannot_be_written_stops_everything(tmp_path: Path) -> None:
    with Provider(personalities.openai_like(answers)) as provider:
        with ledger_in(tmp_path) as ledger:
            post = Post(entered(ledger, 2))
            ledger.change("DROP TABLE call", ())
            outcomes = analysed(post, provider, CALL, CALL)
        assert isinstance(post.broken, UsageError)
        assert {each.fault.kind for each in outcomes if each.fault} == {"UsageError"}
        assert provider.requests == []


def test_of_what_a_dead_worker_was_asking_the_outcome_is_unknown(tmp_path: Path) -> None:
    with ledger_in(tmp_path) as ledger:
        post = Post(entered(ledger, 2))
        for item in ("0", "1"):
            post.take_in(Letter(item, "asking", "question", look=True))
        post.lost("0")
        post.take_in(Letter("0", "asking", "question", look=True))
        post.take_in(Letter("0", "spent", "question", usage=Usage(calls=1, prompt_tokens=9)))
        post.take_in(Letter("1", "spent", "question", usage=Usage(calls=1, prompt_tokens=9)))
        assert ledger.unknown_calls() == ["call 0"]
        assert ledger.usage().calls == 2


def test_what_one_worker_found_out_is_told_to_those_that_come_later(tmp_path: Path) -> None:
    learnt: list[Learned] = []
    with ledger_in(tmp_path) as ledger, Provider(personalities.openai_like(answers)) as provider:
        analysed(Post(entered(ledger), learnt=learnt.append), provider, CALL)
    assert learnt[-1].mode == "json_schema"


def test_a_kept_reply_is_told_only_to_those_who_do_not_know_it(tmp_path: Path) -> None:
    kept = KeptReply(texts=("{",), model="m", mode="text", final=False)
    with ledger_in(tmp_path) as ledger:
        post = Post(entered(ledger))
        post.take_in(Letter("0", "put", "question", reply=kept))
        assert post.take_in(Letter("0", "asking", "question", look=True)).known == kept
        assert post.take_in(Letter("0", "asking", "question", look=False)).known is None


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (PromptTooLong("too long.", where="m", do="Cut it.", read=9), PromptTooLong),
        (UsageError("no.", do="Do."), UsageError),
        (PlaybookError(("a", "b"), where="p"), CallsiftError),
        (ValueError("the customer's words"), CallsiftError),
    ],
    ids=lambda each: type(each).__name__ if isinstance(each, Exception) else "",
)
def test_an_error_crosses_the_border_by_name_without_unforeseen_words(
    error: Exception, kind: type[CallsiftError]
) -> None:
    told = error_of(fault_of(error))
    assert type(told) is kind
    assert "customer" not in str(told)
    if not isinstance(error, ValueError | PlaybookError):
        assert str(told) == str(error)


def test_a_fault_of_an_unknown_name_is_still_an_error() -> None:
    assert type(error_of(Fault("Nonsense", "what."))) is CallsiftError
    assert type(error_of(Fault("PlaybookError", "what."))) is CallsiftError
