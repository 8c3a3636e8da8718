"""Telling sides works however many people speak; that it stays cheap shows in that this ends at all."""

from callsift.steps.read import read_text
from callsift.steps.turns import assign_roles


def test_thousands_of_speakers_are_told() -> None:
    names = [f"王{chr(0x4E00 + index)}" for index in range(3000)]
    call = read_text("\n".join(f"{name}：你们这个多少钱？" for name in names for _ in range(2)))
    assert len({turn.speaker for turn in call.transcript.turns}) > 2900
    assigned = assign_roles(call)
    assert {turn.role for turn in assigned.call.transcript.turns} == {"buyer"}
