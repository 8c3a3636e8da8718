"""What `callsift judge` does once its words are understood."""

from callsift.cli.output import check_writable
from callsift.cli.results import write_analysis
from callsift.cli.saved import load_analysis
from callsift.config_file import playbook_folder
from callsift.decision import decide, observed_in
from callsift.domain.analysis import Analysis
from callsift.errors import InputError
from callsift.playbook import Playbook, load_playbook


def decide_again(path: str, *, report: bool, playbook: str | None, out: str | None) -> None:
    """Decide again from a saved analysis and write the result."""
    rules = load_playbook(playbook_folder(playbook), with_patterns=False)
    check_writable(out, made_of=path)
    saved = load_analysis(path)
    try:
        _check_excluded(saved, rules)
        decided = decide(observed_in(saved), rules)
    except InputError as error:
        # The file that is to be mended is this one, not the call that it was made from.
        raise InputError(error.what, where=path, do=error.do) from None
    write_analysis(decided, rules, "report" if report else "json", out)


def _check_excluded(saved: Analysis, playbook: Playbook) -> None:
    """Refuse to take out a signal that neither the playbook nor the file knows: it is a slip."""
    known = {*playbook.signals, *playbook.retired}
    known.update(each.id for each in saved.signals)
    known.update(each.id for each in saved.coaching)
    known.update(each.signal for each in saved.dropped)
    for each in saved.overrides:
        if each.field == "not" and each.value not in known:
            raise InputError(
                f"the correction not: {each.value!r} names no signal.",
                do="Write a signal's id in overrides (`callsift playbook list`), or take it out.",
            )
