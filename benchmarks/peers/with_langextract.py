"""The job with langextract and its Unicode tokenizer: extract, aligned with the source. Runs in an environment of its own.

    python with_langextract.py BASE_URL CALLS_JSONL AT_ONCE [default]

`default` takes its default tokenizer instead.
"""

import json
import logging
import sys
from pathlib import Path

import langextract as lx  # type: ignore[import-not-found] # lives in an environment of its own
from langextract.core.tokenizer import (  # type: ignore[import-not-found] # likewise
    RegexTokenizer,
    UnicodeTokenizer,
)
from langextract.providers.openai import (  # type: ignore[import-not-found] # likewise
    OpenAILanguageModel,
)


def main() -> None:
    """Extract from every call and print how many quotes were found where."""
    base_url, file, at_once, *tokenizer = sys.argv[1:]
    logging.disable(logging.WARNING)
    lines = Path(file).read_text(encoding="utf-8").splitlines()
    texts = [json.loads(each)["text"] for each in lines]
    model = OpenAILanguageModel(
        model_id="m", api_key="none", base_url=base_url, max_workers=int(at_once)
    )
    example = lx.data.ExampleData(
        text="客户：我们先看看资料。",
        extractions=[lx.data.Extraction("wants_documents_only", "我们先看看资料")],
    )
    results = lx.extract(
        [lx.data.Document(text=each, document_id=str(n)) for n, each in enumerate(texts)],
        prompt_description="Report the buyer's signals in this sales call, each with a verbatim quote.",
        examples=[example],
        model=model,
        # One batch: between batches it waits for the slowest.
        batch_length=len(texts),
        max_workers=int(at_once),
        show_progress=False,
        tokenizer=RegexTokenizer() if tokenizer else UnicodeTokenizer(),
    )
    found = 0
    for document in results:
        for each in document.extractions or []:
            place = each.char_interval
            found += (
                place is not None
                and document.text[place.start_pos : place.end_pos] == each.extraction_text
            )
    print(json.dumps({"found": found}))


if __name__ == "__main__":
    main()
