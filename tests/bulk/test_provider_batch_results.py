"""What comes down from a batch job: each question that fails names why, is missing, or is asked directly.

The model is scripted: plumbing.
"""

import pytest

from callsift.bulk.ledger import Ledger
from tests.bulk.provider_runs import (
    PRICE,
    Reply,
    RunOf,
    answering,
    at_first,
    inputs,
    sees_price,
    states,
)
from tests.provider import completion, refusal, reply_json
from tests.provider.batch_api import BatchApi
from tests.provider.batch_jobs import Manners, Row
from tests.provider.batch_wire import Seen


def _renamed(rows: list[Row]) -> list[Row]:
    """Give the first row a foreign name, and say the second twice."""
    return [{**rows[0], "custom_id": "f" * 64}, rows[1], *rows[1:]]


def test_a_line_of_no_question_is_counted_and_the_question_without_a_line_is_listed(
    run_of: RunOf,
) -> None:
    with BatchApi(sees_price, spoil=_renamed) as api:
        run = run_of(api)
        entries = run.run(inputs(4))
    assert run.taken is not None
    assert run.taken.tally._asdict() == {
        "answered": 3, "direct": 0, "failed": 0, "missing": 1, "foreign": 2,
    }  # fmt: skip
    assert states(entries) == {"failed": 1, "done": 3}
    assert "missing" in (entries[0].error or "")
    assert "batch_0" in (entries[0].error or "")
    assert run.used.calls == 3


def test_a_line_that_is_no_json_is_counted(run_of: RunOf) -> None:
    with BatchApi(sees_price) as api:
        run = run_of(api)

        def tear(seen: Seen) -> None:
            if seen.path.endswith("/content"):
                name = seen.path.split("/")[-2]
                api.content[name] = b'{"custom_id": "ab\n' + api.content[name]

        api.before = tear
        entries = run.run(inputs(2))
    assert states(entries) == {"done": 2}
    assert run.taken is not None
    assert run.taken.tally.foreign == 1


FAULTS: dict[str, tuple[Reply, str, str]] = {
    "filtered": (
        lambda _: refusal(400, f"data_inspection_failed: {PRICE}"),
        "ModelReplyUnusable",
        "content filter",
    ),
    "busy": (lambda _: refusal(429, "slow down"), "ModelUnreachable", "too many requests"),
    "in trouble": (lambda _: refusal(500, "oops"), "ModelUnreachable", "in trouble"),
    "refused": (lambda _: refusal(400, f"no: {PRICE}"), "ModelRefused", "HTTP 400"),
    "withheld": (
        lambda request: completion("", request, finish_reason="content_filter"),
        "ModelReplyUnusable",
        "declined",
    ),
}


@pytest.mark.parametrize(("reply", "kind", "says"), FAULTS.values(), ids=FAULTS)
def test_a_question_that_fails_names_its_reason_and_hurts_no_other(
    run_of: RunOf, reply: Reply, kind: str, says: str
) -> None:
    with BatchApi(answering({2: reply})) as api:
        run = run_of(api)
        entries = run.run(inputs(4))
        failed = entries[2]
        assert states(entries) == {"done": 3, "failed": 1}
        assert (failed.kind, says in (failed.error or "")) == (kind, True)
        assert PRICE not in (failed.error or "")
        api.answer = sees_price
        again = run.run(inputs(4), retry=True)
    assert states(again) == {"done": 4}
    assert [len(each) for each in api.uploads] == [4, 1]
    assert api.direct == []


DIRECT: dict[str, Reply] = {
    "cut off": lambda request: completion(reply_json(), request, finish_reason="length"),
    "too long": lambda _: refusal(400, "maximum context length is 8000 tokens"),
    "read in part": lambda request: completion(
        reply_json(), request, usage={"prompt_tokens": 4, "prompt_tokens_details": None}
    ),
    "unreadable": lambda request: completion("I cannot say.", request),
    "blank": lambda request: completion("", request),
}


@pytest.mark.parametrize("reply", DIRECT.values(), ids=DIRECT)
def test_what_a_job_cannot_answer_is_asked_directly(run_of: RunOf, reply: Reply) -> None:
    with BatchApi(answering({1: at_first(reply)})) as api:
        run = run_of(api)
        entries = run.run(inputs(3))
    assert states(entries) == {"done": 3}
    assert len(api.direct) == 1
    used = run.used
    assert (used.calls, used.prompt_tokens, used.completion_tokens) == api.counted


def test_a_second_asking_is_no_question_for_a_job(run_of: RunOf) -> None:
    """A run that is stopped between its job and the second asking does not send the latter in a file."""
    unreadable = at_first(lambda request: completion("I cannot say.", request))
    with BatchApi(answering({1: unreadable})) as api:
        run = run_of(api)
        with Ledger(run.file) as ledger:
            run.batches(inputs(3), ledger)
        entries = run.run(inputs(3))
    assert states(entries) == {"done": 3}
    assert (len(api.files), len(api.direct)) == (1, 1)


def test_a_reply_that_was_no_use_gives_way_to_the_next(run_of: RunOf) -> None:
    with BatchApi(lambda request: completion("I cannot say.", request)) as api:
        run = run_of(api)
        assert states(run.run(inputs(1))) == {"failed": 1}
        assert len(api.direct) == 1
        api.answer = sees_price
        assert states(run.run(inputs(1), retry=True)) == {"done": 1}
    assert (len(api.files), len(api.direct)) == (2, 1)


def test_a_job_that_runs_out_of_time_keeps_what_it_answered(run_of: RunOf) -> None:
    with BatchApi(sees_price, expires=5) as api:
        run = run_of(api)
        entries = run.run(inputs(8))
        assert states(entries) == {"done": 5, "failed": 3}
        assert {each.kind for each in entries[5:]} == {"ModelUnreachable"}
        assert "ran out of time" in (entries[5].error or "")
        api.expires = None
        again = run.run(inputs(8), retry=True)
    assert states(again) == {"done": 8}
    assert [len(each) for each in api.uploads] == [8, 3]


def test_the_same_questions_are_a_job_of_their_own_when_they_are_asked_again(run_of: RunOf) -> None:
    with BatchApi(sees_price, expires=0) as api:
        run = run_of(api)
        assert states(run.run(inputs(3))) == {"failed": 3}
        api.expires = None
        assert states(run.run(inputs(3), retry=True)) == {"done": 3}
    tokens = [each.wire["metadata"]["callsift"] for each in api.jobs.values()]
    assert [each[-2:] for each in tokens] == ["-1", "-2"]
    assert tokens[0][:64] == tokens[1][:64]


def test_a_job_that_is_not_taken_names_the_code_and_repeats_no_words(run_of: RunOf) -> None:
    with BatchApi(sees_price, manners=Manners(most_requests=2)) as api:
        run = run_of(api)
        entries = run.run(inputs(3))
    assert states(entries) == {"failed": 3}
    assert "too_many_requests_in_file" in (entries[0].error or "")
    assert "客户的原话" not in "".join([*run.told, *(each.error or "" for each in entries)])
