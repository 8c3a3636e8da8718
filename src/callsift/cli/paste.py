"""Takes a paste from a terminal whole. A terminal in line mode cuts a line at 4,096 bytes, so it is read raw."""

import sys
from typing import TextIO

from callsift.errors import InputError

SHOWN_WHOLE = 400
INVITATION = "请粘贴通话记录，然后按 Ctrl-D（Paste the call, then press Ctrl-D）\n"


def ask_for_paste() -> str:
    """Return what the user pastes or types, ended by Ctrl-D (Ctrl-Z on Windows works too) or Esc Enter.

    A paste of many lines or of one very long line is kept as it is and shown only by its size.

    Raises:
        InputError: the paste ended with nothing in it.
    """
    # Imported late: only a paste needs a terminal library.
    from prompt_toolkit import PromptSession  # noqa: PLC0415
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent  # noqa: PLC0415
    from prompt_toolkit.keys import Keys  # noqa: PLC0415
    from prompt_toolkit.output import create_output  # noqa: PLC0415

    pasted: list[str] = []
    keys = KeyBindings()

    @keys.add(Keys.BracketedPaste)
    def _(event: KeyPressEvent) -> None:
        """Keep a large paste aside and show a mark in its place; typed text goes on around it."""
        data = event.data.replace("\r\n", "\n").replace("\r", "\n")
        if len(data) <= SHOWN_WHOLE:
            event.current_buffer.insert_text(data)
            return
        pasted.append(data)
        event.current_buffer.insert_text(_mark(len(pasted), data))

    @keys.add("c-d")
    @keys.add("c-z")
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.validate_and_handle()

    session: PromptSession[str] = PromptSession(
        multiline=True, key_bindings=keys, output=create_output(stdout=_talk())
    )
    text = session.prompt(INVITATION)
    for number, data in enumerate(pasted, 1):
        text = text.replace(_mark(number, data), data)
    if not text.strip():
        raise InputError("nothing was pasted.", do="Paste the call, then press Ctrl-D.")
    return text


def _mark(number: int, data: str) -> str:
    return f"[#{number}: {len(data):,} 字符/characters]"


def _talk() -> TextIO:
    return sys.stderr
