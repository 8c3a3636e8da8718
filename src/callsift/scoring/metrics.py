"""Compares analyses with labels and sums up. Pure.

Precision and recall are micro-averaged over signal ids, one id a call; optional signals count neither way. The
share of quotes that did not ground is over all signal quotes that the engine returned.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from pydantic import Field

from callsift.domain.analysis import Analysis
from callsift.domain.record import Record
from callsift.scoring.calibration import Calibration, calibration_of
from callsift.scoring.labels import Label
from callsift.scoring.resample import Interval, interval

_UNGROUNDED = ("not_found", "ambiguous")
ENOUGH = 5


class Rate(Record):
    """So many right of so many."""

    right: int
    of: int

    @property
    def share(self) -> float:
        """Return right / of, or 0 where there is nothing."""
        return self.right / self.of if self.of else 0.0


class Counts(Record):
    """True positives, false positives and false negatives."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    @property
    def precision(self) -> float:
        """Return tp / (tp + fp), or 0."""
        return self.tp / (self.tp + self.fp) if self.tp else 0.0

    @property
    def recall(self) -> float:
        """Return tp / (tp + fn), or 0."""
        return self.tp / (self.tp + self.fn) if self.tp else 0.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        both = 2 * self.tp + self.fp + self.fn
        return 2 * self.tp / both if both else 0.0


class CaseScore(Record):
    """How one analysis compares with its label."""

    id: str
    kind: str = ""
    lang: str = ""
    category: str
    expected_category: tuple[str, ...]
    category_right: bool
    stage: str
    stage_right: bool
    standing: str
    standing_right: bool
    action: str
    action_right: bool
    confidence: float
    found: tuple[str, ...]
    missed: tuple[str, ...]
    wrong: tuple[str, ...]
    conduct_found: tuple[str, ...]
    conduct_missed: tuple[str, ...]
    conduct_wrong: tuple[str, ...]
    traps: tuple[tuple[str, str], ...]
    quotes_returned: int
    quotes_ungrounded: int


class GroupScore(Record):
    """The scores of the calls of one kind or language."""

    name: str
    calls: int
    category: float
    buyer: Counts
    traps: int


class Score(Record):
    """The scores of one engine over a set of labelled calls.

    `confusion` counts, for each expected category, the categories that were given. Intervals are bootstrapped over
    calls.
    """

    engine: str
    model: str | None
    prompt_hash: str | None
    playbook_hash: str
    cases: tuple[CaseScore, ...]
    category: Rate
    stage: Rate
    standing: Rate
    action: Rate
    buyer: Counts
    conduct: Counts
    per_signal: dict[str, Counts]
    traps_by_type: dict[str, int]
    traps_total: int
    quotes_returned: int
    quotes_ungrounded: int
    mean_confidence: float
    calibration: Calibration = Calibration(bins=(), error=0.0)
    confusion: dict[str, dict[str, int]] = Field(default_factory=dict)
    groups: tuple[GroupScore, ...] = ()
    intervals: dict[str, Interval] = Field(default_factory=dict)
    failed: tuple[str, ...] = ()


def score_case(label: Label, analysis: Analysis, conduct_ids: frozenset[str]) -> CaseScore:
    """Return how an analysis compares with its label. `conduct_ids` are the playbook's conduct signals."""
    seen = {each.id for each in analysis.signals}
    seen_conduct = {each.id for each in analysis.coaching}
    truth = {each.id for each in label.signals}
    free = set(label.optional_signals)
    reported = seen | seen_conduct
    dropped = [each for each in analysis.dropped if ":" not in each.signal]
    kept = sum(len(signal.evidence) for signal in analysis.signals)
    kept += sum(len(conduct.evidence) for conduct in analysis.coaching)
    return CaseScore(
        id=label.id,
        kind=label.kind,
        lang=label.lang,
        category=analysis.category.id,
        expected_category=label.category_ok,
        category_right=analysis.category.id in label.category_ok,
        stage=analysis.stage.id,
        stage_right=analysis.stage.id in label.stage,
        standing=analysis.standing.id,
        standing_right=analysis.standing.id in label.standing,
        action=analysis.next_action.id,
        action_right=analysis.next_action.id in label.action,
        confidence=analysis.category.confidence,
        found=tuple(sorted(seen & truth)),
        missed=tuple(sorted(truth - seen - conduct_ids)),
        wrong=tuple(sorted(seen - truth - free)),
        conduct_found=tuple(sorted(seen_conduct & truth)),
        conduct_missed=tuple(sorted((truth & conduct_ids) - seen_conduct)),
        conduct_wrong=tuple(sorted(seen_conduct - truth - free)),
        traps=tuple(sorted((each.type, each.id) for each in label.traps if each.id in reported)),
        quotes_returned=kept + len(dropped),
        quotes_ungrounded=sum(each.reason in _UNGROUNDED for each in dropped),
    )


def sum_up(
    scores: Iterable[CaseScore], analyses: Iterable[Analysis], failed: tuple[str, ...] = ()
) -> Score:
    """Return the scores of a run over all its cases."""
    cases = tuple(scores)
    stamp = next(iter(analyses)).engine
    types = Counter(kind for case in cases for kind, _ in case.traps)
    return Score(
        engine=stamp.name,
        model=stamp.model,
        prompt_hash=stamp.prompt_hash,
        playbook_hash=stamp.playbook_hash,
        cases=cases,
        category=_rate(case.category_right for case in cases),
        stage=_rate(case.stage_right for case in cases),
        standing=_rate(case.standing_right for case in cases),
        action=_rate(case.action_right for case in cases),
        buyer=_buyer(cases),
        conduct=_counts((c.conduct_found, c.conduct_wrong, c.conduct_missed) for c in cases),
        per_signal=_per_signal(cases),
        traps_by_type=dict(sorted(types.items())),
        traps_total=sum(types.values()),
        quotes_returned=sum(case.quotes_returned for case in cases),
        quotes_ungrounded=sum(case.quotes_ungrounded for case in cases),
        mean_confidence=round(sum(case.confidence for case in cases) / len(cases), 3),
        calibration=calibration_of((case.confidence, case.category_right) for case in cases),
        confusion=_confusion(cases),
        groups=_groups(cases),
        intervals={
            "category": interval(cases, _category_share),
            "precision": interval(cases, lambda some: _buyer(some).precision),
            "recall": interval(cases, lambda some: _buyer(some).recall),
            "f1": interval(cases, f1_of),
        },
        failed=failed,
    )


def f1_of(cases: Sequence[CaseScore]) -> float:
    """Return the F1 of buyer signals over some calls."""
    return _buyer(cases).f1


def _buyer(cases: Sequence[CaseScore]) -> Counts:
    return _counts((case.found, case.wrong, case.missed) for case in cases)


def _category_share(cases: Sequence[CaseScore]) -> float:
    return sum(case.category_right for case in cases) / len(cases)


def _confusion(cases: Sequence[CaseScore]) -> dict[str, dict[str, int]]:
    """Return for each expected category how often each was given; an accepted one counts as the expected."""
    table: dict[str, Counter[str]] = {}
    for case in cases:
        expected = case.category if case.category_right else case.expected_category[0]
        table.setdefault(expected, Counter())[case.category] += 1
    return {name: dict(sorted(table[name].items())) for name in sorted(table)}


def _groups(cases: Sequence[CaseScore]) -> tuple[GroupScore, ...]:
    found = []
    for field in ("kind", "lang"):
        for name in sorted({getattr(case, field) for case in cases}):
            some = [case for case in cases if getattr(case, field) == name]
            found.append(
                GroupScore(
                    name=name,
                    calls=len(some),
                    category=round(_category_share(some), 3),
                    buyer=_buyer(some),
                    traps=sum(len(case.traps) for case in some),
                )
            )
    return tuple(found)


def _rate(rights: Iterable[bool]) -> Rate:
    values = list(rights)
    return Rate(right=sum(values), of=len(values))


def _counts(cases: Iterable[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]) -> Counts:
    listed = list(cases)
    return Counts(
        tp=sum(len(found) for found, _, _ in listed),
        fp=sum(len(wrong) for _, wrong, _ in listed),
        fn=sum(len(missed) for _, _, missed in listed),
    )


def _per_signal(cases: tuple[CaseScore, ...]) -> dict[str, Counts]:
    """Return the counts of each signal that at least `ENOUGH` labels carry."""
    tp = Counter(i for case in cases for i in (*case.found, *case.conduct_found))
    fp = Counter(i for case in cases for i in (*case.wrong, *case.conduct_wrong))
    fn = Counter(i for case in cases for i in (*case.missed, *case.conduct_missed))
    return {
        name: Counts(tp=tp[name], fp=fp[name], fn=fn[name])
        for name in sorted({*tp, *fn})
        if tp[name] + fn[name] >= ENOUGH
    }
