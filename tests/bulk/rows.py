"""Rows of results, made short or made of any text whatever."""

from datetime import date
from pathlib import Path

from hypothesis import strategies as st

from callsift.bulk.rows import Row, RowStatus
from callsift.domain.analysis import Analysis
from callsift.domain.observation import Evidence
from tests.builders import verdict

SIGNALS = ("wants_documents_only", "small_trial_order", "repeat_orders", "price_asked_once")
STATUSES: tuple[RowStatus, ...] = ("failed", "pending", "outcome_unknown", "skipped")
# What a spreadsheet or a file is most likely to trip over.
ODD = st.sampled_from(
    [
        *("=1+1", "+86 138", "-", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "'=1", "''x", "＝1", "a\r\nb\rc\nd"),
        *("a,b;c|d", 'say "no"', "\x00\x01\x7f", "_x0041_", "_x005F_", "  two  ", "\ufffe", "😀", "{=1}", "阿\u2028b"),
        *("http://example.com", "1e5", "0012", "TRUE", "2026-01-01", "\ufeffx", "#REF!", "<b>&amp;</b>"),
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), ODD)
# Later ones are no days to reckon from.
DAYS = st.dates(max_value=date(9990, 12, 31)).map(lambda day: day.isoformat())


def quoted(analysis: Analysis, quotes: list[str], speaker: str | None = None) -> Analysis:
    """Return an analysis whose signals have these quotes for evidence."""
    evidence = tuple(
        Evidence(
            quote=quote, turn=turn, speaker=speaker, role="buyer", start_s=turn * 61.5, end_s=None,
            start=0, end=len(quote), status="exact",
        )
        for turn, quote in enumerate(quotes)
    )  # fmt: skip
    signals = tuple(each.model_copy(update={"evidence": evidence}) for each in analysis.signals)
    return analysis.model_copy(update={"signals": signals})


@st.composite
def rows(draw: st.DrawFn) -> Row:
    name, account = draw(TEXTS), draw(st.none() | TEXTS)
    date = draw(st.none() | DAYS)
    if draw(st.booleans()):
        bare = verdict(draw(st.sampled_from(["", " ".join(SIGNALS)])), date=draw(st.none() | DAYS))
        analysis = quoted(bare, draw(st.lists(TEXTS, max_size=3)), draw(st.none() | TEXTS))
        return Row(name=name, key="k", account=account, date=date, status="done", analysis=analysis)
    status = draw(st.sampled_from(STATUSES))
    return Row(
        name=name, key="k", account=account, date=date, status=status, error=draw(st.none() | TEXTS)
    )


def done(name: str = "1.txt", signals: str = " ".join(SIGNALS), **given: object) -> Row:
    return Row(name=name, key=name, status="done", analysis=verdict(signals, **given))


def failed(name: str = "2.txt", error: str = "2.txt: this is empty.") -> Row:
    return Row(name=name, key=name, status="failed", error=error)


def names_in(folder: Path) -> list[str]:
    """Return what lies in a folder, hidden files too."""
    return sorted(each.name for each in folder.iterdir())
