"""The model engine: one question to the endpoint, or one a part for a long call; candidates out."""

import json
from collections.abc import Sequence
from copy import copy
from functools import reduce
from typing import Any, Self

import anyio

from callsift.cache import ReplyStore
from callsift.costs import Estimate, Price, estimate_request, estimate_sum, priced, spread_of
from callsift.costs.tokens import estimate_tokens
from callsift.domain.observation import EngineStamp, Extraction, Usage
from callsift.domain.transcript import Transcript
from callsift.errors import ModelError, PromptTooLong
from callsift.model_client import Completer, ModelClient, Spent, add_usage
from callsift.model_client.modes import LADDER, words_sent
from callsift.playbook.model import Playbook
from callsift.prompting import prompt_hash, system_prompt
from callsift.settings import Settings
from callsift.steps.extract.llm.parts import Part, within
from callsift.steps.extract.llm.question import Answer, Questioner
from callsift.steps.extract.llm.shape import reply_schema

# What the frame around the call takes: the fence, its sentence, the line about parts.
_FRAME_TOKENS = 250
# Less than this of a call in one question is not worth the instructions before it.
_LEAST_ROOM = 400
# A context that was found out by overflowing it is not filled to the brim: the answer needs room too.
_CONTEXT_SHARE = 0.8


class LLMEngine:
    """Observes with a model. What it returns is confirmed by grounding before any rule sees it."""

    sends_words = True

    def __init__(
        self,
        playbook: Playbook,
        settings: Settings,
        client: Completer | None = None,
        *,
        replies: ReplyStore | None = None,
        price: Price | None = None,
    ) -> None:
        self._playbook = playbook
        self._settings = settings
        self._client = client or ModelClient(settings)
        self._price = price
        self._schema = reply_schema(playbook)
        self._overhead = (
            estimate_tokens(system_prompt(playbook))
            + estimate_tokens(json.dumps(self._schema, ensure_ascii=False))
            + _FRAME_TOKENS
        )
        self._questioner = Questioner(
            playbook,
            settings,
            self._client,
            self._schema,
            replies=replies,
            measure=estimate_tokens,
        )

    def with_replies(self, replies: ReplyStore | None) -> Self:
        """Return this engine with its replies kept elsewhere; client, limiter and budget stay shared."""
        other = copy(self)
        other._questioner = self._questioner.with_replies(replies)
        return other

    async def observe(self, transcript: Transcript) -> Extraction:
        """Return what the model saw in one transcript.

        Raises:
            PromptTooLong: the endpoint does not even read the instructions.
            ModelError: the endpoint failed, or two answers in a row could not be used.
        """
        async with self._client.keep_open():
            parts = self.parts(transcript)
            used: list[Usage] = []
            while True:
                try:
                    answers = await self._ask_all(transcript, parts, used.append)
                except PromptTooLong:
                    # The client has taken note of how much the endpoint reads.
                    finer = self.parts(transcript)
                    if finer == parts:
                        raise
                    parts = finer
                else:
                    return self._extraction(answers, used)

    def parts(self, transcript: Transcript) -> list[Part]:
        """Return the parts in which the model is asked about a call: one, unless the call is long.

        Raises:
            PromptTooLong: the endpoint does not read the instructions and some of the call.
        """
        most = self._settings.max_prompt_tokens
        known = self._client.learned.context_tokens
        if known is not None:
            most = min(most, int(known * _CONTEXT_SHARE))
        room = most - self._overhead
        if room < _LEAST_ROOM:
            is_learned = known is not None and most < self._settings.max_prompt_tokens
            raise PromptTooLong(
                f"the instructions alone take about {self._overhead:,} tokens, and "
                + (
                    f"this endpoint read about {known:,}."
                    if is_learned
                    else f"{most:,} may be sent."
                ),
                where=f"model {self._settings.model}",
                do="Raise the server's context (Ollama: num_ctx), and run `callsift cache clear`: what it read is remembered."
                if is_learned
                else "Raise CALLSIFT_MAX_PROMPT_TOKENS.",
            )
        return within(transcript, most_tokens=room, measure=estimate_tokens)

    def estimate(self, transcript: Transcript) -> Estimate:
        """Return what asking about a call would use, without asking."""
        learned = self._client.learned
        mode = self._settings.mode or learned.mode or LADDER[0]
        parts = self.parts(transcript)
        return estimate_sum(
            estimate_request(
                spread_of(words_sent(messages, self._schema, mode)),
                learned.scale,
                price=self._price,
                reports=learned.reports,
            )
            for messages in (
                self._questioner.messages(transcript, part, (number, len(parts)))
                for number, part in enumerate(parts, 1)
            )
        )

    async def _ask_all(
        self, transcript: Transcript, parts: Sequence[Part], spent: Spent
    ) -> list[Answer]:
        """Ask about all parts at once; the answers come in the order of the parts, whichever was first."""
        found: dict[int, list[Answer]] = {}

        async def ask(number: int, part: Part) -> None:
            place = (number, len(parts))
            found[number] = await self._questioner.answers(transcript, part, place, spent)

        if len(parts) == 1:
            await ask(1, parts[0])
        else:
            await _all_at_once([(ask, number, part) for number, part in enumerate(parts, 1)])
        return [answer for number in sorted(found) for answer in found[number]]

    def _extraction(self, answers: Sequence[Answer], used: Sequence[Usage]) -> Extraction:
        stamp = EngineStamp(
            name="llm",
            model=answers[0].model,
            mode=answers[0].mode,
            prompt_hash=prompt_hash(self._playbook, self._schema, in_parts=len(answers) > 1),
            playbook_hash=self._playbook.hash,
        )
        readings = [answer.reading for answer in answers]
        return Extraction(
            engine=stamp,
            candidates=tuple(each for reading in readings for each in reading.candidates),
            milestones=tuple(each for reading in readings for each in reading.milestones),
            facts=tuple(each for reading in readings for each in reading.facts),
            roles=tuple(each for reading in readings for each in reading.roles),
            dropped=tuple(each for reading in readings for each in reading.dropped),
            repairs=tuple(sorted({each for reading in readings for each in reading.repairs})),
            usage=priced(reduce(add_usage, used, Usage()), self._price),
        )


async def _all_at_once(jobs: Sequence[tuple[Any, int, Part]]) -> None:
    """Run the jobs; the first failure cancels the others and is raised as it is, not as a group."""
    try:
        async with anyio.create_task_group() as tasks:
            for job, number, part in jobs:
                tasks.start_soon(job, number, part)
    except BaseExceptionGroup as group:
        raise _first_of(group) from None


def _first_of(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """Return the failure to tell of: one that says the prompt is too long comes first, it can be mended."""
    flat: list[BaseException] = []
    stack: list[BaseException] = [group]
    while stack:
        each = stack.pop()
        if isinstance(each, BaseExceptionGroup):
            stack.extend(each.exceptions)
        else:
            flat.append(each)
    ranked = sorted(
        flat,
        key=lambda each: (not isinstance(each, PromptTooLong), not isinstance(each, ModelError)),
    )
    return ranked[0]
