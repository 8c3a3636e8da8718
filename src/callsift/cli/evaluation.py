"""What `callsift eval` does once its words are understood."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer
from pydantic import ValidationError

from callsift.cli.output import complain, write_result
from callsift.cli.saved import saved_in
from callsift.cli.work import announce
from callsift.errors import InputError, UsageError
from callsift.playbook import Playbook, load_playbook
from callsift.running import run_to_end
from callsift.scoring import (
    LabelledCase,
    Score,
    compare,
    comparison_text,
    fitted_cases,
    load_cases,
    score_engine,
    score_given_labels,
    scores_text,
)
from callsift.settings import Settings, load_settings
from callsift.steps.extract import open_engine

EXIT_PARTIAL = 5


def run_evaluation(
    folder: str,
    *,
    flags: Mapping[str, Any],
    given_labels: bool,
    against: str | None,
    as_json: bool,
    out: str | None,
) -> None:
    """Score, print the table (or the JSON), compare with an earlier run, and keep the JSON where `out` says."""
    if given_labels:
        _refuse_engine(flags)
    earlier = _saved_score(against) if against else None
    labelled = load_cases(Path(folder))
    settings = load_settings(flags)
    playbook = load_playbook(settings.playbook)
    cases = fitted_cases(labelled, playbook, where=folder)
    if given_labels:
        score = score_given_labels(cases, playbook)
    else:
        announce(settings)
        score = _scored(cases, settings, playbook)
    text = score.model_dump_json(indent=2) + "\n"
    write_result(text if as_json else scores_text(score), None)
    if earlier is not None and not as_json:
        write_result("\n" + comparison_text(compare(earlier, score)), None)
    if out is not None:
        write_result(text, out)
    if score.failed:
        raise typer.Exit(EXIT_PARTIAL)


def _refuse_engine(flags: Mapping[str, Any]) -> None:
    """Refuse words about an engine where none is used."""
    for name in ("engine", "model", "base_url"):
        if flags.get(name) is not None:
            raise UsageError(
                f"--given-labels uses no engine, so --{name.replace('_', '-')} cannot be meant.",
                do="Give one or the other.",
            )


def _saved_score(path: str) -> Score:
    try:
        return saved_in(Score, Path(path).read_bytes(), path)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}.", where=path) from None
    except ValidationError:
        raise InputError(
            "not the scores of an earlier run.",
            where=path,
            do="Make them with `callsift eval DIR --out FILE`.",
        ) from None


def _scored(cases: tuple[LabelledCase, ...], settings: Settings, playbook: Playbook) -> Score:
    with open_engine(settings, playbook, notice=complain) as engine:

        async def run() -> Score:
            return await score_engine(cases, engine, playbook)

        return run_to_end(run, settings)
