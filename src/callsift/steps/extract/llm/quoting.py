"""Which of a reply's quotes stand in the part of the call that it was asked about. Grounding decides later and alone.

Two uses: a quote that is not verbatim is worth one more asking, and one from the context shown beside a part is none.
"""

from collections.abc import Iterable, Sequence

from callsift.domain.observation import Candidate, Dropped, FactCandidate, MilestoneCandidate
from callsift.domain.transcript import Transcript
from callsift.prompting import Excerpt
from callsift.quotes import Place, find_places
from callsift.steps.extract.llm.parts import Part
from callsift.steps.extract.llm.reply import Reading

# A second asking costs as much as the first: one slip is not worth it.
_LEAST_SLIPS = 2
_LEAST_SHARE = 0.1
# So that the second message stays within 300 tokens.
_MOST_NAMED = 5
_SHOWN_CHARS = 24


def misquoted(reading: Reading, transcript: Transcript) -> tuple[str, ...]:
    """Return the faults to name in a second asking: quotes that do not stand in the call; none where they are few."""
    slips = [each for each in reading.candidates if not find_places(transcript, each.quote)]
    if len(slips) < max(_LEAST_SLIPS, _LEAST_SHARE * len(reading.candidates)):
        return ()
    named = [
        f'{each.signal}: the quote "{each.quote[:_SHOWN_CHARS]}" is not in the call as it stands.'
        for each in slips[:_MOST_NAMED]
    ]
    left = len(slips) - len(named)
    more = (f"and {left} more quotes.",) if left else ()
    return (*named, *more, "Copy each quote character by character from one turn.")


def joined(first: Reading, second: Reading, transcript: Transcript) -> Reading:
    """Return what two answers to one question say together.

    The second counts in full; of the first what stands in the call, and what the second did not mend, so that
    grounding lists it.
    """
    mended = {each.signal for each in second.candidates if find_places(transcript, each.quote)}
    seen = {(each.signal, each.quote) for each in second.candidates}
    left = [each for each in first.candidates if (each.signal, each.quote) not in seen]
    kept = [
        each for each in left if each.signal not in mended or find_places(transcript, each.quote)
    ]
    again = len(left) - len(kept)
    note = (f"{again} quotes were given again, verbatim",) if again else ()
    return second.model_copy(
        update={
            "candidates": (*second.candidates, *kept),
            "milestones": _union(second.milestones, first.milestones),
            "facts": _union(second.facts, first.facts),
            "roles": second.roles or first.roles,
            "dropped": (*first.dropped, *second.dropped),
            "repairs": tuple(sorted({*first.repairs, *second.repairs, *note})),
        }
    )


def _union(second: tuple[object, ...], first: tuple[object, ...]) -> tuple[object, ...]:
    return (*second, *(each for each in first if each not in second))


def of_this_part(reading: Reading, transcript: Transcript, part: Part) -> Reading:
    """Return the reading of a part with quotes from its context dropped, and each hint inside the part.

    A quote that stands once in the part is meant there, also where the whole call has it in other places too.
    """
    dropped: list[Dropped] = list(reading.dropped)
    candidates = [_placed(each, each.signal, transcript, part) for each in reading.candidates]
    milestones = [
        _placed(each, f"milestone:{each.kind}", transcript, part) for each in reading.milestones
    ]
    facts = [_placed(each, f"fact:{each.name}", transcript, part) for each in reading.facts]
    for each in (*candidates, *milestones, *facts):
        if isinstance(each, Dropped):
            dropped.append(each)
    return reading.model_copy(
        update={
            "candidates": _not_dropped(candidates),
            "milestones": _not_dropped(milestones),
            "facts": _not_dropped(facts),
            "dropped": tuple(dropped),
        }
    )


def _not_dropped(items: Iterable[object]) -> tuple[object, ...]:
    return tuple(each for each in items if not isinstance(each, Dropped))


def _placed(
    item: Candidate | MilestoneCandidate | FactCandidate,
    label: str,
    transcript: Transcript,
    part: Part,
) -> Candidate | MilestoneCandidate | FactCandidate | Dropped:
    places = find_places(transcript, item.quote or "")
    own = [each for each in places if _lies_in(each, part.own, transcript)]
    if own:
        turns = {each.turn for each in own}
        if item.turn in turns or len(turns) > 1:
            return item
        return item.model_copy(update={"turn": own[0].turn})
    if any(_lies_in(each, part.context, transcript) for each in places):
        return Dropped(signal=label, quote=item.quote or "", reason="context_only")
    return item


def _lies_in(place: Place, excerpts: Sequence[Excerpt], transcript: Transcript) -> bool:
    begin = transcript.turns[place.turn].start
    return any(
        each.turn == place.turn
        and begin + each.start <= place.start
        and place.end <= begin + each.end
        for each in excerpts
    )
