"""Short ways to make the records that tests need."""

from functools import lru_cache

from callsift.domain.analysis import Analysis, Observed, Override, Signal, Source
from callsift.domain.observation import EngineStamp, Evidence, Fact, Milestone
from callsift.domain.transcript import Language, Role
from callsift.pipeline import decide
from callsift.playbook import Playbook, load_playbook


@lru_cache(maxsize=1)
def shipped() -> Playbook:
    return load_playbook()


def evidence(quote: str = "原话", *, role: Role = "buyer", at: int = 0) -> Evidence:
    return Evidence(
        quote=quote,
        turn=0,
        speaker=None,
        role=role,
        start_s=None,
        end_s=None,
        start=at,
        end=at + len(quote),
        status="exact",
    )


def signal(name: str, *, role: Role = "buyer", confidence: float = 1.0) -> Signal:
    definition = shipped().signals[name]
    return Signal(
        id=name,
        axis=definition.axis,
        sign=definition.sign,
        confidence=confidence,
        evidence=(evidence(role=role),),
    )


def milestone(spec: str) -> Milestone:
    """Make a milestone of `kind status` or `kind status rival`."""
    kind, status, *party = spec.split()
    return Milestone.model_validate(
        {
            "kind": kind,
            "status": status,
            "with": party[0] if party else "us",
            "evidence": (evidence(),),
        }
    )


def observed(
    signals: str = "",
    *,
    milestones: tuple[str, ...] = (),
    need: bool = True,
    facts: dict[str, str | bool] | None = None,
    role: Role = "buyer",
    date: str | None = None,
    language: Language = "zh",
    **overrides: str,
) -> Observed:
    """Make observations of signal ids parted by blanks; overrides as field=value (`exclude` for `not`)."""
    made = [signal(each, role=role) for each in signals.split()]
    known: dict[str, str | bool] = {"need_mentioned": need, **(facts or {})}
    fields = {"exclude": "not"}
    return Observed(
        source=Source(
            name="call",
            format="plain",
            kind="transcript",
            language=language,
            date=date,
            turns=1,
            chars=2,
            sha256="0" * 64,
        ),
        engine=EngineStamp(name="labels", playbook_hash=shipped().hash),
        signals=tuple(each for each in made if each.axis != "conduct"),
        conduct=tuple(each for each in made if each.axis == "conduct"),
        milestones=tuple(milestone(each) for each in milestones),
        facts={name: (Fact(value=value),) for name, value in sorted(known.items())},
        overrides=tuple(
            Override.model_validate({"field": fields.get(field, field), "value": value})
            for field, value in overrides.items()
        ),
    )


def verdict(signals: str = "", **given: object) -> Analysis:
    """Judge observations made as by `observed`."""
    return decide(observed(signals, **given), shipped())  # type: ignore[arg-type]
