"""What the tests of the model engine share."""

import pytest

from callsift.domain.transcript import Transcript
from callsift.playbook import Playbook, load_playbook
from callsift.steps.read import read_text

CALL = "销售：价格您看了吗？\n客户：这个价“吓人”，超预算了。\n"


@pytest.fixture(scope="session")
def playbook() -> Playbook:
    """Return the shipped playbook."""
    return load_playbook()


@pytest.fixture
def call() -> Transcript:
    """Return a short call."""
    return transcript_of(CALL)


def transcript_of(text: str) -> Transcript:
    """Return a text as the reader understands it."""
    return read_text(text).transcript
