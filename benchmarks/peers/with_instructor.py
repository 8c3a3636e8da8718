"""The job with instructor: ask for a validated reply, find its quotes. Runs in an environment of its own.

python with_instructor.py BASE_URL CALLS_JSONL AT_ONCE
"""

import asyncio
import json
import sys
from pathlib import Path

import instructor  # type: ignore[import-not-found] # lives in an environment of its own
from openai import AsyncOpenAI
from pydantic import BaseModel


class Item(BaseModel):
    """A signal and its quote."""

    id: str
    quote: str
    turn: int
    confidence: float


class Reply(BaseModel):
    """What is asked for."""

    signals: list[Item]


async def main() -> None:
    """Ask about every call and print how many quotes were found where."""
    base_url, file, at_once = sys.argv[1:]
    lines = Path(file).read_text(encoding="utf-8").splitlines()
    room = asyncio.Semaphore(int(at_once))
    transport = AsyncOpenAI(base_url=base_url, api_key="none", max_retries=0)
    client = instructor.from_openai(transport, mode=instructor.Mode.JSON)
    instructions = (
        "Report the buyer's signals in this sales call as json, each with a verbatim quote."
    )

    async def one(text: str) -> int:
        async with room:
            reply: Reply = await client.chat.completions.create(
                model="m",
                response_model=Reply,
                max_retries=0,
                messages=[
                    {"role": "system", "content": instructions},
                    {"role": "user", "content": text},
                ],
            )
            return sum(text.find(each.quote) >= 0 for each in reply.signals)

    found = await asyncio.gather(*(one(json.loads(each)["text"]) for each in lines))
    print(json.dumps({"found": sum(found)}))


if __name__ == "__main__":
    asyncio.run(main())
