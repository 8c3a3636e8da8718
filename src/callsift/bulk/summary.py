"""What came of a run, in numbers: how many of what kind, who to call today, what failed and why."""

from bisect import insort
from collections import Counter
from collections.abc import Iterable

from pydantic import Field

from callsift.bulk.rows import Row
from callsift.bulk.writers.verdicts import language_of
from callsift.domain.analysis import Analysis, Named
from callsift.domain.observation import Usage
from callsift.domain.record import Record
from callsift.wording import ResultLanguage, say

_MOST_LISTED = 20


class Due(Record):
    """A call that is due: whom, what to do, and since when (ISO)."""

    name: str
    account: str | None
    action: str
    due: str


class Failure(Record):
    """An input that failed, and why."""

    name: str
    reason: str


class Batches(Record):
    """What batch jobs did for the inputs of an output, in all runs.

    Attributes:
        jobs: how many have ended.
        open_jobs: how many have not; the provider works on them, or may.
        inputs: those that are done by answers of jobs alone.
        directly: those that are done and were asked about directly, in part at least. What is done besides took replies
            that were kept: of the user's cache, or to the same question about another input.
        factor: what an answer in a job is counted at, of the price; None where that is unknown, and it is counted in full.
        files_left: how many files lie at the provider still that should have been deleted.
    """

    jobs: int
    open_jobs: int
    inputs: int
    directly: int
    factor: float | None = None
    files_left: int = 0


class Summary(Record):
    """A run in numbers. `due_today` and `failures` list the first twenty; the numbers count all.

    `names` says the ids of categories and actions in the language of most calls. An action that a situation puts in
    other words is counted by itself, as `id:situation`: not to call again and to ask are not one thing to do.
    `undated` calls name no day, so that nobody can say when the next one is due.
    A run that was stopped is not `complete`: there may be further inputs, which it has not looked at. `batches` is there
    where there were batch jobs.
    """

    inputs: int
    done: int
    failed: int
    pending: int
    categories: dict[str, int]
    actions: dict[str, int]
    names: dict[str, str] = Field(default_factory=dict)
    undated: int = 0
    due_count: int
    due_today: tuple[Due, ...]
    failures: tuple[Failure, ...]
    outcome_unknown: tuple[str, ...] = ()
    kept_from_before: int = 0
    complete: bool = True
    usage: Usage
    batches: Batches | None = None
    out: tuple[str, ...] = ()


def summarize(rows: Iterable[Row], *, today: str, usage: Usage) -> Summary:
    """Return the summary of a run; `today` (ISO) decides which calls are due."""
    states: Counter[str] = Counter()
    categories: Counter[str] = Counter()
    actions: Counter[str] = Counter()
    names: dict[str, Named] = {}
    languages: Counter[ResultLanguage] = Counter()
    undated = due_count = 0
    due: list[Due] = []
    failures: list[Failure] = []
    for row in rows:
        states[row.status] += 1
        if row.status == "failed" and len(failures) < _MOST_LISTED:
            failures.append(Failure(name=row.name, reason=row.error or ""))
        if row.analysis is None:
            continue
        action = row.analysis.next_action
        undated += row.date is None and action.due is None
        categories[row.analysis.category.id] += 1
        put = action.id if action.situation is None else f"{action.id}:{action.situation}"
        actions[put] += 1
        names |= {row.analysis.category.id: row.analysis.category.name, put: action.name}
        languages[language_of(row.analysis, None)] += 1
        if action.due is not None and action.due <= today:
            due_count += 1
            found = Due(
                name=row.name, account=row.account, action=_name(row.analysis), due=action.due
            )
            insort(due, found, key=lambda each: each.due)
            # There may be a hundred thousand rows: those that are not listed are not kept.
            del due[_MOST_LISTED:]
    lang = languages.most_common(1)[0][0] if languages else "zh"
    return Summary(
        inputs=sum(states.values()),
        done=states["done"],
        failed=states["failed"],
        pending=states["pending"],
        categories=dict(categories.most_common()),
        actions=dict(actions.most_common()),
        names={key: say(name, lang) for key, name in names.items()},
        undated=undated,
        due_count=due_count,
        due_today=tuple(due),
        failures=tuple(failures),
        usage=usage,
    )


def _name(analysis: Analysis) -> str:
    """Return the action's name in the language of the call."""
    return say(analysis.next_action.name, language_of(analysis, None))
