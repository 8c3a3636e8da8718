"""Feeds a label's signals and milestones straight to the rules, so that rules and engines are judged apart."""

from callsift.domain.analysis import Observed, Signal
from callsift.domain.observation import EngineStamp, Evidence, Fact, Milestone
from callsift.domain.transcript import Call
from callsift.playbook.model import Playbook
from callsift.scoring.labels import Label
from callsift.steps.merge import source_of


def observed_from_label(label: Label, call: Call, playbook: Playbook) -> Observed:
    """Return the observations that a perfect engine would have made of a labelled call."""
    signals = tuple(
        Signal(
            id=each.id,
            axis=playbook.signals[each.id].axis,
            sign=playbook.signals[each.id].sign,
            confidence=1.0,
            evidence=(_evidence(each.quote, call),),
        )
        for each in label.signals
    )
    return Observed(
        source=source_of(call),
        engine=EngineStamp(name="labels", playbook_hash=playbook.hash),
        signals=tuple(each for each in signals if each.axis != "conduct"),
        conduct=tuple(each for each in signals if each.axis == "conduct"),
        milestones=tuple(
            Milestone.model_validate(
                {
                    "kind": each.kind,
                    "status": each.status,
                    "with": each.party,
                    "evidence": (_evidence(each.quote, call),),
                }
            )
            for each in label.milestones
        ),
        facts={
            "need_mentioned": (Fact(value=label.need_mentioned),),
            "worked_before": (Fact(value=label.worked_before),),
        },
    )


def _evidence(quote: str, call: Call) -> Evidence:
    """Return a label's quote as evidence; a label vouches for its role."""
    start = max(call.transcript.text.find(quote), 0)
    return Evidence(
        quote=quote,
        turn=0,
        speaker=None,
        role="buyer",
        start_s=None,
        end_s=None,
        start=start,
        end=start + len(quote),
        status="exact",
    )
