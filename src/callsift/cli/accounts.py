"""What the account command and `analyze --save` do once their words are understood. No decisions of its own."""

import sys
from collections.abc import Iterable, Sequence
from datetime import date
from errno import ENAMETOOLONG
from pathlib import Path
from typing import Literal, NamedTuple, NoReturn, TypeAlias

from callsift.accounts import (
    ACCOUNTS_FILE,
    AccountReport,
    AccountReports,
    AccountStore,
    KeptAccount,
    account_key,
    account_report,
    data_folder,
)
from callsift.accounts.view import account_page
from callsift.bulk.rows import Row
from callsift.cli.output import complain, write_result
from callsift.cli.saved import load_analysis
from callsift.cli.shapes import Shape
from callsift.config_file import playbook_folder
from callsift.decision import observed_in, result_language
from callsift.domain.analysis import Analysis
from callsift.errors import InputError, UsageError
from callsift.playbook import Playbook, load_playbook
from callsift.printable import for_terminal
from callsift.render import markdown_page, plain_page, print_page
from callsift.wording import ResultLanguage

Work: TypeAlias = Literal["list", "forget", "report"]


class Look(NamedTuple):
    """What to look at and how: the words of the command line."""

    subjects: tuple[str, ...]
    name: str | None = None
    lang: str | None = None
    day: str | None = None
    playbook: str | None = None


def wanted_work(subjects: Sequence[str], *, listing: bool, forget: str | None) -> Work:
    """Return which one of three things is asked for.

    Raises:
        UsageError: none, or more than one.
    """
    asked = {"report": bool(subjects), "list": listing, "forget": forget is not None}
    chosen: list[Work] = [work for work in ("list", "forget", "report") if asked[work]]
    if len(chosen) != 1:
        raise UsageError(
            "give an account or files, or --list, or --forget NAME: one of the three.",
            do="`callsift account --list` names the accounts kept here.",
        )
    return chosen[0]


def check_save(account: str | None) -> str:
    """Return the account that a call is to be saved under, before anything is read or sent.

    Raises:
        UsageError: none was given.
    """
    if account is None or not account_key(account):
        raise UsageError(
            "--save needs to know whose call it is.", do="Give the customer with --account NAME."
        )
    return account


def save_call(analysis: Analysis, account: str) -> None:
    """Keep an analysis in the account's history and say so."""
    with AccountStore.open(notice=complain) as store:
        replaced = store.save(analysis, account)
        kept = len(store.calls(account))
    again = "; it took the place of an earlier analysis of the same call" if replaced else ""
    complain(
        f"saved for {_name(account)} ({kept} kept{again}): `callsift account NAME` shows them together."
    )


def save_calls(rows: Iterable[Row]) -> None:
    """Keep the analysed calls of a bulk run, each in the history of its account, and say how many."""
    kept = unnamed = 0
    with AccountStore.open(notice=complain) as store:
        for row in rows:
            if row.analysis is not None and account_key(row.account or ""):
                store.save(row.analysis, row.account or "")
                kept += 1
            else:
                unnamed += row.analysis is not None
    complain(f"{kept} calls saved with their accounts; {unnamed} name no account and were not.")


def list_accounts(*, as_json: bool, out: str | None) -> None:
    """Name the accounts in the store."""
    kept = _kept()
    if as_json:
        import json  # noqa: PLC0415 - only for --json

        rows = [each.model_dump() for each in kept]
        write_result(json.dumps(rows, ensure_ascii=False, indent=2) + "\n", out)
        return
    if not kept:
        complain("no call is kept: save one with `callsift analyze FILE --account NAME --save`.")
    lines = (
        f"{for_terminal(each.name)}  {each.calls}  {each.first or '-'}  {each.last or '-'}\n"
        for each in kept
    )
    write_result("".join(lines), out)


def forget_account(name: str) -> None:
    """Delete the calls of an account.

    Raises:
        InputError: no account is called so.
    """
    if account_key(name) not in {account_key(each.name) for each in _kept()}:
        _unknown(name)
    with AccountStore.open(notice=complain) as store:
        complain(f"{store.forget(name)} call(s) of {_name(name)} were deleted.")


def report_accounts(look: Look, *, shape: Shape, out: str | None) -> None:
    """Write one report for each account that is asked for."""
    today = _day(look.day)
    playbook = load_playbook(playbook_folder(look.playbook))
    groups = _groups(look)
    if look.day is not None:
        groups = [_until(today, calls) for calls in groups]
    reports = AccountReports(
        accounts=tuple(
            account_report(calls, playbook, today, _language(look, calls)) for calls in groups
        )
    )
    if shape == "json":
        write_result(reports.model_dump_json(by_alias=True, indent=2) + "\n", out)
    elif shape == "report" and out is None and sys.stdout.isatty():
        for each in reports.accounts:
            print_page(account_page(each, playbook), sys.stdout)
    else:
        write_result(_text(reports.accounts, playbook, shape), out)


def _text(reports: Iterable[AccountReport], playbook: Playbook, shape: Shape) -> str:
    write = markdown_page if shape == "markdown" else plain_page
    return "\n".join(write(account_page(each, playbook)) for each in reports)


def _groups(look: Look) -> list[tuple[Analysis, ...]]:
    """Return the calls of each account: a name gives the saved ones, a file belongs to the account that it names."""
    names = {account_key(each): each for each in look.subjects if _is_name(each)}
    grouped = {key: list(_saved_calls(name)) for key, name in names.items()}
    for path in look.subjects:
        if not _is_name(path):
            call = _named_call(path, look.name)
            grouped.setdefault(account_key(call.source.account or ""), []).append(call)
    return [tuple(grouped[key]) for key in sorted(grouped)]


def _until(day: date, calls: tuple[Analysis, ...]) -> tuple[Analysis, ...]:
    """Return the calls of a day that was named and of those before it, with those that name none.

    Raises:
        InputError: every call is later.
    """
    known = tuple(each for each in calls if (each.source.date or "") <= day.isoformat())
    left_out = len(calls) - len(known)
    if left_out and not known:
        raise InputError(
            f"every call of the account is later than {day.isoformat()}.",
            do="Name a later day with --date.",
        )
    if left_out:
        complain(f"{left_out} call(s) after {day.isoformat()} are left out.")
    return known


def _is_name(subject: str) -> bool:
    """Tell whether a word names an account: it is neither stdin nor a file. A folder holds no call, so it is a name."""
    try:
        return subject != "-" and (not Path(subject).exists() or Path(subject).is_dir())
    except OSError as error:
        # A name may be longer than a file's; a file that may not be looked at is still one.
        return error.errno == ENAMETOOLONG


def _named_call(path: str, given: str | None) -> Analysis:
    call = load_analysis(path)
    name = _name(call.source.account or given or "")
    if not name:
        raise UsageError(
            "the call names no account.", where=path, do="Give it with --account NAME."
        )
    return call.model_copy(update={"source": call.source.model_copy(update={"account": name})})


def _saved_calls(name: str) -> tuple[Analysis, ...]:
    if account_key(name) not in {account_key(each.name) for each in _kept()}:
        _unknown(name)
    with AccountStore.open(notice=complain) as store:
        return store.calls(name)


def _kept() -> tuple[KeptAccount, ...]:
    """Return the accounts in the store; one that was never used is not made by asking."""
    if not (data_folder() / ACCOUNTS_FILE).is_file():
        return ()
    with AccountStore.open(notice=complain) as store:
        return store.accounts()


def _unknown(name: str) -> NoReturn:
    from difflib import get_close_matches  # noqa: PLC0415 - only for a wrong name

    by_key = {account_key(each.name): each.name for each in _kept()}
    inside = [key for key in by_key if account_key(name) and account_key(name) in key]
    close = [*inside, *get_close_matches(account_key(name), by_key, n=3, cutoff=0.4)]
    named = ", ".join(dict.fromkeys(by_key[key] for key in close[:3]))
    raise InputError(
        f"no saved account and no file is called {name!r}.{f' Do you mean {named}?' if named else ''}",
        do="`callsift account --list` names the accounts kept here.",
    )


def _name(name: str) -> str:
    return " ".join(name.split())


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text) if text else date.today()
    except ValueError:
        raise UsageError(
            f"--date cannot be used: {text!r} is no day.", do="Write the date as YYYY-MM-DD."
        ) from None


def _language(look: Look, calls: tuple[Analysis, ...]) -> ResultLanguage:
    """Return the language that is asked for, else that of the latest call."""
    latest = max(calls, key=lambda each: (each.source.date or "", each.source.name), default=None)
    own: ResultLanguage = result_language(observed_in(latest)) if latest else "zh"
    if look.lang == "en":
        return "en"
    return own if look.lang is None or own == "zh-Hant" else "zh"
