"""What every finding is made from: the calls, the measures, the day, and the stage that was reached. Decides nothing."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from callsift.accounts.guide import Guide
from callsift.accounts.history import History
from callsift.accounts.records import Finding, Quoted
from callsift.domain.analysis import Signal
from callsift.playbook.model import Playbook
from callsift.wording import ResultLanguage, say


@dataclass(frozen=True)
class Case:
    """One account as it is looked at on the day `today`. `stage` is what the calls together prove."""

    history: History
    guide: Guide
    playbook: Playbook
    lang: ResultLanguage
    today: date
    stage: str = "unknown"

    def finding(self, name: str, quotes: Iterable[Quoted] = (), **values: object) -> Finding:
        """Return a finding in the words of the guide; without a quote it is no signal, nor where the user said so."""
        words = self.guide.findings[name]
        pieces = tuple(quotes)
        counts = (
            pieces and words.signal in self.playbook.signals and words.signal not in self.excluded
        )
        return Finding(
            id=name,
            sign=words.sign,
            text=say(words.text, self.lang).format(**values),
            advice=say(words.advice, self.lang),
            sources=words.sources,
            signal=words.signal if counts else None,
            quotes=pieces,
        )

    def as_signal(self, finding: Finding) -> Signal | None:
        """Return the signal that a finding enters the verdict as, if it does."""
        if finding.signal is None:
            return None
        definition = self.playbook.signals[finding.signal]
        return Signal(
            id=definition.id,
            axis=definition.axis,
            sign=definition.sign,
            confidence=self.guide.derived.confidence,
            evidence=tuple(each.evidence for each in finding.quotes),
        )

    @cached_property
    def excluded(self) -> frozenset[str]:
        """Return the signals that the user called wrong in the latest call."""
        overrides = self.history.latest.overrides
        return frozenset(each.value for each in overrides if each.field == "not")

    @property
    def many_leads(self) -> bool:
        """Tell whether many leads are in hand, so that a call may be skipped."""
        chosen = [each.value for each in self.history.latest.overrides if each.field == "leads"]
        return bool(chosen) and chosen[-1] == "many"

    @cached_property
    def price_words(self) -> re.Pattern[str]:
        """Return the pattern of words that speak of a price."""
        return re.compile(self.guide.watch.price_words)

    @cached_property
    def leader_titles(self) -> re.Pattern[str]:
        """Return the pattern of a leader's title."""
        return re.compile(self.guide.watch.leader_titles)
