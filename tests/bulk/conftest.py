"""What the tests of bulk runs share."""

from pathlib import Path

import pytest

from tests.bulk.provider_runs import Run, RunOf


@pytest.fixture
def run_of(tmp_path: Path) -> RunOf:
    """Return what makes a run against an endpoint; all of them share a ledger."""
    return lambda api, **settings: Run(tmp_path / "ledger", api.base_url, **settings)
