"""Writes a tiny, randomly initialised model (some 400 KB) that model servers load like any other.

    python tiny_model.py OUT.gguf [--temper plain|terse] [--seed N]

Run with the interpreter of the servers' own environment: gguf and tokenizers are no part of callsift. Its words are noise
and prove nothing about quality; what it is good for is how a server takes a request and what it sends back.

The tokenizer is learned from this checkout's prompts, playbook and example calls, so that prompts take about as many tokens
as with a model in use. `plain` may say any token, halves of characters and control characters among them, and seldom comes
to an end. `terse` leans towards ASCII, the end of a string and the end of the answer, so that constrained answers get done.
"""

import argparse
import json
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

_CHECKOUT = Path(__file__).resolve().parents[2]
_TEXTS = ("prompts/*.j2", "src/callsift/playbook/**/*.toml", "fixtures/calls/*.txt")
_SPECIAL = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
_TOKENS = 2048
_CONTEXT = 131_072
_WIDTH = 32
_HEADS = 2
_HIDDEN = 64
_LAYERS = 2
# Attention as sharp as this makes the next token hang on the whole prompt; a flat one runs in circles at temperature 0.
_SHARPNESS = 1.0
_ENDS = 4.0
_NEVER = -30.0


class Vocabulary(NamedTuple):
    """The tokens in the order of their ids, as byte-level BPE writes them, and the merges."""

    tokens: list[str]
    merges: list[str]


def main() -> None:
    """Write one model."""
    given = _parser().parse_args()
    vocabulary = learn_vocabulary()
    weights = random_weights(vocabulary, given.temper, np.random.default_rng(given.seed))
    write_model(given.out, vocabulary, weights)


def learn_vocabulary() -> Vocabulary:
    """Return a byte-level vocabulary learned from the checkout's texts."""
    # Not installed where callsift is type-checked; no part of it needs them.
    bpe: Any = import_module("tokenizers")
    tokenizer = bpe.Tokenizer(bpe.models.BPE())
    tokenizer.pre_tokenizer = bpe.pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = bpe.trainers.BpeTrainer(
        vocab_size=_TOKENS,
        special_tokens=list(_SPECIAL),
        initial_alphabet=sorted(bpe.pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    files = sorted(path for pattern in _TEXTS for path in _CHECKOUT.glob(pattern))
    tokenizer.train_from_iterator((each.read_text(encoding="utf-8") for each in files), trainer)
    learned = json.loads(tokenizer.to_str())["model"]
    tokens = sorted(learned["vocab"], key=learned["vocab"].__getitem__)
    return Vocabulary(tokens, [" ".join(pair) for pair in learned["merges"]])


def random_weights(vocabulary: Vocabulary, temper: str, chance: Any) -> dict[str, Any]:
    """Return the tensors of a small Phi-2: of the architectures with a bias on the output, the simplest."""
    tokens = len(vocabulary.tokens)

    def normal(*shape: int, scale: float = 1.0) -> Any:
        return (scale * chance.standard_normal(shape)).astype(np.float32)

    def even(width: int, value: float) -> Any:
        return np.full(width, value, dtype=np.float32)

    weights = {
        "token_embd.weight": normal(tokens, _WIDTH).astype(np.float16),
        "output.weight": normal(tokens, _WIDTH, scale=0.4).astype(np.float16),
        "output.bias": _lean(vocabulary, temper),
        "output_norm.weight": even(_WIDTH, 1),
        "output_norm.bias": even(_WIDTH, 0),
    }
    for layer in range(_LAYERS):
        name = f"blk.{layer}."
        weights |= {
            f"{name}attn_norm.weight": even(_WIDTH, 1),
            f"{name}attn_norm.bias": even(_WIDTH, 0),
            f"{name}attn_qkv.weight": normal(3 * _WIDTH, _WIDTH, scale=_SHARPNESS),
            f"{name}attn_qkv.bias": even(3 * _WIDTH, 0),
            f"{name}attn_output.weight": normal(_WIDTH, _WIDTH, scale=_WIDTH**-0.5),
            f"{name}attn_output.bias": even(_WIDTH, 0),
            f"{name}ffn_up.weight": normal(_HIDDEN, _WIDTH, scale=_WIDTH**-0.5),
            f"{name}ffn_up.bias": even(_HIDDEN, 0),
            f"{name}ffn_down.weight": normal(_WIDTH, _HIDDEN, scale=_HIDDEN**-0.5),
            f"{name}ffn_down.bias": even(_WIDTH, 0),
        }
    return weights


def _lean(vocabulary: Vocabulary, temper: str) -> Any:
    """Return what is added to the weight of each token, whatever came before it."""
    lean = np.zeros(len(vocabulary.tokens), dtype=np.float32)
    if temper == "plain":
        return lean
    for number, token in enumerate(vocabulary.tokens):
        if token in ('"', "<|im_end|>"):
            lean[number] = _ENDS
        elif not token.isascii() or token in _SPECIAL:
            # Byte-level BPE writes the space, control characters and the bytes of Chinese beyond ASCII.
            lean[number] = _NEVER
    return lean


def write_model(out: Path, vocabulary: Vocabulary, weights: dict[str, Any]) -> None:
    """Write tokenizer, template and weights in the form that llama.cpp reads."""
    gguf: Any = import_module("gguf")
    writer = gguf.GGUFWriter(str(out), "phi2")
    writer.add_name(f"random-{out.stem}")
    writer.add_context_length(_CONTEXT)
    writer.add_embedding_length(_WIDTH)
    writer.add_feed_forward_length(_HIDDEN)
    writer.add_block_count(_LAYERS)
    writer.add_head_count(_HEADS)
    writer.add_head_count_kv(_HEADS)
    writer.add_layer_norm_eps(1e-5)
    writer.add_rope_dimension_count(_WIDTH // _HEADS)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(vocabulary.tokens)
    kinds = gguf.TokenType
    writer.add_token_types(
        [kinds.CONTROL if each in _SPECIAL else kinds.NORMAL for each in vocabulary.tokens]
    )
    writer.add_token_merges(vocabulary.merges)
    writer.add_bos_token_id(vocabulary.tokens.index("<|endoftext|>"))
    writer.add_eos_token_id(vocabulary.tokens.index("<|im_end|>"))
    writer.add_add_bos_token(False)
    writer.add_chat_template(_TEMPLATE)
    for name, tensor in weights.items():
        writer.add_tensor(name, tensor)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("out", type=Path, metavar="OUT.gguf")
    parser.add_argument("--temper", choices=("plain", "terse"), default="plain")
    parser.add_argument("--seed", type=int, default=7)
    return parser


if __name__ == "__main__":
    main()
