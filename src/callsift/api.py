"""The library's face: text, path or transcript in, analysis out."""

from collections import deque
from collections.abc import Callable, Coroutine, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from callsift.arguments import refuse_file_name, refuse_other, refuse_single
from callsift.costs import Estimate, estimate_sum
from callsift.domain.analysis import Analysis, Observed
from callsift.domain.transcript import Call, Transcript
from callsift.errors import CallsiftError, InputError
from callsift.options import CallOptions, choices_of, refuse_unknown_signals, with_options
from callsift.pipeline import analyze_call, decide, observed_in
from callsift.playbook import Playbook, load_playbook
from callsift.running import run_to_end
from callsift.settings import Settings, load_settings
from callsift.steps.extract import Engine, open_engine
from callsift.steps.read import read_path, read_text, read_transcript
from callsift.steps.turns import assign_roles

if TYPE_CHECKING:
    from concurrent.futures import Future

Source: TypeAlias = str | Path | Transcript | Call
Notice: TypeAlias = Callable[[str], None]


def silent(_: str) -> None:
    """Say nothing."""


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
        UsageError: the settings cannot be used, the options exclude what is no signal, or an argument is of another
            type.
        ModelError: the model engine failed.
    """
    refuse_other(settings, Settings, "settings")
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
    settings, playbook, chosen = _chosen(settings, playbook, options)
    with open_engine(settings, playbook, notice=notice) as engine:
        return await _one(source, chosen, engine, playbook)


def analyze_many(
    sources: Iterable[Source],
    *,
    options: CallOptions | None = None,
    settings: Settings | None = None,
    playbook: Playbook | None = None,
    at_once: int = 16,
) -> Iterator[Outcome]:
    """Return the outcomes, one for each source, in order; a failure is an outcome and stops nothing.

    Sources are taken as they are needed and outcomes are not kept: memory does not grow with their number.

    Args:
        sources: texts, paths, transcripts or calls; may be endless.
        options: what is known of all of them.
        settings: engine, model, endpoint; read from the environment and the config file unless given.
        playbook: the rules and signals; the shipped ones unless given.
        at_once: how many calls a model is asked about at the same time. The offline engine takes one at a time.

    Raises:
        UsageError: the settings cannot be used, the options exclude what is no signal, or an argument is of another
            type. This is found out at once, before the first outcome is asked for.
    """
    refuse_single(sources, (str, Path, Transcript, Call))
    settings, playbook, chosen = _chosen(settings, playbook, options)
    if settings.chosen_engine == "llm":
        # What keeps it from being opened is said now; it is opened anew for whoever takes the first outcome.
        with open_engine(settings, playbook):
            pass
    return _outcomes(sources, chosen, settings, playbook, at_once)


def _outcomes(
    sources: Iterable[Source],
    options: CallOptions,
    settings: Settings,
    playbook: Playbook,
    at_once: int,
) -> Iterator[Outcome]:
    with open_engine(settings, playbook) as engine:

        async def outcome(name: str, source: Source) -> Outcome:
            try:
                return Outcome(name, analysis=await _one(source, options, engine, playbook))
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
        InputError: it is neither, or a date or a correction in it cannot be used.
        UsageError: the playbook is of another type.
    """
    refuse_other(playbook, Playbook, "playbook")
    if not isinstance(subject, (Analysis, Observed)):
        raise InputError(
            f"there is nothing to judge in {type(subject).__name__}.",
            do="Give an Analysis or Observed; Analysis.model_validate_json reads a saved one.",
        )
    observed = observed_in(subject) if isinstance(subject, Analysis) else subject
    return decide(observed, playbook or load_playbook())


def _chosen(
    settings: Settings | None, playbook: Playbook | None, options: CallOptions | None
) -> tuple[Settings, Playbook, CallOptions]:
    """Return what was given, and what counts in place of what was not."""
    refuse_other(settings, Settings, "settings")
    refuse_other(playbook, Playbook, "playbook")
    refuse_other(options, CallOptions, "options")
    settings = settings or load_settings()
    playbook = playbook or load_playbook(settings.playbook)
    chosen = options or CallOptions()
    refuse_unknown_signals(chosen, playbook)
    return settings, playbook, chosen


async def _one(
    source: Source, options: CallOptions, engine: Engine, playbook: Playbook
) -> Analysis:
    call = with_options(read_source(source), options)
    choices = choices_of(options, engine)
    return await analyze_call(call, engine=engine, playbook=playbook, choices=choices)


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
    refuse_single(sources, (str, Path, Transcript, Call))
    settings, playbook, _ = _chosen(settings, playbook, None)
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
        refuse_file_name(source)
        return read_text(source)
    raise InputError(
        f"a call cannot be read from {type(source).__name__}.",
        do="Give its text, a pathlib.Path, a Transcript or a Call.",
    )
