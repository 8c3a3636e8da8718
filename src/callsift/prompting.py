"""Playbook and transcript in, chat messages out.

The words stand in `prompts/`, those of the signals in the playbook. The system message depends on
the playbook alone, so that an endpoint's prefix cache serves it for every call; the transcript
comes last. The transcript is a value and never a template.
"""

import hashlib
import json
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias, get_args

from callsift.domain.observation import MilestoneKind
from callsift.domain.transcript import Transcript, Turn
from callsift.playbook.model import Playbook
from callsift.resources import shared_text

if TYPE_CHECKING:
    from jinja2 import Environment

Message: TypeAlias = dict[str, str]

SYSTEM, USER, AGAIN = "observe.system.j2", "observe.user.j2", "observe.again.j2"
PART = "observe.part.j2"
_TEMPLATES = (SYSTEM, USER, AGAIN)
# The last system prompt and the playbook it was made of: a run asks for it twice a call.
_LAST: list[tuple[Playbook, str]] = []
_MARK_DIGITS = 16
# Shows a quote with inner quotation marks. The ids are real ones, so that nothing invented is copied.
_EXAMPLE: Final[dict[str, Any]] = {
    "signals": [
        {
            "id": "price_out_of_range",
            "quote": "这个价“吓人”，超我们预算一倍",
            "turn": 4,
            "confidence": 0.9,
        }
    ],
    "milestones": [
        {"kind": "demo", "status": "done", "with": "us", "quote": "上周看了你们的演示", "turn": 2}
    ],
    "facts": [],
    "roles": [{"speaker": "王工", "role": "buyer"}],
}


class Excerpt(NamedTuple):
    """A stretch of one turn, as offsets into its text; `context` is there to be understood, not quoted."""

    turn: int
    start: int
    end: int
    context: bool = False


def observe_messages(transcript: Transcript, playbook: Playbook) -> list[Message]:
    """Return the messages that ask for the observations of one call.

    The same transcript and playbook give the same messages, byte for byte.
    """
    return [
        {"role": "system", "content": system_prompt(playbook)},
        {"role": "user", "content": user_prompt(transcript)},
    ]


def system_prompt(playbook: Playbook) -> str:
    """Return the fixed part: what to look for and how to answer."""
    for known, prompt in tuple(_LAST):
        if known is playbook:
            return prompt
    made = _system_prompt(playbook)
    _LAST[:] = [(playbook, made)]
    return made


def _system_prompt(playbook: Playbook) -> str:
    signals = sorted(playbook.signals.values(), key=lambda each: (each.axis, each.id))
    return _render(
        SYSTEM,
        buyer_signals=[each for each in signals if each.shown_by == "buyer"],
        conduct=[each for each in signals if each.shown_by == "seller"],
        facts=list(playbook.asked_facts.items()),
        kinds=get_args(MilestoneKind),
        example=json.dumps(_example(playbook), ensure_ascii=False, separators=(",", ":")),
    )


def _example(playbook: Playbook) -> dict[str, object]:
    """Return the example of an answer, without a signal that the playbook does not have."""
    shown = [each for each in _EXAMPLE["signals"] if each["id"] in playbook.signals]
    return {**_EXAMPLE, "signals": shown}


def part_messages(
    transcript: Transcript, playbook: Playbook, excerpts: Sequence[Excerpt], place: tuple[int, int]
) -> list[Message]:
    """Return what `observe_messages` returns, for one part of a call that comes in several; as `part_prompt`."""
    return [
        {"role": "system", "content": system_prompt(playbook)},
        {"role": "user", "content": part_prompt(transcript, excerpts, place)},
    ]


def user_prompt(transcript: Transcript) -> str:
    """Return the part that carries the call, fenced with a mark that does not occur in it."""
    return _fenced(transcript, [_line(turn, turn.text) for turn in transcript.turns])


def part_prompt(transcript: Transcript, excerpts: Sequence[Excerpt], place: tuple[int, int]) -> str:
    """Return what `user_prompt` returns, for one part of a call that comes in several.

    Args:
        transcript: the whole call.
        excerpts: what this part shows, in order; those marked `context` are not to be quoted.
        place: which part this is, from 1, and of how many.
    """
    turns = transcript.turns
    lines = [
        _line(turns[each.turn], turns[each.turn].text[each.start : each.end], context=each.context)
        for each in excerpts
    ]
    number, of = place
    return f"{_render(PART, number=number, of=of)}\n{_fenced(transcript, lines)}"


def _fenced(transcript: Transcript, lines: list[str]) -> str:
    return _render(
        USER,
        language=transcript.language,
        kind=transcript.kind,
        mark=fence_mark("\n".join(lines)),
        lines=lines,
    )


def again_message(faults: Sequence[str]) -> Message:
    """Return the message that asks once more and names what was wrong."""
    return {"role": "user", "content": _render(AGAIN, faults=list(faults))}


def fence_mark(text: str) -> str:
    """Return a mark derived from the text that does not occur in it."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass"))
    while (mark := digest.hexdigest()[:_MARK_DIGITS]) in text:
        digest.update(b"again")
    return mark


def prompt_hash(playbook: Playbook, schema: dict[str, Any], *, in_parts: bool = False) -> str:
    """Return 16 hex digits that change with anything a model is told: the words, or the reply's shape.

    Cues and rules are not told to a model: a recorded answer stays fresh when they change. A call that comes in parts
    is told a little more.
    """
    names = (*_TEMPLATES, PART) if in_parts else _TEMPLATES
    parts = [system_prompt(playbook), *(shared_text(f"prompts/{name}") for name in names)]
    parts.append(json.dumps(schema, sort_keys=True, ensure_ascii=False))
    return hashlib.sha256("\0".join(parts).encode("utf-8")).hexdigest()[:16]


def _line(turn: Turn, text: str, *, context: bool = False) -> str:
    speaker = f"{turn.speaker} " if turn.speaker else ""
    number = f"{turn.index}, context" if context else f"{turn.index}"
    return f"[{number}] {speaker}({turn.role}): {text}"


def _render(name: str, **values: Any) -> str:
    return _environment().get_template(name).render(**values).strip()


@lru_cache(maxsize=1)
def _environment() -> "Environment":
    # Imported late: `--help` and the offline engine need no prompts.
    from jinja2 import Environment, FunctionLoader, StrictUndefined  # noqa: PLC0415

    return Environment(
        loader=FunctionLoader(lambda name: shared_text(f"prompts/{name}")),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - the output is a prompt; escaping would alter the words to be quoted
        trim_blocks=True,
        lstrip_blocks=True,
    )
