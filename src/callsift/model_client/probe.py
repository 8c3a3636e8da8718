"""Asks whether the endpoint answers and knows the model, for `callsift doctor`.

Costs nothing and sends no words.
"""

from typing import TYPE_CHECKING

from callsift.domain.record import Record
from callsift.errors import ModelError
from callsift.model_client.faults import Faults, host
from callsift.model_client.hidden_error import hidden_error
from callsift.model_client.transports import Transports
from callsift.settings import Settings

if TYPE_CHECKING:
    from openai import APIStatusError, AsyncOpenAI

_LONGEST_S = 15.0


class ProbeReport(Record):
    """What came of it.

    `answers` tells whether calls can be expected to work; `listed` is None where unknown.
    """

    answers: bool
    listed: bool | None
    lines: tuple[str, ...]


async def probe(settings: Settings) -> ProbeReport:
    """Return whether GET {base_url}/models answers and lists the model; never raises for it."""
    from openai import APIStatusError, OpenAIError  # noqa: PLC0415 - nearly a second to import

    patient = settings.model_copy(update={"timeout_s": min(settings.timeout_s, _LONGEST_S)})
    async with Transports(patient).shared() as shared:
        try:
            names = await _names(shared.transport)
        except APIStatusError as error:
            return _refused(settings, error)
        except (OpenAIError, ValueError, AttributeError, TypeError) as error:
            return _unreached(settings, error)
    where = host(settings.base_url)
    answers = f"{where} answers and lists {len(names)} models."
    if not settings.model:
        return ProbeReport(answers=True, listed=None, lines=(answers,))
    listed = settings.model in names
    known = f"the model {settings.model} is {'' if listed else 'not '}among them."
    return ProbeReport(answers=True, listed=listed, lines=(answers, known))


async def _names(transport: "AsyncOpenAI") -> frozenset[str]:
    page = await transport.models.list()
    error = hidden_error(page)
    if error is not None:
        raise error
    return frozenset(str(each.id) for each in page.data)


def _refused(settings: Settings, error: "APIStatusError") -> ProbeReport:
    where = host(settings.base_url)
    if error.status_code in (404, 405, 501):
        said = f"{where} answers, but has no list of models (HTTP {error.status_code}): no fault."
        return ProbeReport(answers=True, listed=None, lines=(said,))
    return _failed(_faults(settings).translate(error, 1))


def _unreached(settings: Settings, error: Exception) -> ProbeReport:
    from openai import OpenAIError  # noqa: PLC0415 - nearly a second to import

    if isinstance(error, OpenAIError):
        return _failed(_faults(settings).translate(error, 1))
    said = "something answers, but not with a list of models: check --base-url (most end in /v1)."
    return ProbeReport(answers=False, listed=None, lines=(f"{host(settings.base_url)}: {said}",))


def _failed(error: ModelError) -> ProbeReport:
    return ProbeReport(answers=False, listed=None, lines=(str(error),))


def _faults(settings: Settings) -> Faults:
    return Faults(settings.base_url, settings.model or "none named")
