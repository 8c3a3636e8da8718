"""Says when in a call something was said."""

from callsift.domain.transcript import Kind


def clock(seconds: float | None, kind: Kind) -> str | None:
    """Return the time since the start of a recording as [h:]mm:ss, or None where it tells nobody anything.

    A chat goes over hours and days: how long after its first message another one came helps nobody to find it.
    """
    if seconds is None or kind == "chat":
        return None
    whole = int(seconds)
    hours = f"{whole // 3600}:" if whole >= 3600 else ""
    return f"{hours}{whole // 60 % 60:02d}:{whole % 60:02d}"
