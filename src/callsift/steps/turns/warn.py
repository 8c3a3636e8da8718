"""Says in the call's language that speakers could not be told apart, and what to do."""

from collections.abc import Sequence

from callsift.domain.analysis import CallWarning
from callsift.domain.transcript import Language, Transcript

_MOST_NAMES = 5


def unknown_speakers(transcript: Transcript) -> tuple[CallWarning, ...]:
    """Return the warning `speakers_unknown`, or nothing where every turn has a role that somebody wrote down."""
    unknown = [turn for turn in transcript.turns if turn.role == "unknown"]
    if not unknown and all(t.speaker for t in transcript.turns if t.role in ("seller", "buyer")):
        return ()
    names = list(dict.fromkeys(turn.speaker for turn in unknown if turn.speaker is not None))
    text = _english(names) if transcript.language == "en" else _chinese(names)
    return (CallWarning(id="speakers_unknown", text=text),)


def nobody_called(names: Sequence[str], language: Language) -> CallWarning:
    """Return the warning `nobody_called`: a name was given with --seller or --buyer that no speaker has."""
    listed = (", " if language == "en" else "、").join(names[:_MOST_NAMES])
    if language == "en":
        text = f"No speaker in this call is called {listed}; what was said of them changed nothing."
    else:
        text = f"这段通话里没有叫{listed}的说话人，这一项没有起作用。"
    return CallWarning(id="nobody_called", text=text)


def _chinese(names: list[str]) -> str:
    if not names:
        return (
            "原文没有标明说话人，哪些话是客户说的只能按说法来猜，猜不准的不算。"
            "请在每句话前标上名字，再用 --seller 指明销售是谁。"
        )
    listed = "、".join(names[:_MOST_NAMES]) + ("等" if len(names) > _MOST_NAMES else "")
    return f"分不清这些人是销售还是客户：{listed}。请用 --seller 指明销售是谁。"


def _english(names: list[str]) -> str:
    if not names:
        return (
            "The text names no speakers, so whose words are whose is a guess from how they sound. "
            "Put names before the lines and say with --seller who sells."
        )
    listed = ", ".join(names[:_MOST_NAMES]) + (" and others" if len(names) > _MOST_NAMES else "")
    return f"Cannot tell whether these speakers sell or buy: {listed}. Say with --seller who sells."
