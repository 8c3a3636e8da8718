"""Servers that people run themselves."""

from tests.provider.server import Answer, Request, Response
from tests.provider.tokenizers import Tokenizer, bytes_by_four
from tests.provider.wire import Reply, Script, asked_format, completion, prompt_tokens, refusal


def vllm_like(*replies: Reply, context: int = 1_000_000, says_limit: bool = True) -> Answer:
    """Answer in every mode, and say plainly when a prompt is beyond the context.

    vLLM docs, "Structured Outputs" (guided decoding behind `response_format`) and "OpenAI-Compatible Server". The words
    of the refusal are those that its users report; `says_limit` false leaves the numbers out.
    """
    script = Script(replies)

    def answer(request: Request) -> Response:
        tokens = prompt_tokens(request)
        if tokens <= context:
            return completion(script.next(request), request)
        words = (
            f"This model's maximum context length is {context} tokens. However, you requested {tokens} tokens in the"
            " messages. Please reduce the length of the messages."
        )
        said = words if says_limit else "the prompt is too long for this model's context window"
        return refusal(400, said, code="context_length_exceeded")

    return answer


def ollama_like(*replies: Reply, context: int = 4096, count: Tokenizer = bytes_by_four) -> Answer:
    """Read the first tokens of a long prompt only, and say nothing of it but the count; every mode works.

    Ollama docs, "OpenAI compatibility" (no way to set num_ctx; 4,096 by default) and its FAQ on the context window; its
    log says "truncating input prompt", the caller hears nothing.
    """
    script = Script(replies)

    def answer(request: Request) -> Response:
        tokens = prompt_tokens(request, count)
        usage = {"prompt_tokens": min(tokens, context)}
        return completion(script.next(request), request, count=count, usage=usage)

    return answer


def with_full_context(context: int, *replies: Reply) -> Answer:
    """Cut the answer off where prompt and answer fill the context, whatever limit is asked for.

    vLLM, "OpenAI-Compatible Server": without a limit an answer may take what the prompt leaves of max_model_len;
    llama-server: `-c`, without a shift of the context.
    """
    script = Script(replies)

    def answer(request: Request) -> Response:
        usage = {"completion_tokens": context - prompt_tokens(request)}
        return completion(script.next(request), request, usage=usage, finish_reason="length")

    return answer


def with_small_context(tokens: int, *replies: Reply) -> Answer:
    """Read the first tokens of every prompt only, and say nothing of it but the count."""
    script = Script(replies)
    return lambda request: completion(
        script.next(request), request, usage={"prompt_tokens": tokens}
    )


def llama_cpp_like(*replies: Reply) -> Answer:
    """Fail with HTTP 500 and no word of why at json_schema.

    llama-cpp-python, "OpenAI Compatible Web Server": `response_format` is text or json_object; a user's report against
    llama.cpp tells of the 500.
    """
    script = Script(replies)

    def answer(request: Request) -> Response:
        if asked_format(request) == "json_schema":
            return refusal(500, "Internal Server Error")
        return completion(script.next(request), request)

    return answer
