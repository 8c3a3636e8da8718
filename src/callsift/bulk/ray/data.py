"""Calls in JSONL or Parquet to results in Parquet, read and written by the cluster itself: no file passes one machine.

For tables too large for one machine, and for engines whose answers cost nothing: there is no ledger here, so what Ray
does again after a machine was lost is asked and paid for again. `callsift batch --runner ray` keeps every reply.
"""

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import PurePosixPath
from typing import Any, Literal, NamedTuple

import anyio

from callsift.bulk.discovery.item import content_key
from callsift.bulk.ray.cluster import Cluster, ray_library
from callsift.bulk.ray.letters import error_of, fault_of
from callsift.bulk.ray.limiter import Places, SharedLimiter
from callsift.bulk.ray.worker import Setup
from callsift.bulk.rows import Row
from callsift.bulk.writers.parquet import parquet_record, parquet_schema
from callsift.cache import Learned
from callsift.errors import InputError, UsageError
from callsift.options import CallOptions, choices_of, refuse_unknown_signals, with_options
from callsift.pipeline import analyze_call
from callsift.playbook import Playbook, load_playbook
from callsift.settings import Settings
from callsift.steps.extract import Engine
from callsift.steps.extract.offline import OfflineEngine
from callsift.steps.read import read_text
from callsift.typography import writable

_MANY = 100_000
_ROWS_AT_ONCE = 64


class TableIn(NamedTuple):
    """The columns of the input. Only `text` has to be there."""

    text: str = "text"
    name: str = "name"
    date: str = "date"
    account: str = "account"


class _Desk:
    """Holds what workers work with: the key is told by a call, which the cluster does not keep as it keeps arguments."""

    def __init__(self) -> None:
        self._setup: Setup | None = None

    async def hold(self, setup: Setup) -> None:
        self._setup = setup

    async def setup(self) -> Setup | None:
        return self._setup


def analyze_tables(  # noqa: PLR0913 - what a run is given, each of its own kind
    cluster: Cluster,
    inputs: Sequence[str],
    out: str,
    *,
    settings: Settings,
    options: CallOptions | None = None,
    columns: TableIn | None = None,
    at_once: int = 256,
) -> None:
    """Analyse every row of some tables and write Parquet files into a folder; the order is that of the input.

    Args:
        cluster: as `joined` gives it.
        inputs: files or folders, all JSONL or all Parquet; anything that Ray Data reads (`s3://…` too).
        out: a folder, new or empty, that every machine of the cluster reaches.
        settings: engine, model, endpoint. The user's cache takes no part.
        options: what is known of every call.
        columns: the names of the input's columns.
        at_once: how many requests at most are under way over all workers.

    Raises:
        UsageError: ray is not installed, the inputs are of neither kind, or of both, or the options exclude
            what is no signal.
    """
    ray = ray_library()
    kind = _kind(inputs)
    own = load_playbook(settings.playbook) if settings.playbook else None
    setup = Setup(settings, options or CallOptions(), own, None, Learned())
    if setup.options.exclude:
        refuse_unknown_signals(setup.options, own or load_playbook(None))
    desk = ray.remote(_Desk).options(num_cpus=0).remote()
    places = ray.remote(Places).options(num_cpus=0, max_concurrency=_MANY).remote(at_once)
    ray.get(desk.hold.remote(setup))
    try:
        # A file is one block otherwise, and one worker's.
        rows = _read(ray, kind, inputs).repartition(target_num_rows_per_block=_ROWS_AT_ONCE)
        rows.map_batches(
            _Analyst,
            fn_constructor_args=(desk, places, columns or TableIn()),
            batch_size=_ROWS_AT_ONCE,
            batch_format="pyarrow",
            compute=ray.data.ActorPoolStrategy(min_size=1, max_size=max(cluster.processors - 1, 1)),
            # The tasks that read and write need some too.
            num_cpus=1 if cluster.processors > 1 else 0.5,
        ).write_parquet(out, mode=ray.data.SaveMode.ERROR)
    except ValueError as error:
        if "already exists" not in str(error):
            raise
        raise UsageError(
            "there are files already.", where=out, do="Name a folder that is new."
        ) from None
    finally:
        ray.kill(desk)
        ray.kill(places)


def _kind(inputs: Iterable[str]) -> Literal["jsonl", "parquet"]:
    kinds = {PurePosixPath(each).suffix.lower() for each in inputs}
    if kinds <= {".jsonl", ".ndjson"}:
        return "jsonl"
    if kinds <= {".parquet", ""}:
        return "parquet"
    raise UsageError(
        "the inputs are neither all JSONL nor all Parquet.",
        do="Name .jsonl files, or .parquet files or folders of them.",
    )


def _read(ray: Any, kind: Literal["jsonl", "parquet"], inputs: Sequence[str]) -> Any:
    context = ray.data.DataContext.get_current()
    context.execution_options.preserve_order = True
    context.enable_progress_bars = False
    read = ray.data.read_json if kind == "jsonl" else ray.data.read_parquet
    return read(list(inputs), **({"lines": True} if kind == "jsonl" else {}))


class _Analyst:
    """Turns a batch of rows with calls into a batch of rows with results. A row that fails says why."""

    def __init__(self, desk: Any, places: Any, columns: TableIn) -> None:
        ray = ray_library()
        self._setup: Setup = ray.get(desk.setup.remote())
        self._columns = columns
        self._playbook: Playbook = self._setup.playbook or load_playbook(None)
        self._limiter = SharedLimiter(places, ray.get_runtime_context().get_actor_id())
        self._engine: Engine = OfflineEngine(self._playbook)
        if self._setup.settings.chosen_engine == "llm":
            self._engine = self._model()

    def __call__(self, batch: Any) -> Any:
        import pyarrow as pa  # noqa: PLC0415 - an extra

        rows = anyio.run(self._rows, batch.to_pylist())
        return pa.Table.from_pylist(list(map(parquet_record, rows)), schema=parquet_schema(pa))

    async def _rows(self, records: Sequence[dict[str, Any]]) -> list[Row]:
        found: list[Row | None] = [None] * len(records)

        async def one(at: int) -> None:
            found[at] = await self._row(records[at])

        async with anyio.create_task_group() as tasks:
            for at in range(len(records)):
                tasks.start_soon(one, at)
        return [each for each in found if each is not None]

    async def _row(self, record: dict[str, Any]) -> Row:
        told = partial(_told, record)
        text, name = record.get(self._columns.text), told(self._columns.name)
        account, date = told(self._columns.account), told(self._columns.date)
        key = content_key(text if isinstance(text, str) else "", date, account)
        row = partial(Row, name=name or key[:12], key=key)
        try:
            if not isinstance(text, str):
                raise InputError(f"the column `{self._columns.text}` holds no text.")
            call = read_text(text, name=name or key[:12])
            known = call.model_copy(
                update={"account": account or call.account, "date": date or call.date}
            )
            choices = choices_of(self._setup.options, self._engine)
            analysis = await analyze_call(
                with_options(known, self._setup.options),
                engine=self._engine,
                playbook=self._playbook,
                choices=choices,
            )
        except Exception as error:  # noqa: BLE001 - one row's failure must not end the table
            reason = str(error_of(fault_of(error)))
            return row(account=account, date=date, status="failed", error=reason)
        source = analysis.source
        return row(account=source.account, date=source.date, status="done", analysis=analysis)

    def _model(self) -> Engine:
        # Imported late: heavy, and not needed offline.
        from callsift.model_client import ModelClient  # noqa: PLC0415
        from callsift.steps.extract.llm import LLMEngine  # noqa: PLC0415

        client = ModelClient(self._setup.settings, limiter=self._limiter)
        return LLMEngine(self._playbook, self._setup.settings, client)


def _told(record: dict[str, Any], column: str) -> str | None:
    """Return what a column says: text, or a day as its ISO text."""
    value = record.get(column)
    if value is None:
        return None
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    return writable(str(value)).strip() or None
