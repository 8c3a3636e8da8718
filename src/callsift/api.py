"""The library's face: text, path or transcript in, analysis out."""

from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar

from pydantic import Field, field_validator, model_validator

from callsift.costs import Estimate, estimate_sum
from callsift.domain.analysis import Analysis, Observed, Override
from callsift.domain.record import Record
from callsift.domain.transcript import Call, Transcript
from callsift.errors import CallsiftError, InputError
from callsift.pipeline import Choices, analyze_call, decide, observed_in
from callsift.playbook import Playbook, load_playbook
from callsift.settings import Settings, load_settings
from callsift.steps.extract import Engine, open_engine
from callsift.steps.read import read_path, read_text, read_transcript
from callsift.steps.turns import assign_roles
from callsift.typography import folded, writable

if TYPE_CHECKING:
    from concurrent.futures import Future

Source: TypeAlias = str | Path | Transcript | Call
Notice: TypeAlias = Callable[[str], None]
_Result = TypeVar("_Result")


def silent(_: str) -> None:
    """Say nothing."""


class CallOptions(Record):
    """What the caller knows or decides about one call.

    Attributes:
        date: the day of the call, ISO (YYYY-MM-DD); due dates are reckoned from it.
        account: the customer's account, kept in the result.
        sellers, buyers: speaker labels (or the names in them) of each side.
        lang: the language of the result, `zh` or `en`; the input's own unless given.
        leads: whether few or many leads are in hand, which changes how often to call back.
        stage: the stage, where the caller knows better than the rules.
        exclude: ids of signals that the caller found wrong; they take no part in the verdict.
        redact: mask names, numbers and addresses before anything is sent to a model.
        names: further names to mask.
    """

    date: str | None = None
    account: str | None = None
    sellers: tuple[str, ...] = ()
    buyers: tuple[str, ...] = ()
    lang: Literal["zh", "en"] | None = None
    leads: Literal["few", "many"] | None = None
    stage: Literal["early", "mid", "late", "unknown"] | None = None
    exclude: tuple[str, ...] = Field(default=())
    redact: bool = False
    names: tuple[str, ...] = ()

    @field_validator("date")
    @classmethod
    def _is_a_day(cls, value: str | None) -> str | None:
        return value if value is None else date.fromisoformat(value).isoformat()

    @model_validator(mode="after")
    def _is_on_one_side(self) -> "CallOptions":
        both = {folded(each).text for each in self.sellers} & {
            folded(each).text for each in self.buyers
        }
        if both:
            raise ValueError("a name stands on both sides, seller and buyer")
        return self

    @property
    def overrides(self) -> tuple[Override, ...]:
        """Return the choices that bear on the verdict, as they are kept in the result."""
        chosen = (("stage", self.stage), ("leads", self.leads), ("lang", self.lang))
        named = [Override.model_validate({"field": f, "value": v}) for f, v in chosen if v]
        return (*named, *(Override(field="not", value=each) for each in sorted(set(self.exclude))))


@dataclass(frozen=True)
class Outcome:
    """One input of many: its name, and the analysis or the error. Exactly one of the two is there."""

    name: str
    analysis: Analysis | None = None
    error: CallsiftError | None = None


def analyze(
    source: Source,
    *,
    options: CallOptions | None = None,
    settings: Settings | None = None,
    playbook: Playbook | None = None,
    notice: Notice = silent,
) -> Analysis:
    """Return the analysis of one call.

    Works in a script, in a notebook and inside a running event loop (it blocks the caller's thread until done).

    Args:
        source: the text of a call, the path of a file, a `Transcript`, or a `Call` that was read already.
        options: what is known of the call.
        settings: engine, model, endpoint; read from the environment and the config file unless given.
        playbook: the rules and signals; the shipped ones unless given.
        notice: told in a sentence what the caller waits for.

    Raises:
        InputError: the source cannot be read as a call.
        UsageError: the settings cannot be used.
        ModelError: the model engine failed.
    """

    chosen = settings or load_settings()

    async def run() -> Analysis:
        return await aanalyze(
            source, options=options, settings=chosen, playbook=playbook, notice=notice
        )

    return run_to_end(run, chosen)


async def aanalyze(
    source: Source,
    *,
    options: CallOptions | None = None,
    settings: Settings | None = None,
    playbook: Playbook | None = None,
    notice: Notice = silent,
) -> Analysis:
    """Return the analysis of one call; as `analyze`, for async callers."""
    settings = settings or load_settings()
    playbook = playbook or load_playbook(settings.playbook)
    with open_engine(settings, playbook, notice=notice) as engine:
        return await _one(source, options or CallOptions(), engine, playbook)


def analyze_many(
    sources: Iterable[Source],
    *,
    options: CallOptions | None = None,
    settings: Settings | None = None,
    playbook: Playbook | None = None,
    at_once: int = 16,
) -> Iterator[Outcome]:
    """Yield one outcome for each source, in order; a failure is an outcome and stops nothing.

    Sources are taken as they are needed and outcomes are not kept: memory does not grow with their number.

    Args:
        sources: texts, paths, transcripts or calls; may be endless.
        options: what is known of all of them.
        settings: engine, model, endpoint; read from the environment and the config file unless given.
        playbook: the rules and signals; the shipped ones unless given.
        at_once: how many calls a model is asked about at the same time. The offline engine takes one at a time.

    Raises:
        UsageError: the settings cannot be used.
    """
    settings = settings or load_settings()
    playbook = playbook or load_playbook(settings.playbook)
    chosen = options or CallOptions()
    with open_engine(settings, playbook) as engine:

        async def outcome(name: str, source: Source) -> Outcome:
            try:
                return Outcome(name, analysis=await _one(source, chosen, engine, playbook))
            except CallsiftError as error:
                return Outcome(name, error=error)

        named = (
            (str(source) if isinstance(source, Path) else f"input {number}", source)
            for number, source in enumerate(sources, 1)
        )
        if settings.chosen_engine == "llm":
            yield from _overlapping(outcome, named, at_once)
        else:
            for name, source in named:
                yield run_to_end(partial(outcome, name, source), settings)


def _overlapping(
    outcome: Callable[[str, Source], Coroutine[Any, Any, Outcome]],
    named: Iterable[tuple[str, Source]],
    at_once: int,
) -> Iterator[Outcome]:
    """Yield outcomes in order while up to `at_once` of them are worked on."""
    from anyio.from_thread import start_blocking_portal  # noqa: PLC0415 - not needed by `judge`

    with start_blocking_portal() as portal:
        under_way: deque[Future[Outcome]] = deque()
        try:
            for name, source in named:
                if len(under_way) >= max(at_once, 1):
                    yield under_way.popleft().result()
                under_way.append(portal.start_task_soon(outcome, name, source))
            while under_way:
                yield under_way.popleft().result()
        finally:
            # Whoever stops listening early does not want the rest, nor to pay for it.
            for each in under_way:
                each.cancel()


def judge(subject: Analysis | Observed, *, playbook: Playbook | None = None) -> Analysis:
    """Return the verdict on what was observed before, with no engine.

    Args:
        subject: a saved analysis (it is decided again), or observations, milestones and facts.
        playbook: the rules and signals; the shipped ones unless given.

    Raises:
        InputError: a date or a correction in it cannot be used.
    """
    observed = observed_in(subject) if isinstance(subject, Analysis) else subject
    return decide(observed, playbook or load_playbook())


async def _one(
    source: Source, options: CallOptions, engine: Engine, playbook: Playbook
) -> Analysis:
    call = with_options(read_source(source), options)
    choices = choices_of(options, engine)
    return await analyze_call(call, engine=engine, playbook=playbook, choices=choices)


def choices_of(options: CallOptions, engine: Engine) -> Choices:
    """Return what the pipeline is to know of a caller's options, with this engine."""
    return Choices(
        sellers=options.sellers,
        buyers=options.buyers,
        overrides=options.overrides,
        # The offline engine sends nothing anywhere: there is nobody to hide anything from.
        redact=options.redact and engine.sends_words,
        names=options.names,
    )


def estimate(
    source: Source, *, settings: Settings | None = None, playbook: Playbook | None = None
) -> Estimate | None:
    """Return what asking a model about a call would use, without asking; None where the engine is offline.

    Raises:
        InputError: the source cannot be read as a call.
        UsageError: the settings cannot be used.
    """
    return estimate_many([source], settings=settings, playbook=playbook)


def estimate_many(
    sources: Iterable[Source],
    *,
    settings: Settings | None = None,
    playbook: Playbook | None = None,
) -> Estimate | None:
    """Return what asking a model about many calls would use; as `estimate`."""
    settings = settings or load_settings()
    playbook = playbook or load_playbook(settings.playbook)
    with open_engine(settings, playbook) as engine:
        every = (
            engine.estimate(assign_roles(read_source(source)).call.transcript) for source in sources
        )
        known = [each for each in every if each is not None]
    return estimate_sum(known) if known else None


def read_source(source: Source) -> Call:
    """Return the call in a text, a path or a transcript.

    Raises:
        InputError: it cannot be read as a call.
    """
    if isinstance(source, Call):
        return source
    if isinstance(source, Path):
        return read_path(source)
    if isinstance(source, Transcript):
        return read_transcript(source)
    if isinstance(source, str):
        return read_text(source)
    raise InputError(
        f"a call cannot be read from {type(source).__name__}.",
        do="Give its text, a pathlib.Path, a Transcript or a Call.",
    )


def with_options(call: Call, options: CallOptions) -> Call:
    """Return the call with the date and account that the caller gave."""
    return call.model_copy(
        update={
            "date": options.date or call.date,
            "account": writable(options.account) if options.account else call.account,
        }
    )


def run_to_end(run: Callable[[], Coroutine[Any, Any, _Result]], settings: Settings) -> _Result:
    """Run the work of the engine that the settings mean to its end.

    The offline engine never waits, so its work needs no event loop: it runs in the caller's own thread, where Ctrl-C
    stops it at once.
    """
    if settings.chosen_engine == "llm":
        return run_blocking(run)
    work = run()
    try:
        work.send(None)
    except StopIteration as done:
        result: _Result = done.value
        return result
    work.close()
    raise RuntimeError("an engine that is offline must not wait")


def run_blocking(run: Callable[[], Awaitable[_Result]]) -> _Result:
    """Run async work to its end from a thread that may itself be inside an event loop."""
    from anyio.from_thread import start_blocking_portal  # noqa: PLC0415 - not needed by `judge`

    with start_blocking_portal() as portal:
        return portal.call(run)
