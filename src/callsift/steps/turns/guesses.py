"""Takes an engine's guesses for the speakers of whom the rules could not tell the side."""

from collections.abc import Sequence

from callsift.domain.observation import RoleGuess
from callsift.domain.transcript import Role
from callsift.steps.turns.assign import RoleAssignment
from callsift.steps.turns.warn import unknown_speakers


def apply_guesses(assigned: RoleAssignment, guesses: Sequence[RoleGuess]) -> RoleAssignment:
    """Return the assignment with unknown speakers filled in; what is known stays.

    Two guesses that contradict each other are none.
    """
    sides: dict[str, set[Role]] = {}
    for guess in guesses:
        if guess.role in ("seller", "buyer", "other"):
            sides.setdefault(guess.speaker, set()).add(guess.role)
    agreed = {speaker: found.pop() for speaker, found in sides.items() if len(found) == 1}
    call = assigned.call
    if not any(t.role == "unknown" and t.speaker in agreed for t in call.transcript.turns):
        return assigned
    turns = tuple(
        turn.model_copy(update={"role": agreed[turn.speaker]})
        if turn.role == "unknown" and turn.speaker in agreed
        else turn
        for turn in call.transcript.turns
    )
    transcript = call.transcript.model_copy(update={"turns": turns})
    kept = tuple(each for each in assigned.warnings if each.id != "speakers_unknown")
    return assigned.model_copy(
        update={
            "call": call.model_copy(update={"transcript": transcript}),
            "warnings": (*kept, *unknown_speakers(transcript)),
        }
    )
