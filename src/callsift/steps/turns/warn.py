"""Takes note of what in a call is not as it seems: speakers not told apart, a name that is nobody's, a wrong file name."""

from collections.abc import Sequence

from callsift.cautions import listed
from callsift.domain.analysis import Caution
from callsift.domain.transcript import Call, Transcript
from callsift.steps.turns.foreign import is_foreign


def unknown_speakers(transcript: Transcript) -> tuple[Caution, ...]:
    """Return the warning `speakers_unknown`, or nothing where every turn has a role that somebody wrote down."""
    unknown = [turn for turn in transcript.turns if turn.role == "unknown"]
    if not unknown and all(t.speaker for t in transcript.turns if t.role in ("seller", "buyer")):
        return ()
    names = listed(dict.fromkeys(turn.speaker for turn in unknown if turn.speaker is not None))
    return (Caution(id="speakers_unknown", values={"names": names} if names else {}),)


def nobody_called(names: Sequence[str]) -> Caution:
    """Return the warning `nobody_called`: a name was given with --seller or --buyer that no speaker has."""
    return Caution(id="nobody_called", values={"names": listed(names)})


def dated_by_nobody(call: Call) -> tuple[Caution, ...]:
    """Return the warning `day_assumed`, or nothing: whoever read the call in took a day for it that nobody had named."""
    if call.date is None or not call.is_date_assumed:
        return ()
    return (Caution(id="day_assumed", values={"day": (call.date,)}),)


def wrongly_named(call: Call) -> tuple[Caution, ...]:
    """Return the warning `wrongly_named`, or nothing: a document that the name promises was plain text."""
    if call.promised is None:
        return ()
    return (Caution(id="wrongly_named", values={"kind": (call.promised,)}),)


def in_another_language(transcript: Transcript) -> tuple[Caution, ...]:
    """Return the warning `language_unread`, or nothing: the words are neither Chinese nor English."""
    if not is_foreign("\n".join(turn.text for turn in transcript.turns)):
        return ()
    return (Caution(id="language_unread"),)
