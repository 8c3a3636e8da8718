"""Scripted replies in the shape that the prompt asks for."""

import json
from typing import Any


def signal(name: str, quote: str, turn: int | None = 0, confidence: float = 0.9) -> dict[str, Any]:
    """Return one signal item."""
    return {"id": name, "quote": quote, "turn": turn, "confidence": confidence}


def reply_json(*signals: dict[str, Any], **lists: list[dict[str, Any]]) -> str:
    """Return a whole, well-formed reply."""
    reply = {"signals": list(signals), "milestones": [], "facts": [], "roles": [], **lists}
    return json.dumps(reply, ensure_ascii=False)
