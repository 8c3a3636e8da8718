"""callsift and its nearest neighbours on the same job: same documents, same endpoint, quotes located in the source.

    python -m benchmarks.peers.run [--documents N] [--latency SECONDS]

langextract and instructor are installed into environments of their own under a temporary folder; one that cannot be
installed here is said to be missing and has no numbers. The endpoint answers after a fixed time what each of them wants
to hear, about every document the same three quotes. callsift alone also keeps every reply, reads roles, decides and
writes results. How long answers take is the model's affair; this shows what the client adds, and what it loses.
"""

import argparse
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import NamedTuple

from benchmarks.documents import QUOTES, callsift_reply, write_jsonl
from benchmarks.throughput import callsift_run, endpoint, seen_by

AT_ONCE = 8
HERE = Path(__file__).parent


class Peer(NamedTuple):
    """A library: what is installed, the script that does the job with it, and the script's further words."""

    package: str
    script: str
    words: tuple[str, ...] = ()


PEERS = {
    "langextract, Unicode tokenizer": Peer("langextract[openai]", "with_langextract.py"),
    "langextract, default tokenizer": Peer(
        "langextract[openai]", "with_langextract.py", ("default",)
    ),
    "instructor, and str.find": Peer("instructor", "with_instructor.py"),
}


class Job(NamedTuple):
    """The documents, how many, and the latency of the endpoint."""

    file: Path
    documents: int
    latency_s: float


def main() -> int:
    """Install, measure, print the table and return the exit code."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=400)
    parser.add_argument("--latency", type=float, default=0.5)
    chosen = parser.parse_args()
    print(
        f"{chosen.documents} documents, {AT_ONCE} at once, answers after {chosen.latency} s; "
        "the least possible is 1.00"
    )
    print(f"{'':40}{'ratio':>8}{'CPU each':>12}{'quotes located':>18}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        job = Job(
            write_jsonl(folder / "calls.jsonl", chosen.documents), chosen.documents, chosen.latency
        )
        _callsift(folder, job)
        for title, peer in PEERS.items():
            _peer(folder, job, title, peer)
    return 0


def _callsift(folder: Path, job: Job) -> None:
    out = folder / "out.jsonl"
    with endpoint(folder, job.latency_s, callsift_reply()) as base_url:
        _measured("callsift batch", callsift_run(job.file, out, base_url, AT_ONCE), base_url, job)
    found = sum(
        len(signal["evidence"])
        for line in out.read_text(encoding="utf-8").splitlines()
        for signal in json.loads(line)["analysis"]["signals"]
    )
    _tell_found(found, job)


def _peer(folder: Path, job: Job, title: str, peer: Peer) -> None:
    python = folder / peer.package.partition("[")[0] / "bin" / "python"
    version = _version(python, peer.package)
    if version is None:
        print(f"{title:40}could not be installed here")
        return
    reply = _for_langextract() if peer.package.startswith("langextract") else callsift_reply()
    with endpoint(folder, job.latency_s, reply) as base_url:
        command = [str(python), str(HERE / peer.script), base_url, str(job.file), str(AT_ONCE)]
        name, _, rest = title.partition(",")
        said = _measured(f"{name} {version},{rest}", [*command, *peer.words], base_url, job)
    _tell_found(json.loads(said.splitlines()[-1])["found"], job) if said else print()


def _version(python: Path, package: str) -> str | None:
    """Return the version of a package in an environment of its own, which is made if need be; None where that fails."""
    name = package.partition("[")[0]
    if not python.exists():
        venv.create(python.parent.parent, with_pip=True)
        install = [str(python), "-m", "pip", "install", "--quiet", package]
        if subprocess.run(install, capture_output=True, check=False).returncode:
            return None
    show = f"from importlib.metadata import version; print(version({name!r}))"
    asked = subprocess.run([str(python), "-c", show], capture_output=True, text=True, check=False)
    return asked.stdout.strip() or None


def _measured(title: str, command: list[str], base_url: str, job: Job) -> str:
    """Run a program, print its numbers, and return what it said."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    # The peers are to find their own libraries, not those of this environment.
    env = {
        key: value
        for key, value in os.environ.items()
        if key != "PYTHONPATH" or "callsift" in title
    }
    ran = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**env, "OPENAI_API_KEY": "none"}
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seen = seen_by(base_url)
    if ran.returncode or seen["answered"] != job.documents:
        print(f"{title:40}failed: {seen['answered']} answered, exit code {ran.returncode}", end="")
        return ""
    ideal = math.ceil(job.documents / AT_ONCE) * job.latency_s
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    ratio = (seen["ended"] - seen["began"]) / ideal
    print(f"{title:40}{ratio:8.3f}{cpu / job.documents * 1000:9.1f} ms", end="", flush=True)
    return ran.stdout


def _tell_found(found: int, job: Job) -> None:
    print(f"{found:9} of {len(QUOTES) * job.documents}", flush=True)


def _for_langextract() -> str:
    """Return the reply that langextract's prompt asks for."""
    found = [{name: quote, f"{name}_attributes": {}} for name, quote in QUOTES.items()]
    return json.dumps({"extractions": found}, ensure_ascii=False)


if __name__ == "__main__":
    sys.exit(main())
