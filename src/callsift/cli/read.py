"""`callsift read`: what the reader understood."""

from typing import TYPE_CHECKING

from callsift.cli.options import (
    BuyerOption,
    ClipboardOption,
    DebugOption,
    JsonOption,
    OutOption,
    PathArgument,
    RedactNamesOption,
    RedactOption,
    SellerOption,
)

if TYPE_CHECKING:
    from callsift.domain.transcript import Call
    from callsift.options import CallOptions


def read(  # noqa: PLR0913 - one parameter an option, as typer wants it
    path: PathArgument = None,
    as_json: JsonOption = False,
    seller: SellerOption = None,
    buyer: BuyerOption = None,
    clipboard: ClipboardOption = False,
    redact: RedactOption = False,
    redact_names: RedactNamesOption = None,
    out: OutOption = None,
    debug: DebugOption = False,  # noqa: ARG001 - read by the last line of the command line
) -> None:
    """Show what was understood of an input: format, turns, who is who, and what was not understood.

    With --redact as a model would get it.
    """
    from callsift.cautions import said  # noqa: PLC0415 - `--help` needs none of it
    from callsift.cli.inputs import get_call  # noqa: PLC0415
    from callsift.cli.output import check_writable, complain, write_result  # noqa: PLC0415
    from callsift.cli.work import call_options  # noqa: PLC0415
    from callsift.playbook import load_playbook  # noqa: PLC0415
    from callsift.render import transcript_text  # noqa: PLC0415
    from callsift.steps.flag import screen  # noqa: PLC0415
    from callsift.steps.turns import assign_roles  # noqa: PLC0415
    from callsift.wording import spoken_as  # noqa: PLC0415

    check_writable(out, made_of=path)
    options = call_options({"redact": redact, "names": redact_names})
    call = get_call(path, clipboard=clipboard)
    assigned = assign_roles(call, sellers=tuple(seller or ()), buyers=tuple(buyer or ()))
    transcript = _shown(assigned.call, options).transcript
    lang = spoken_as(transcript.language)
    playbook = load_playbook(with_patterns=False)
    screened = screen(assigned.call.transcript, playbook)
    for warning in (*assigned.warnings, *screened.warnings):
        complain(said(warning, playbook.warnings, lang).text)
    text = transcript.model_dump_json(indent=2) + "\n" if as_json else transcript_text(transcript)
    write_result(text, out)


def _shown(call: "Call", options: "CallOptions") -> "Call":
    """Return a call as it is, or masked."""
    if not options.redact:
        return call
    from callsift.steps.redact import redact  # noqa: PLC0415 - its many patterns take time to load

    return redact(call, names=options.names).call
