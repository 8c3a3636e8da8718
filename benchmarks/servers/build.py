"""Builds the servers that the tests marked `servers` talk to, and two tiny random models for them.

    python -m benchmarks.servers.build [--jobs N]

Needs gcc, cmake, make and the package index; takes ten minutes with two jobs. Linux and macOS only. Everything goes into
$CALLSIFT_SERVERS, by default the folder `callsift-servers` in the user's cache folder, and nothing into the checkout;
delete that folder to build anew. Both servers come from one source distribution, so that they share their core.
"""

import argparse
import json
import os
import subprocess
import sys
import tarfile
import venv
from collections.abc import Mapping
from pathlib import Path

from benchmarks.servers.place import TEMPERS, Place, servers_place

VERSION = "0.3.36"
_SOURCE = "llama-cpp-python"
_MAKES_MODELS = ("gguf==0.19.0", "tokenizers>=0.21")
# No user interface and no encryption: the first would be downloaded while building, the second is not needed on loopback.
_CMAKE = (
    "-DCMAKE_BUILD_TYPE=Release",
    "-DBUILD_SHARED_LIBS=OFF",
    "-DLLAMA_BUILD_TESTS=OFF",
    "-DLLAMA_BUILD_EXAMPLES=OFF",
    "-DLLAMA_BUILD_APP=OFF",
    "-DLLAMA_BUILD_UI=OFF",
    "-DLLAMA_USE_PREBUILT_UI=OFF",
    "-DLLAMA_OPENSSL=OFF",
)


def main() -> int:
    """Build what is missing and return the exit code."""
    given = _parser().parse_args()
    place = servers_place()
    place.folder.mkdir(parents=True, exist_ok=True)
    jobs = {"CMAKE_BUILD_PARALLEL_LEVEL": str(given.jobs)}
    source = _source(place)
    _install(place, source, jobs)
    _compile(place, source, jobs)
    for temper in TEMPERS:
        script = str(Path(__file__).with_name("tiny_model.py"))
        _run(str(place.python), script, str(place.model(temper)), "--temper", temper)
    place.versions_file.write_text(json.dumps(_versions(place), indent=1), encoding="utf-8")
    sys.stdout.write(f"built in {place.folder}\n")
    return 0


def _source(place: Place) -> Path:
    """Return the unpacked source distribution."""
    if not place.python.exists():
        venv.create(place.folder / "venv", with_pip=True)
    unpacked = place.folder / f"llama_cpp_python-{VERSION}"
    if not unpacked.exists():
        wanted = f"{_SOURCE}=={VERSION}"
        one = ("--no-deps", "--no-binary", _SOURCE)
        _pip(place, "download", *one, "-d", str(place.folder), wanted)
        with tarfile.open(place.folder / f"{unpacked.name}.tar.gz") as archive:
            archive.extractall(place.folder, filter="data")
    return unpacked


def _install(place: Place, source: Path, jobs: Mapping[str, str]) -> None:
    """Install the server in Python, and what the models are made with."""
    if "llama_cpp_python" not in _installed(place):
        _pip(place, "install", f"{source}[server]", *_MAKES_MODELS, extra=jobs)


def _compile(place: Place, source: Path, jobs: Mapping[str, str]) -> None:
    """Compile the server in C++."""
    if not place.llama_server.exists():
        build = str(place.folder / "build")
        _run("cmake", "-S", str(source / "vendor" / "llama.cpp"), "-B", build, *_CMAKE)
        _run("cmake", "--build", build, "--target", "llama-server", extra=jobs)


def _versions(place: Place) -> dict[str, str]:
    installed = _installed(place)
    named = ("llama_cpp_python", "fastapi", "uvicorn", "gguf", "tokenizers")
    return {each: installed[each] for each in named}


def _installed(place: Place) -> dict[str, str]:
    listed = subprocess.run(
        [place.python, "-m", "pip", "list", "--format", "json"],
        check=True,
        capture_output=True,
        text=True,
    )
    return {each["name"]: each["version"] for each in json.loads(listed.stdout)}


def _pip(place: Place, *arguments: str, extra: Mapping[str, str] | None = None) -> None:
    _run(str(place.python), "-m", "pip", *arguments, extra=extra)


def _run(*command: str, extra: Mapping[str, str] | None = None) -> None:
    subprocess.run(command, check=True, env={**os.environ, **(extra or {})})


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--jobs", type=int, default=2, help="compile so many files at once (2)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
