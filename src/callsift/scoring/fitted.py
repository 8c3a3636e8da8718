"""Fits labels to a playbook: ids that it does not know are the label's faults, what it has retired is not asked for."""

from collections.abc import Iterable, Iterator

from callsift.playbook.model import Playbook
from callsift.scoring.labels import Label, LabelledCase, refuse_labels


def fitted_cases(
    cases: Iterable[LabelledCase], playbook: Playbook, *, where: str
) -> tuple[LabelledCase, ...]:
    """Return the cases without the signals that the playbook has retired. `where` names them in a complaint.

    Raises:
        InputError: labels name ids that the playbook does not know (all are named).
    """
    listed = tuple(cases)
    faults = [
        f"{case.path.with_suffix('.json').name}: {field}: {name!r} is unknown to the playbook"
        for case in listed
        for field, name in _unknown(case.label, playbook)
    ]
    if faults:
        refuse_labels(
            faults,
            where=where,
            do="Write ids that `callsift playbook list` names, or give the --playbook that has them.",
        )
    return tuple(
        case.model_copy(update={"label": _without_retired(case.label, playbook)}) for case in listed
    )


def _unknown(label: Label, playbook: Playbook) -> Iterator[tuple[str, str]]:
    """Yield each field and the id in it that is unknown."""
    signals = {*playbook.signals, *playbook.retired}
    named = (
        ("category", (label.category,), playbook.categories),
        ("category_ok", label.category_ok, playbook.categories),
        ("action", label.action, playbook.actions),
        ("signals", tuple(each.id for each in label.signals), signals),
        ("optional_signals", label.optional_signals, signals),
        ("traps", tuple(each.id for each in label.traps), signals),
    )
    for field, names, known in named:
        for name in dict.fromkeys(names):
            if name not in known:
                yield field, name


def _without_retired(label: Label, playbook: Playbook) -> Label:
    return label.model_copy(
        update={
            "signals": tuple(each for each in label.signals if each.id in playbook.signals),
            "optional_signals": tuple(i for i in label.optional_signals if i in playbook.signals),
            "traps": tuple(each for each in label.traps if each.id in playbook.signals),
        }
    )
