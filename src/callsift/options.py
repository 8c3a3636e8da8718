"""What a caller knows or decides about a call, and what becomes of it on the way."""

from datetime import date
from typing import Any, Literal, Self

from pydantic import (
    Field,
    ModelWrapValidatorHandler,
    ValidationError,
    field_validator,
    model_validator,
)

from callsift.domain.analysis import Override, StageId
from callsift.domain.record import Record
from callsift.domain.transcript import Call
from callsift.errors import UsageError
from callsift.pipeline import Choices
from callsift.playbook import Playbook
from callsift.steps.extract import Engine
from callsift.typography import folded, writable


class CallOptions(Record):
    """What the caller knows or decides about one call.

    Attributes:
        date: the day of the call, ISO (YYYY-MM-DD); due dates are reckoned from it.
        account: the customer's account, kept in the result.
        sellers, buyers: speaker labels (or the names in them) of each side.
        lang: the language of the result, `zh` or `en`; the input's own unless given.
        leads: whether few or many leads are in hand, which changes how often to call back.
        stage: the stage, where the caller knows better than the rules.
        exclude: ids of signals that the caller found wrong; they take no part in the verdict.
        redact: mask names, numbers and addresses before anything is sent to a model.
        names: further names to mask.

    Raises:
        UsageError: one of them cannot be used.
    """

    date: str | None = None
    account: str | None = None
    sellers: tuple[str, ...] = ()
    buyers: tuple[str, ...] = ()
    lang: Literal["zh", "en"] | None = None
    leads: Literal["few", "many"] | None = None
    stage: StageId | None = None
    exclude: tuple[str, ...] = Field(default=())
    redact: bool = False
    names: tuple[str, ...] = ()

    @field_validator("date")
    @classmethod
    def _is_a_day(cls, value: str | None) -> str | None:
        try:
            return value if value is None else date.fromisoformat(value).isoformat()
        except ValueError:
            raise UsageError(
                f"the date of the call cannot be used: {value!r} is no day.",
                do="Write the date as YYYY-MM-DD.",
            ) from None

    @model_validator(mode="after")
    def _is_on_one_side(self) -> "CallOptions":
        both = {folded(each).text for each in self.sellers} & {
            folded(each).text for each in self.buyers
        }
        if both:
            raise UsageError(
                "a name stands on both sides, seller and buyer.", do="Name each person on one side."
            )
        return self

    @model_validator(mode="wrap")
    @classmethod
    def _is_usable(cls, given: Any, validate: ModelWrapValidatorHandler[Self]) -> Self:
        try:
            return validate(given)
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            name = ".".join(map(str, first["loc"])) or "given"
            raise UsageError(f"the option {name} cannot be used: {first['msg']}.") from None

    @property
    def overrides(self) -> tuple[Override, ...]:
        """Return the choices that bear on the verdict, as they are kept in the result."""
        chosen = (("stage", self.stage), ("leads", self.leads), ("lang", self.lang))
        named = [Override.model_validate({"field": f, "value": v}) for f, v in chosen if v]
        return (*named, *(Override(field="not", value=each) for each in sorted(set(self.exclude))))


def refuse_unknown_signals(
    options: CallOptions, playbook: Playbook, *, word: str = "exclude"
) -> None:
    """Refuse to exclude what the playbook does not know: it is a slip. `word` is what the caller knows the option by.

    Raises:
        UsageError: an id names no signal.
    """
    for name in options.exclude:
        if name not in playbook.signals:
            raise UsageError(
                f"{word} {name}: there is no such signal.",
                do="`callsift playbook list` names them all.",
            )


def choices_of(options: CallOptions, engine: Engine) -> Choices:
    """Return what the pipeline is to know of a caller's options, with this engine."""
    return Choices(
        sellers=options.sellers,
        buyers=options.buyers,
        overrides=options.overrides,
        # The offline engine sends nothing anywhere: there is nobody to hide anything from.
        redact=options.redact and engine.sends_words,
        names=options.names,
    )


def with_options(call: Call, options: CallOptions) -> Call:
    """Return the call with the date and account that the caller gave."""
    return call.model_copy(
        update={
            "date": options.date or call.date,
            "account": writable(options.account) if options.account else call.account,
        }
    )
