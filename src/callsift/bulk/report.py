"""The summary of a run for people: counts, who to call today, what failed and why."""

from collections.abc import Iterator, Mapping
from pathlib import PurePath

from callsift.bulk.summary import Batches, Failure, Summary
from callsift.printable import lines_for_terminal


def summary_text(summary: Summary) -> str:
    """Return the summary as plain text; names of files and accounts in it steer no terminal."""
    return lines_for_terminal("\n".join(_lines(summary)))


def _lines(summary: Summary) -> Iterator[str]:
    yield f"{summary.inputs} inputs: {summary.done} done, {summary.failed} failed, {summary.pending} not reached"
    if not summary.complete:
        yield "the run was stopped; inputs that it had not come to are not counted"
    yield from _counts("category", summary.categories, summary.names)
    yield from _counts("next action", summary.actions, summary.names)
    if summary.due_count:
        yield f"\nto call today ({summary.due_count}), each with the day since when"
        for due in summary.due_today:
            who = f"{due.account} · {due.name}" if due.account else due.name
            yield f"  {due.due}  {who}: {due.action}"
    if summary.undated:
        yield (
            f"\n{summary.undated} of them name no day, so nobody can say when to call again: a date in a file's name "
            "(2026-03-02_name.txt), in its text, or in a column (--date-column) gives one"
        )
    if summary.failed:
        yield f"\nfailed ({summary.failed}); --retry-failed tries them again"
        yield from (f"  {each.name}: {_reason(each)}" for each in summary.failures)
    if summary.outcome_unknown:
        yield f"\nunder way when an earlier run was stopped, made again: {len(summary.outcome_unknown)}"
        yield from (f"  {name}" for name in summary.outcome_unknown[:20])
    if summary.kept_from_before:
        yield (
            f"\n{summary.kept_from_before} outcomes of earlier runs are kept in the ledger and not in this output: "
            "their inputs were not named."
        )
    used = summary.usage
    if used.calls:
        cost = "" if used.cost is None else f", {used.cost:.4f} {used.currency}"
        yield f"\nasked {used.calls} times: {used.prompt_tokens:,} + {used.completion_tokens:,} tokens{cost}"
    if summary.batches is not None:
        yield from _of_batches(summary.batches, done=summary.done, has_cost=used.cost is not None)
    yield from (f"written: {path}" for path in summary.out)


def _reason(failure: Failure) -> str:
    """Return why an input failed, without the name of the file: it stands before it."""
    return failure.reason.removeprefix(f"{PurePath(failure.name).name}: ")


def _of_batches(batches: Batches, *, done: int, has_cost: bool) -> Iterator[str]:
    jobs = "1 batch job" if batches.jobs == 1 else f"{batches.jobs} batch jobs"
    kept = done - batches.inputs - batches.directly
    others = f"; replies that were kept answered {kept}" if kept else ""
    yield f"{jobs} answered {batches.inputs} inputs; {batches.directly} were asked about directly{others}"
    if has_cost and batches.factor is None:
        yield "batch jobs are counted at the full price: the price list has no `batch_factor` for this model"
    if batches.open_jobs:
        yield f"{batches.open_jobs} batch jobs are not taken in: --via provider-batch goes on with them"
    if batches.files_left:
        yield (
            f"{batches.files_left} files with calls or answers lie at the provider still: they could not be deleted; "
            "--via provider-batch tries again, and their ids are in the ledger"
        )


def _counts(title: str, counts: Mapping[str, int], names: Mapping[str, str]) -> Iterator[str]:
    if counts:
        yield f"\n{title}"
    for key, number in counts.items():
        known = f"{names[key]}  ({key})" if key in names else key
        yield f"  {number:6d}  {known}"
