"""Two runs on the same calls, call by call: what one got right that the other did not, and whether that may be luck."""

from collections.abc import Sequence

from callsift.domain.record import Record
from callsift.scoring.metrics import CaseScore, Score, f1_of
from callsift.scoring.resample import Interval, interval


class Comparison(Record):
    """What changed from an earlier run to a later one, on the calls that both have.

    Differences are later minus earlier; an interval that holds 0 may be luck.
    """

    earlier: str
    later: str
    calls: int
    category: float
    category_interval: Interval
    f1: float
    f1_interval: Interval
    mended: tuple[str, ...]
    broken: tuple[str, ...]
    only_earlier: tuple[str, ...]
    only_later: tuple[str, ...]


def compare(earlier: Score, later: Score) -> Comparison:
    """Return how two runs differ."""
    before = {case.id: case for case in earlier.cases}
    after = {case.id: case for case in later.cases}
    both = [(before[name], after[name]) for name in sorted(before.keys() & after.keys())]
    return Comparison(
        earlier=_name(earlier),
        later=_name(later),
        calls=len(both),
        category=round(_category(both), 3),
        category_interval=interval(both, _category),
        f1=round(_f1(both), 3),
        f1_interval=interval(both, _f1),
        mended=tuple(b.id for a, b in both if b.category_right and not a.category_right),
        broken=tuple(b.id for a, b in both if a.category_right and not b.category_right),
        only_earlier=tuple(sorted(before.keys() - after.keys())),
        only_later=tuple(sorted(after.keys() - before.keys())),
    )


def comparison_text(comparison: Comparison) -> str:
    """Return a comparison for people."""
    lines = [
        f"compared with {comparison.earlier}, on {comparison.calls} calls",
        _difference("category", comparison.category, comparison.category_interval),
        _difference("buyer F1", comparison.f1, comparison.f1_interval),
    ]
    for title in ("mended", "broken", "only_earlier", "only_later"):
        names = getattr(comparison, title)
        if names:
            lines.append(f"{title.replace('_', ' '):<24}{', '.join(names)}")
    return "\n".join(lines) + "\n"


def _difference(title: str, value: float, around: Interval) -> str:
    luck = "  (may be luck)" if around.low <= 0 <= around.high else ""
    return f"{title:<24}{value:+.3f}  [{around.low:+.3f}, {around.high:+.3f}]{luck}"


def _name(score: Score) -> str:
    model = f" {score.model}" if score.model else ""
    return f"{score.engine}{model}, playbook {score.playbook_hash}"


def _category(pairs: Sequence[tuple[CaseScore, CaseScore]]) -> float:
    return sum(b.category_right - a.category_right for a, b in pairs) / max(len(pairs), 1)


def _f1(pairs: Sequence[tuple[CaseScore, CaseScore]]) -> float:
    return f1_of([b for _, b in pairs]) - f1_of([a for a, _ in pairs])
