"""Several calls of one account: kept, put in order, and judged together. Needs no engine and no network."""

from callsift.accounts.records import AccountReport, AccountReports
from callsift.accounts.report import account_report
from callsift.accounts.store import (
    ACCOUNTS_FILE,
    AccountStore,
    KeptAccount,
    account_key,
    data_folder,
)

__all__ = [
    "ACCOUNTS_FILE",
    "AccountReport",
    "AccountReports",
    "AccountStore",
    "KeptAccount",
    "account_key",
    "account_report",
    "data_folder",
]
