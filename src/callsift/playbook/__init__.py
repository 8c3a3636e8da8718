"""The playbook as data, and its loader. The data's meaning lives in the TOML files beside this one."""

from callsift.playbook.load import load_examples, load_playbook
from callsift.playbook.model import Playbook, SignalDefinition

__all__ = ["Playbook", "SignalDefinition", "load_examples", "load_playbook"]
