"""A LoRA of the decoder (Hu et al., 2021): what training adds to matrices that themselves stay, W + (alpha / r) B A, in PEFT's layout. Every version of the
weights stays in the repository for good, and such an addition takes a fortieth of their room."""
import json
import pathlib

import torch
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn import functional as F

from packing import rounded

RANK, ALPHA = 12, 24
PREFIX = "base_model.model.model.text_model."   # of PEFT's names, before the decoder's own
CONFIG, WEIGHTS = "adapter_config.json", "adapter_model.safetensors"


class Adapted(nn.Linear):
    """A linear layer without bias that learns only what is added to it. It begins as the layer it takes the place of."""

    def __init__(self, linear, rank, alpha):
        super().__init__(linear.in_features, linear.out_features, bias=False)
        self.weight, self.scale = linear.weight, alpha / rank
        self.weight.requires_grad = False
        self.lora_A = nn.Parameter(torch.randn(rank, linear.in_features) * linear.in_features ** -0.5)
        self.lora_B = nn.Parameter(torch.zeros(linear.out_features, rank))

    def forward(self, x):
        return F.linear(x, self.weight) + F.linear(F.linear(x, self.lora_A), self.lora_B) * self.scale

    def whole(self):
        return self.weight + self.scale * self.lora_B @ self.lora_A


def adapted(decoder, rank=RANK, alpha=ALPHA):
    """The decoder, in place, with an addition to every matrix of its layers; all else of it rests."""
    decoder.requires_grad_(False)
    for part in [part for layer in decoder.layers for part in (layer.self_attn, layer.mlp)]:
        for name, linear in list(part.named_children()):
            setattr(part, name, Adapted(linear, rank, alpha))
    return decoder


def additions(decoder):
    """By PEFT's name: lora_A [rank, in] and lora_B [out, rank] of every matrix."""
    return {f"{PREFIX}{name}.{half}.weight": getattr(part, half).detach() for name, part in decoder.named_modules() if isinstance(part, Adapted)
            for half in ("lora_A", "lora_B")}


def write(decoder, folder: pathlib.Path, alpha):
    """`alpha`: less than in training adds less than was learnt, as weights between two trainings are (`blend.py`)."""
    folder.mkdir(parents=True, exist_ok=True)
    save_file({name: rounded(value) for name, value in additions(decoder).items()}, folder / WEIGHTS)
    parts = [part for _, part in decoder.named_modules() if isinstance(part, Adapted)]
    names = sorted({name.split(".")[-1] for name, part in decoder.named_modules() if isinstance(part, Adapted)})
    rank = parts[0].lora_A.shape[0]
    config = {"peft_type": "LORA", "r": rank, "lora_alpha": alpha, "target_modules": names, "bias": "none", "task_type": "CAUSAL_LM"}
    (folder / CONFIG).write_text(json.dumps(config, indent=1) + "\n")


def merged(decoder, folder: pathlib.Path):
    """The decoder, in place, with what `write` left in `folder` added to its matrices."""
    config, tensors = json.loads((folder / CONFIG).read_text()), load_file(folder / WEIGHTS)
    matrices = dict(decoder.named_parameters())
    with torch.no_grad():
        for name, b in tensors.items():
            if ".lora_B." in name:
                a = tensors[name.replace(".lora_B.", ".lora_A.")]
                matrices[name.removeprefix(PREFIX).replace(".lora_B.", ".")] += config["lora_alpha"] / config["r"] * b.float() @ a.float()
    return decoder
