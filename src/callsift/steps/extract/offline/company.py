"""Weighs each sighting against the whole call: signals keep company, and a stray one is rarely meant.

A buyer who sends errands and tells nothing seldom also shows us to the owner. From labelled calls it is known how
often each signal stands in each kind of call. All sightings of a call together say which kinds it may be; what
those kinds seldom show needs better words of its own, what they often show needs less. Nothing is decided here: the
kinds are weights, forgotten as soon as the chances are settled.
"""

from collections.abc import Iterable, Iterator
from math import exp, log

from callsift.domain.observation import Candidate
from callsift.steps.extract.offline.learned import Company, Weights
from callsift.steps.extract.offline.weigh import Sighting

# How much surer a cue makes of what it stands for, in log-odds.
CUE_LIFT = 1.0
# Company makes a doubtful reading surer; it does not make evidence of words that hardly say it. Over calls left out this
# costs two right categories in a hundred, and spares quotes that show nothing.
_LEAST_OWN = 0.1
# So many sentences are a whole call. Of less, absence says little, and words have to be clearer, by up to so much in
# log-odds. Over windows of 1 to 12 turns of dialogues left out (`training/windows.py`).
_WHOLE_CALL, _CLEARER = 24, 1.2
_LEAST, _MOST = 1e-4, 1 - 1e-4


def settle(sightings: Iterable[Sighting], weights: Weights, *, heard: int) -> Iterator[Candidate]:
    """Yield the sightings that stand beside all the others, each with its settled chance.

    `heard` is the number of sentences of the call: of three of them it says little that most signals are absent, and
    there is little company to be surer by.
    """
    seen = list(sightings)
    share_heard = min(1.0, heard / _WHOLE_CALL)
    shifts = _shifts(seen, weights, share_heard)
    for each in seen:
        correction = weights.corrections.get(each.signal, 0.0)
        shift = shifts.get(each.signal, 0.0) + correction - _CLEARER * (1 - share_heard)
        chance = _share(_odds(each.chance) + shift)
        if each.chance >= _LEAST_OWN and chance >= _bar(each, weights):
            slope, offset = weights.calibration
            yield Candidate(
                signal=each.signal,
                quote=each.quote,
                turn=each.turn,
                confidence=round(_share(slope * _odds(chance) + offset), 3),
            )


def _bar(sighting: Sighting, weights: Weights) -> float:
    """Return the chance that a signal needs to be reported; less where one of its cues stands."""
    return weights.cue_threshold if sighting.by_cue else weights.threshold


def _shifts(seen: list[Sighting], weights: Weights, share_heard: float) -> dict[str, float]:
    """Return by how much the company of the others moves the log-odds of each signal."""
    company = weights.company
    beliefs: dict[str, float] = {}
    for each in seen:
        lifted = _share(_odds(each.chance) + CUE_LIFT) if each.by_cue else each.chance
        beliefs[each.signal] = max(beliefs.get(each.signal, 0.0), lifted)
    kinds = _kinds(beliefs, company, share_heard)
    return {
        name: weights.pull
        * log(
            sum(kind * often[at] for kind, often in zip(kinds, company.often, strict=True)) / usual
        )
        for at, (name, usual) in enumerate(zip(company.signals, company.usual, strict=True))
    }


def _kinds(beliefs: dict[str, float], company: Company, share_heard: float) -> list[float]:
    """Return how much each kind of call fits what is believed of it; the shares add up to 1."""
    fits = []
    for often in company.often:
        total = 0.0
        for name, share, usual in zip(company.signals, often, company.usual, strict=True):
            belief = beliefs.get(name, 0.0)
            absent = share_heard * (1 - belief)
            total += belief * log(share / usual) + absent * log((1 - share) / (1 - usual))
        fits.append(total)
    best = max(fits)
    shares = [exp(each - best) for each in fits]
    whole = sum(shares)
    return [each / whole for each in shares]


def _odds(chance: float) -> float:
    kept = min(max(chance, _LEAST), _MOST)
    return log(kept / (1 - kept))


def _share(odds: float) -> float:
    return 1 / (1 + exp(-odds))
