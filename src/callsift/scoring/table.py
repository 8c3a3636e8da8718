"""Writes the scores of an evaluation as a table for people."""

from callsift.scoring.metrics import Counts, Rate, Score


def scores_text(score: Score) -> str:
    """Return the scores as plain text in lines of at most 80 columns."""
    name = f"{score.engine} {score.model}" if score.model else score.engine
    lines = [f"{name}, {score.category.of} calls, playbook {score.playbook_hash}", ""]
    for title in ("category", "stage", "standing", "action"):
        around = score.intervals.get(title)
        span = f"  [{around.low:.2f}, {around.high:.2f}]" if around else ""
        lines.append(_rate(title, getattr(score, title)) + span)
    if score.engine != "labels":
        lines.extend(
            (
                "",
                _counts("buyer signals", score.buyer),
                _intervals(score),
                _counts("seller conduct", score.conduct),
            )
        )
        lines.extend(_traps(score))
        share = score.quotes_ungrounded / score.quotes_returned if score.quotes_returned else 0.0
        lines.append(
            f"{'quotes not grounded':<24}{share:7.1%}  ({score.quotes_ungrounded} of {score.quotes_returned})"
        )
        lines.extend(_calibration(score))
        lines.extend(_groups(score))
        lines.extend(_per_signal(score))
        lines.extend(_confusion(score))
    lines.extend(_wrong_cases(score))
    lines.extend(f"failed: {each}" for each in score.failed)
    return "\n".join(lines) + "\n"


def _rate(title: str, rate: Rate) -> str:
    return f"{title:<24}{rate.share:7.2f}  ({rate.right} of {rate.of})"


def _counts(title: str, counts: Counts) -> str:
    return (
        f"{title:<24}precision {counts.precision:.2f}  recall {counts.recall:.2f}  F1 {counts.f1:.2f}"
        f"  (tp {counts.tp}, fp {counts.fp}, fn {counts.fn})"
    )


def _intervals(score: Score) -> str:
    """Return the 95 % intervals of the buyer signals' scores, bootstrapped over calls."""
    named = [(name, score.intervals.get(name)) for name in ("precision", "recall", "f1")]
    spans = [f"{name} [{each.low:.2f}, {each.high:.2f}]" for name, each in named if each]
    return f"{'  95 % over calls':<24}{'  '.join(spans)}"


def _traps(score: Score) -> list[str]:
    listed = ", ".join(f"{kind} {n}" for kind, n in score.traps_by_type.items()) or "none"
    return [f"{'traps violated':<24}{score.traps_total:7d}  ({listed})"]


def _per_signal(score: Score) -> list[str]:
    lines = ["", "signals with five labels or more"] if score.per_signal else []
    lines.extend(
        f"  {name:<34}precision {counts.precision:.2f}  recall {counts.recall:.2f}"
        for name, counts in score.per_signal.items()
    )
    return lines


def _calibration(score: Score) -> list[str]:
    """One line a bin of confidence: a bar for how often it was right, beside what it said."""
    lines = ["", f"confidence against being right (mean gap {score.calibration.error:.2f})"]
    lines.extend(
        f"  {each.low:.1f}–{each.high:.1f}  said {each.confidence:.2f}  right {each.accuracy:.2f}"
        f"  {'█' * round(each.accuracy * 20):<20}  {each.number}"
        for each in score.calibration.bins
    )
    return lines


def _groups(score: Score) -> list[str]:
    lines = ["", "by kind and language"]
    lines.extend(
        f"  {each.name:<12}{each.calls:4d} calls  category {each.category:.2f}  "
        f"F1 {each.buyer.f1:.2f}  traps {each.traps}"
        for each in score.groups
    )
    return lines


def _confusion(score: Score) -> list[str]:
    """One line an expected category that was taken for others."""
    lines = [
        f"  {expected:<24}{', '.join(f'{name} {n}' for name, n in given.items())}"
        for expected, given in score.confusion.items()
        if set(given) != {expected}
    ]
    return ["", "expected, and what was given", *lines] if lines else []


def _wrong_cases(score: Score) -> list[str]:
    wrong = [case for case in score.cases if not case.category_right]
    lines = ["", "categories missed"] if wrong else []
    lines.extend(
        f"  {case.id}: {case.category}, not {' or '.join(case.expected_category)}" for case in wrong
    )
    return lines
