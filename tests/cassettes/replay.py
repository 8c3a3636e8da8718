"""Cassettes: one small YAML file a call, readable, and without keys or anything of the machine.

The same settings record and replay. Requests are matched on method, path and the raw bytes of the
body, not on the host: a cassette recorded from one endpoint replays for any. vcrpy's own `body`
matcher is not used; it transforms both bodies for every comparison and is quadratic over a folder
of cassettes.
"""

from collections.abc import Mapping
from typing import Any

import pytest
import vcr  # type: ignore[import-untyped]  # ships no types
import yaml  # type: ignore[import-untyped]  # comes with vcrpy, without types
from vcr.serializers import yamlserializer  # type: ignore[import-untyped]  # as above

_KEPT_HEADERS = frozenset(("content-type",))


class ReadableYaml:
    """YAML in which Chinese stands as Chinese and a body on one line."""

    @staticmethod
    def serialize(cassette: Mapping[str, Any]) -> str:
        """Return the text of a cassette."""
        text = yaml.safe_dump(dict(cassette), allow_unicode=True, width=1_000_000, sort_keys=True)
        return str(text)

    @staticmethod
    def deserialize(text: str) -> Any:
        """Return the cassette in a text."""
        return yamlserializer.deserialize(text)


def model_vcr(record_mode: str = "none") -> vcr.VCR:
    """Return the recorder. With `none`, what no cassette holds is an error and never sent."""
    recorder = vcr.VCR(
        record_mode=vcr.mode(record_mode),
        match_on=("method", "path", "query", "raw_body"),
        before_record_request=_without_headers,
        before_record_response=_without_response_headers,
        decode_compressed_response=True,
        serializer="readable",
    )
    recorder.register_serializer("readable", ReadableYaml)
    return recorder


@pytest.fixture
def vcr_model() -> vcr.VCR:
    """Replay the model's answers from cassettes; nothing is ever sent."""
    return model_vcr()


def _without_headers(request: Any) -> Any:
    """Drop the key, the client's version and the machine from a request."""
    request.headers = {k: v for k, v in request.headers.items() if k.lower() in _KEPT_HEADERS}
    return request


def _without_response_headers(response: dict[str, Any]) -> dict[str, Any]:
    """Drop dates, cookies and request ids from a response."""
    headers = response.get("headers", {})
    return {**response, "headers": {k: v for k, v in headers.items() if k.lower() in _KEPT_HEADERS}}
