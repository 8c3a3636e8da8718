"""Generated documents for the benchmarks: small sales calls, each another, with quotes that any engine can find."""

import json
from collections.abc import Iterator
from pathlib import Path

# What a model would quote, and the signal that it stands for: a whole clause, and parts of two others.
QUOTES = {
    "already_deep_with_other_vendors": "我们已经跟别家谈得差不多了",
    "wants_documents_only": "把报价和资料发我微信",
    "comparing_prices": "再找一家看看价格",
}
TURNS = (
    "销售：您好，上次说的{n}号线的贴片机，您这边现在到哪一步了？",
    "客户：我们已经跟别家谈得差不多了，合同都快签了，就是再找一家看看价格。",
    "销售：方便约个时间，我带工程师过来讲讲吗？",
    "客户：不用过来了，你把报价和资料发我微信就行，最好今天下班前。",
    "销售：好的，我今晚发给您，{n}号线的也一起。",
    "客户：行，那先这样，有事再联系。",
)


def document(number: int) -> str:
    """Return the call with this number."""
    return "".join(f"{each.format(n=number)}\n" for each in TURNS)


def documents(count: int) -> Iterator[str]:
    """Yield so many calls."""
    return map(document, range(count))


def write_jsonl(file: Path, count: int) -> Path:
    """Write so many calls, one a line, and return the file."""
    with file.open("w", encoding="utf-8", newline="\n") as stream:
        for text in documents(count):
            stream.write(json.dumps({"text": text}, ensure_ascii=False) + "\n")
    return file


def callsift_reply() -> str:
    """Return the reply that callsift's prompt asks for, about any of the documents."""
    turns = {
        quote: next(n for n, turn in enumerate(TURNS) if quote in turn) for quote in QUOTES.values()
    }
    signals = [
        {"id": name, "quote": quote, "turn": turns[quote], "confidence": 0.9}
        for name, quote in QUOTES.items()
    ]
    reply = {"signals": signals, "milestones": [], "facts": [], "roles": []}
    return json.dumps(reply, ensure_ascii=False)
