"""Says when in a call something was said."""

from callsift.domain.transcript import Kind


def since_start(seconds: float | None, kind: Kind) -> int | None:
    """Return the whole seconds since the start of a recording, or None where they tell nobody anything.

    A chat goes over hours and days: how long after its first message another one came helps nobody to find it.
    """
    return None if seconds is None or kind == "chat" else int(seconds)


def clock(seconds: float | None, kind: Kind) -> str | None:
    """Return the time since the start of a recording as [h:]mm:ss; None as `since_start`."""
    whole = since_start(seconds, kind)
    if whole is None:
        return None
    hours = f"{whole // 3600}:" if whole >= 3600 else ""
    return f"{hours}{whole // 60 % 60:02d}:{whole % 60:02d}"
