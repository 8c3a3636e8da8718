"""What `callsift judge` does once its words are understood."""

from callsift.cli.results import write_analysis
from callsift.cli.saved import load_analysis
from callsift.config_file import playbook_folder
from callsift.decision import decide, observed_in
from callsift.playbook import load_playbook


def decide_again(path: str, *, report: bool, playbook: str | None, out: str | None) -> None:
    """Decide again from a saved analysis and write the result."""
    rules = load_playbook(playbook_folder(playbook), with_patterns=False)
    decided = decide(observed_in(load_analysis(path)), rules)
    write_analysis(decided, rules, "report" if report else "json", out)
