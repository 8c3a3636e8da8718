"""The vendors' own endpoints, each as its documentation and its users describe it."""

import json

from tests.provider.server import Answer, Request, Response
from tests.provider.tokenizers import Tokenizer, bytes_by_four
from tests.provider.wire import Reply, Script, asked_format, completion, is_forced_tool, refusal


def openai_like(*replies: Reply, count: Tokenizer = bytes_by_four) -> Answer:
    """Accept every mode (OpenAI, "Structured model outputs" and "Function calling")."""
    script = Script(replies)
    return lambda request: completion(script.next(request), request, count=count)


def deepseek_like(*replies: Reply) -> Answer:
    """Know json_object alone, and that only where the word json stands in a message.

    DeepSeek API docs, "JSON Output": `response_format` is text or json_object, the prompt must hold the word "json" and
    an example, and the API may return empty content. What it says to json_schema is reported by its users.
    """
    script = Script(replies)

    def answer(request: Request) -> Response:
        return _deepseek_refusal(request) or completion(script.next(request), request)

    return answer


def deepseek_thinking(*replies: Reply) -> Answer:
    """Think first: as `deepseek_like`, no forced tool, and the thoughts beside the answer.

    DeepSeek API docs, "Thinking Mode": on by default; `reasoning_content` stands beside `content`; a temperature is
    ignored without an error. Its tracker (DeepSeek-V3): "Thinking mode does not support this tool_choice".
    """
    script = Script(replies)

    def answer(request: Request) -> Response:
        if is_forced_tool(request):
            return refusal(400, "Thinking mode does not support this tool_choice")
        thoughts = {"reasoning_content": 'First I think of {"signals": []}, then I answer.'}
        return _deepseek_refusal(request) or completion(
            script.next(request), request, message=thoughts
        )

    return answer


def _deepseek_refusal(request: Request) -> Response | None:
    kind = asked_format(request)
    if kind == "json_schema":
        return refusal(400, "This response_format type is unavailable now")
    if kind == "json_object" and not _says_json(request):
        return refusal(400, "Prompt must contain the word 'json' in some form")
    return None


def qwen_like(*replies: Reply) -> Answer:
    """Refuse json_schema by naming the types that would do; want the word json for json_object.

    Alibaba Cloud Model Studio, "Structured output": json_schema on some models only. What it says without the word is
    reported by users of the compatible mode.
    """
    script = Script(replies)

    def answer(request: Request) -> Response:
        kind = asked_format(request)
        if kind == "json_schema":
            words = "'response_format.type' must be one of 'text', 'json_object'"
            return refusal(400, words, code="invalid_parameter_error")
        if kind == "json_object" and not _says_json(request):
            words = (
                "<400> InternalError.Algo.InvalidParameter: 'messages' must contain the word 'json' in some form,"
                " to use 'response_format' of type 'json_object'."
            )
            return refusal(400, words, code="invalid_parameter_error")
        return completion(script.next(request), request)

    return answer


def qwen_thinking(*replies: Reply) -> Answer:
    """Refuse, while thinking, both JSON modes and a forced tool: plain text is left.

    Alibaba Cloud Model Studio, "Deep thinking": users report "Json mode response is not supported when enable_thinking
    is true", and a refusal of a forced tool_choice.
    """
    script = Script(replies)

    def answer(request: Request) -> Response:
        if asked_format(request):
            words = "<400> InternalError.Algo.InvalidParameter: Json mode response is not supported when enable_thinking is true"
            return refusal(400, words, code="invalid_parameter_error")
        if is_forced_tool(request):
            words = "The tool_choice parameter does not support being set to required or object in thinking mode"
            return refusal(400, words, code="invalid_parameter_error")
        return completion(
            script.next(request), request, message={"reasoning_content": "让我想一想"}
        )

    return answer


def qwen_not_streaming(*replies: Reply) -> Answer:
    """Think unless told not to, and refuse to think where nothing is streamed: Qwen3's open models.

    Alibaba Cloud Model Studio, "Deep thinking"; the words are those that users report of it and of ModelScope.
    """
    script = Script(replies)

    def answer(request: Request) -> Response:
        if request.body.get("enable_thinking", True):
            words = "parameter.enable_thinking must be set to false for non-streaming calls"
            return refusal(400, words, code="invalid_parameter_error")
        return completion(script.next(request), request)

    return answer


def doubao_like(*replies: Reply) -> Answer:
    """Take text and json_object only.

    Volcengine Ark, "Structured output": json_schema on some models only; the words of the refusal are those that users
    of Ark report.
    """
    script = Script(replies)

    def answer(request: Request) -> Response:
        if asked_format(request) == "json_schema":
            words = (
                "The parameter `response_format.type` specified in the request are not valid: "
                "`json_schema` is not supported by this model. Request id: 0217"
            )
            return refusal(400, words, code="InvalidParameter", param="response_format.type")
        return completion(script.next(request), request)

    return answer


def _says_json(request: Request) -> bool:
    return "json" in json.dumps(request.body["messages"]).lower()
