"""The actor that analyses calls: a call comes as JSON, its analysis or a named error goes back. Keeps nothing."""

from contextlib import AsyncExitStack
from contextvars import ContextVar
from typing import Any, NamedTuple, cast

from callsift import __version__
from callsift.bulk.ray.letters import Letter, Outcome, fault_of
from callsift.bulk.ray.limiter import SharedLimiter
from callsift.bulk.ray.mailbox import Postman
from callsift.bulk.ray.replies import AnsweredBefore, ToldReplies
from callsift.cache import EndpointNotes, Learned, endpoint_name
from callsift.costs import Price
from callsift.domain.analysis import Analysis
from callsift.domain.transcript import Call
from callsift.options import CallOptions, choices_of, with_options
from callsift.pipeline import analyze_call
from callsift.playbook import Playbook, load_playbook
from callsift.settings import Settings
from callsift.steps.extract import Engine
from callsift.steps.extract.offline import OfflineEngine

# A long call has so many parts at most that were all paid for, each found out by beginning again.
_MOST_BEGUN = 1_000


class Setup(NamedTuple):
    """What a worker works with. `playbook` None means the shipped one."""

    settings: Settings
    options: CallOptions
    playbook: Playbook | None
    price: Price | None
    learned: Learned


class Worker:
    """The actor. `places` None leaves its requests unlimited."""

    def __init__(self, name: str, mailbox: Any, places: Any) -> None:
        self._postman = Postman(mailbox)
        self._limiter = SharedLimiter(places, name, before=_settled)
        self._open = AsyncExitStack()

    async def version(self) -> str:
        """Return which callsift this is, before anything of another one is read."""
        return __version__

    async def prepare(self, setup: Setup) -> str:
        """Make ready; return the hash of the playbook. Not told to the constructor: the cluster keeps its arguments."""
        self._options = setup.options
        self._playbook = setup.playbook or load_playbook(None)
        self._engine: Engine = OfflineEngine(self._playbook)
        if setup.settings.chosen_engine == "llm":
            self._engine = await self._model(setup)
        return self._playbook.hash

    async def analyse(self, call: str, item: str) -> Outcome:
        """Return what became of a call, which is kept under `item`."""
        replies = ToldReplies(item, self._postman.send)
        _replies.set(replies)
        begun = 0
        try:
            read = with_options(Call.model_validate_json(call), self._options)
            while True:
                begun += 1
                try:
                    analysis = await self._analysed(read, replies)
                    await replies.settled()
                except AnsweredBefore:
                    if begun == _MOST_BEGUN:
                        raise
                    continue
                return Outcome(analysis.model_dump_json(by_alias=True), begun=begun)
        except Exception as error:  # noqa: BLE001 - the border of a process: whatever it is, it goes back as a value
            await replies.flushed()
            return Outcome(fault=fault_of(error), begun=begun)

    async def close(self) -> None:
        """Close the connection to the model's endpoint."""
        await self._open.aclose()

    async def _analysed(self, call: Call, replies: ToldReplies) -> Analysis:
        engine = self._engine
        if engine.sends_words:
            from callsift.steps.extract.llm import LLMEngine  # noqa: PLC0415 - heavy

            engine = cast("LLMEngine", engine).with_replies(replies)
        choices = choices_of(self._options, engine)
        return await analyze_call(call, engine=engine, playbook=self._playbook, choices=choices)

    async def _model(self, setup: Setup) -> Engine:
        # Imported late: heavy, and not needed offline.
        from callsift.model_client import ModelClient  # noqa: PLC0415
        from callsift.steps.extract.llm import LLMEngine  # noqa: PLC0415

        memory = _Notes(self._postman, setup)
        client = ModelClient(setup.settings, memory=memory, limiter=self._limiter)
        await self._open.enter_async_context(client.keep_open())
        return LLMEngine(self._playbook, setup.settings, client, price=setup.price)


_replies: ContextVar[ToldReplies | None] = ContextVar("replies", default=None)


async def _settled() -> None:
    """Wait until the ledger knows what this call is about to ask."""
    if (replies := _replies.get()) is not None:
        await replies.settled()


class _Notes(EndpointNotes):
    """What this worker knows of the endpoint; what it finds out is told, so that the next run knows it."""

    def __init__(self, postman: Postman, setup: Setup) -> None:
        super().__init__()
        self._postman = postman
        model = setup.settings.model or ""
        super().remember(endpoint_name(setup.settings.base_url), model, setup.learned)

    def remember(self, endpoint: str, model: str, learned: Learned) -> None:
        """Keep it, and tell it unless only the counts of tokens are new."""
        before = self.recall(endpoint, model)
        super().remember(endpoint, model, learned)
        if learned.model_copy(update={"sums": before.sums}) != before:
            self._postman.send(Letter("", "learned", learned=learned))
