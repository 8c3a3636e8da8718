"""Reads AssemblyAI: `utterances` in milliseconds, else `words`, else the text alone."""

from collections.abc import Iterator

from callsift.steps.read.cues import Cue
from callsift.steps.read.exports.fields import Item, has_items, item, items, label, seconds, words
from callsift.steps.read.exports.found import Found, gathered, sentence_cues
from callsift.steps.read.exports.spoken_words import Word, word_cues

FORMAT = "assemblyai"
NAME = "AssemblyAI"
_TRACES = {
    *("acoustic_model", "audio_duration", "audio_url", "language_model", "speech_model"),
    *("speaker_labels", "webhook_url", "speech_models", "audio_channels"),
}
_MILLISECONDS = 0.001


def matches(document: object) -> bool:
    """Tell whether utterances or words stand beside what AssemblyAI says of a recording."""
    whole = item(document)
    has_speech = any(has_items(whole.get(key)) for key in ("utterances", "words"))
    if has_speech and _TRACES & whole.keys():
        return True
    if "text" in whole and len(_TRACES & whole.keys()) > 1:
        return True
    # The utterances alone: each has its words, in whole milliseconds.
    return any(
        has_items(each.get("words")) and isinstance(each.get("start"), int) and "text" in each
        for each in items(whole.get("utterances"))[:50]
    )


def read(document: object) -> Found:
    """Return the utterances; nobody is named where speakers were not asked for."""
    whole = item(document)
    if has_items(whole.get("utterances")):
        return gathered(whole["utterances"], _cues)
    if has_items(whole.get("words")):
        found = gathered(whole["words"], _cues)
        return found._replace(cues=list(word_cues(Word(*cue[:4]) for cue in found.cues)))
    return Found(sentence_cues(words(whole.get("text"))), [])


def _cues(entry: Item) -> Iterator[Cue]:
    start, end = (seconds(entry.get(key), unit=_MILLISECONDS) for key in ("start", "end"))
    speaker = label(entry.get("speaker")) or label(entry.get("channel"), kind="Channel")
    yield Cue(speaker, start, end, words(entry.get("text")))
