"""Makes small GGUF checkpoints with random weights, and writes what `transformers` says about them.

`dequantised.json` holds random blocks of each element type and the floats that the gguf package makes of them. Each `NAME.gguf` has `NAME.json` beside it in
the form of `expected.json`: token ids, the ten best logits and greedy tokens. Weights are random blocks in the types that published files mix; the reference
is the same file read by `transformers` itself. Token ids of SentencePiece's kind are reckoned here by its own rule: join the neighbours of the best score.
"""
import argparse
import base64
import json
import pathlib

import gguf
import jinja2
import numpy
import torch
from gguf import GGMLQuantizationType as Type
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from transformers import AutoModelForCausalLM

from make_checkpoints import CORPUS, GEMMA_TEMPLATE, LLAMA_TEMPLATE, TextOnly, greedy

TYPES = [Type.Q4_0, Type.Q4_1, Type.Q5_0, Type.Q5_1, Type.Q8_0, Type.Q4_K, Type.Q5_K, Type.Q6_K, Type.F16, Type.BF16]
# Where half floats stand in a block: random bytes would make infinities of them.
HALVES = {Type.Q4_0: [0], Type.Q4_1: [0, 2], Type.Q5_0: [0], Type.Q5_1: [0, 2], Type.Q8_0: [0], Type.Q4_K: [0, 2], Type.Q5_K: [0, 2], Type.Q6_K: [208]}
QWEN2_PATTERN = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")
TEXTS = [("text", "what is on the table?"), ("longer text", " ".join(CORPUS[:4])), ("odd text", "It's 2026!\n\n  caf\u00e9 \u2603 \U0001f600 don't")]


def random_blocks(random, kind, rows, columns, size):
    """Bytes (rows, bytes of a row) whose floats are of about the given size."""
    elements, length = gguf.GGML_QUANT_SIZES[kind]
    if kind in (Type.F32, Type.F16, Type.BF16):
        values = (random.standard_normal((rows, columns)) * size).astype(numpy.float32)
        return gguf.quants.quantize(values, kind).view(numpy.uint8).reshape(rows, -1)
    blocks = random.integers(0, 256, (rows * columns // elements, length), dtype=numpy.uint8)
    for place, half in enumerate(HALVES[kind]):
        scale = numpy.full(len(blocks), 1e-3) if place == 0 else -random.random(len(blocks)) * 1e-3
        blocks[:, half:half + 2] = scale.astype(numpy.float16).view(numpy.uint8).reshape(-1, 2)
    spread = gguf.quants.dequantize(blocks, kind).std()
    for place, half in enumerate(HALVES[kind]):
        old = blocks[:, half:half + 2].copy().view(numpy.float16).astype(numpy.float32)
        blocks[:, half:half + 2] = (old * size / spread).astype(numpy.float16).view(numpy.uint8)
    return blocks.reshape(rows, -1)


def dequantised(random):
    cases = []
    for kind in TYPES:
        data = random_blocks(random, kind, 3, 256, 0.7)
        floats = gguf.quants.dequantize(data, kind).astype("<f4")
        cases.append({"type": kind.name, "code": int(kind), "shape": [3, 256], "data": base64.b64encode(data.tobytes()).decode(),
                      "floats": base64.b64encode(floats.tobytes()).decode()})
    return cases


class ByteLevel:
    """Qwen's tokenizer over a small vocabulary."""

    kind, pre, template = "gpt2", "qwen2", LLAMA_TEMPLATE
    special = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]

    def __init__(self):
        self.raw = Tokenizer(models.BPE())
        self.raw.normalizer = normalizers.NFC()
        self.raw.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(QWEN2_PATTERN), "isolated"),
                                                          pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
        self.raw.decoder = decoders.ByteLevel()
        self.raw.train_from_iterator(CORPUS, trainers.BpeTrainer(vocab_size=300, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
                                                                 special_tokens=[AddedToken(t, special=True, normalized=False) for t in self.special]))
        said = json.loads(self.raw.to_str())["model"]
        self.tokens = sorted(said["vocab"], key=said["vocab"].get)
        self.merges = [pair if isinstance(pair, str) else " ".join(pair) for pair in said["merges"]]

    def ids(self, text):
        return self.raw.encode(text, add_special_tokens=False).ids

    def put(self, writer):
        writer.add_tokenizer_pre(self.pre)
        writer.add_token_list(self.tokens)
        writer.add_token_types([3 if t in self.special else 1 for t in self.tokens])
        writer.add_token_merges(self.merges)
        writer.add_bos_token_id(1)
        writer.add_eos_token_id(2)


class Pieces:
    """SentencePiece's kind, as Gemma has it: control tokens, bytes, then pieces whose score falls with their id."""

    kind, template = "llama", GEMMA_TEMPLATE
    special = ["<pad>", "<|im_end|>", "<bos>", "<unk>", "<|im_start|>"]

    def __init__(self):
        words = sorted({"\u2581" + word for line in CORPUS for word in line.split()})
        pieces = sorted({word[:end] for word in words for end in range(2, len(word) + 1)}, key=lambda piece: (len(piece), piece))[:150]
        letters = sorted({letter for line in CORPUS for letter in line} - {" "}) + ["\u2581", "o", "model", "el", "od", "m"]
        self.tokens = self.special + ["\n\n"] + [f"<0x{byte:02X}>" for byte in range(256)] + list(dict.fromkeys(pieces + letters))
        first = len(self.special) + 257
        self.types = [3] * 3 + [2, 3, 4] + [6] * 256 + [1] * (len(self.tokens) - first)
        self.scores = [0.0] * first + [-float(place) for place in range(len(self.tokens) - first)]
        self.place = {token: at for at, token in enumerate(self.tokens)}

    def ids(self, text):
        whole = [token for token, kind in zip(self.tokens, self.types) if kind in (3, 4)]
        parts, at = [], 0
        while at < len(text):
            match = max((token for token in whole if text.startswith(token, at)), key=len, default=None)
            if match:
                parts.append(match)
                at += len(match)
            else:
                if not parts or parts[-1] in whole:
                    parts.append("")
                parts[-1] += text[at]
                at += 1
        return [id for part in parts for id in ([self.place[part]] if part in whole else self.joined(part))]

    def joined(self, text):
        signs = list(text.replace(" ", "\u2581"))
        while True:
            pairs = [(self.scores[self.place[a + b]], -at) for at, (a, b) in enumerate(zip(signs, signs[1:])) if a + b in self.place]
            if not pairs:
                break
            at = -max(pairs)[1]
            signs[at:at + 2] = [signs[at] + signs[at + 1]]
        return [id for sign in signs for id in ([self.place[sign]] if sign in self.place else [self.place[f"<0x{b:02X}>"] for b in sign.encode()])]

    def put(self, writer):
        writer.add_tokenizer_pre("default")
        writer.add_token_list(self.tokens)
        writer.add_token_scores(self.scores)
        writer.add_token_types(self.types)
        writer.add_bos_token_id(2)
        writer.add_eos_token_id(1)
        writer.add_unk_token_id(3)
        writer.add_add_space_prefix(False)


def write(path, family, words, random, layers, width, heads, kv_heads, head, feed, kinds, embedding, theta, tied, **more):
    """@param kinds element types of the matrices that take most bits, of the others, and of the embedding"""
    writer = gguf.GGUFWriter(path, family)
    writer.add_name(path.stem)
    writer.add_block_count(layers)
    writer.add_context_length(2048)
    writer.add_embedding_length(width)
    writer.add_feed_forward_length(feed)
    writer.add_head_count(heads)
    writer.add_head_count_kv(kv_heads)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_rope_freq_base(theta)
    writer.add_key_length(head)
    writer.add_value_length(head)
    for key, value in more.items():
        writer.add_uint32(f"{family}.{key.replace('__', '.')}", value)
    writer.add_tokenizer_model(words.kind)
    words.put(writer)
    writer.add_chat_template(words.template)

    def matrix(name, rows, columns, kind, size=1.3):
        writer.add_tensor(name, random_blocks(random, kind, rows, columns, size / columns ** 0.5 if name != "token_embd.weight" else size), raw_dtype=kind)

    def vector(name, size, around=1.0):
        writer.add_tensor(name, (around + 0.2 * random.standard_normal(size)).astype(numpy.float32))

    most, others, table = kinds
    matrix("token_embd.weight", len(words.tokens), width, table, embedding)
    if not tied:
        matrix("output.weight", len(words.tokens), width, most)
    vector("output_norm.weight", width)
    for layer in range(layers):
        prefix = f"blk.{layer}."
        matrix(prefix + "attn_q.weight", heads * head, width, others)
        matrix(prefix + "attn_k.weight", kv_heads * head, width, others)
        matrix(prefix + "attn_v.weight", kv_heads * head, width, most)
        matrix(prefix + "attn_output.weight", width, heads * head, others)
        matrix(prefix + "ffn_gate.weight", feed, width, others)
        matrix(prefix + "ffn_up.weight", feed, width, others)
        matrix(prefix + "ffn_down.weight", width, feed, most)
        for part in ("attn_norm", "ffn_norm") + (("post_attention_norm", "post_ffw_norm") if family == "gemma3" else ()):
            vector(f"{prefix}{part}.weight", width)
        for part in ("attn_q_norm", "attn_k_norm") if family != "qwen2" else ():
            vector(f"{prefix}{part}.weight", head)
        for part, rows in (("attn_q", heads), ("attn_k", kv_heads), ("attn_v", kv_heads)) if family == "qwen2" else ():
            vector(f"{prefix}{part}.bias", rows * head, 0.0)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def expected(path, words, head):
    model = AutoModelForCausalLM.from_pretrained(path.parent, gguf_file=path.name, dtype=torch.float32).eval()
    for layer in model.model.layers:
        if model.config.model_type.startswith("gemma3"):
            layer.self_attn.scaling = head ** -0.5  # as llama.cpp scales; transformers takes 256 for any file
    family, prompts = TextOnly(model, words.template), []
    end = words.tokens.index("<|im_end|>")
    for name, text in TEXTS:
        import jinja2
        bos = "<bos>" if isinstance(words, Pieces) else "<|im_start|>"
        chat = jinja2.Template(words.template).render(messages=[{"role": "user", "content": text}], bos_token=bos, add_generation_prompt=True)
        for form, whole in (("raw", text), ("chat", chat)):
            ids = words.ids(whole)
            with torch.inference_mode():
                tokens, gap, first = greedy(family, ids, [], end)
            prompts.append({"name": f"{name}, {form}", "form": form, "text": text, "rendered": whole, "pictures": 0, "prompt_token_ids": ids, "token_ids": tokens,
                            "smallest_gap": round(gap, 5), "first_logits": first})
    print(path.name, path.stat().st_size // 1000, "kB", [p["smallest_gap"] for p in prompts], flush=True)
    path.with_suffix(".json").write_text(json.dumps({"prompts": prompts}) + "\n", encoding="utf-8")


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--out", type=pathlib.Path, required=True)
    out = arguments.parse_args().out
    torch.set_num_threads(2)
    out.mkdir(parents=True, exist_ok=True)
    (out / "dequantised.json").write_text(json.dumps(dequantised(numpy.random.default_rng(31))) + "\n", encoding="utf-8")
    path = out / "qwen2-q5_k_m.gguf"
    write(path, "qwen2", ByteLevel(), numpy.random.default_rng(32), 2, 256, 8, 2, 32, 256, (Type.Q6_K, Type.Q5_K, Type.Q8_0), 0.7, 1e6, True)
    expected(path, ByteLevel(), 32)
    path = out / "qwen3-q4_k_m.gguf"
    write(path, "qwen3", ByteLevel(), numpy.random.default_rng(33), 2, 256, 2, 1, 128, 256, (Type.Q6_K, Type.Q4_K, Type.Q6_K), 0.7, 1e6, False)
    expected(path, ByteLevel(), 128)
    path = out / "gemma3-q4_0.gguf"
    write(path, "gemma3", Pieces(), numpy.random.default_rng(34), 7, 64, 2, 1, 16, 64, (Type.Q8_0, Type.Q4_0, Type.Q5_1), 0.25, 5e5, True, attention__sliding_window=9)
    expected(path, Pieces(), 16)


if __name__ == "__main__":
    main()
