"""An activated LoRA of the decoder (Hu et al., 2021; Greenewald et al., 2025): what training adds to matrices that
themselves stay, W + (alpha / r) B A, in PEFT's layout, from memory's header on. Blocks are prefilled, found and read
without it, so that questions without memory are answered as before, from the same KV. Every version of the weights
stays in the repository, and this is small."""
import contextlib
import json
import pathlib

import torch
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn import functional as F

RANK, ALPHA = 8, 16
# of the grid that stored values lie on, within one standard deviation: four in a hundred off, and two thirds of the
# room of fp16 with ten bits
STEPS = 7
PREFIX = "base_model.model.model.text_model."   # of PEFT's names, before the decoder's own
CONFIG, WEIGHTS = "adapter_config.json", "adapter_model.safetensors"


class Adapted(nn.Linear):
    """A linear layer without bias that learns only what is added to it, and adds it only while it is `active`. It
    begins as the layer it takes the place of."""

    def __init__(self, linear, rank, alpha):
        super().__init__(linear.in_features, linear.out_features, bias=False)
        self.weight, self.scale, self.active = linear.weight, alpha / rank, False
        self.lora_A = nn.Parameter(torch.randn(rank, linear.in_features) * linear.in_features ** -0.5)
        self.lora_B = nn.Parameter(torch.zeros(linear.out_features, rank))

    def forward(self, x):
        plain = F.linear(x, self.weight)
        return plain + F.linear(F.linear(x, self.lora_A), self.lora_B) * self.scale if self.active else plain

    def begin(self, change):
        """With the most of `change` [out, in] that its rank can hold."""
        u, s, v = torch.linalg.svd(change / self.scale, full_matrices=False)
        rank = len(self.lora_A)
        root = s[:rank].sqrt()
        with torch.no_grad():
            self.lora_A.copy_(root[:, None] * v[:rank]), self.lora_B.copy_(u[:, :rank] * root)


@contextlib.contextmanager
def activated(decoder):
    """Within it the decoder is the one that reads memory. A decoder without additions stays as it is."""
    parts = parts_of(decoder)
    for part in parts:
        part.active = True
    try:
        yield
    finally:
        for part in parts:
            part.active = False


def parts_of(decoder):
    return [part for part in decoder.modules() if isinstance(part, Adapted)]


def adapted(decoder, rank=RANK, alpha=ALPHA):
    """The decoder, in place, with an addition to every matrix of its layers; all else of it rests."""
    decoder.requires_grad_(False)
    for part in [part for layer in decoder.layers for part in (layer.self_attn, layer.mlp)]:
        for name, linear in list(part.named_children()):
            setattr(part, name, Adapted(linear, rank, alpha))
    return decoder


def additions(decoder):
    """By PEFT's name: lora_A [rank, in] and lora_B [out, rank] of every matrix."""
    return {f"{PREFIX}{name}.{half}.weight": getattr(part, half).detach() for name, part in decoder.named_modules()
        if isinstance(part, Adapted)
            for half in ("lora_A", "lora_B")}


def write(decoder, folder: pathlib.Path, invocation):
    """`invocation`: ids of the tokens that it acts from on, memory's header."""
    folder.mkdir(parents=True, exist_ok=True)
    tensors, part = additions(decoder), parts_of(decoder)[0]
    save_file({name: coarse(value) for name, value in tensors.items()}, folder / WEIGHTS)
    rank, names = len(part.lora_A), sorted({name.split(".")[-3] for name in tensors})
    config = {"peft_type": "LORA", "r": rank, "lora_alpha": round(part.scale * rank), "target_modules": names, "bias": "none",
        "task_type": "CAUSAL_LM",
              "alora_invocation_tokens": invocation}
    (folder / CONFIG).write_text(json.dumps(config, indent=1) + "\n")


def coarse(values):
    """fp16 multiples of a power of two."""
    step = 2.0 ** (values.pow(2).mean().sqrt() / STEPS).log2().round()
    return ((values / step).round() * step).half().contiguous()


def changes(folder: pathlib.Path):
    """By the part's name in the decoder: what `write` left in `folder` adds to it, [out, in]."""
    config, tensors = json.loads((folder / CONFIG).read_text()), load_file(folder / WEIGHTS)
    return {name.removeprefix(PREFIX).split(".lora_B.")[0]: config["lora_alpha"] / config["r"] * b.float()
        @ tensors[name.replace(".lora_B.", ".lora_A.")].float()
            for name, b in tensors.items() if ".lora_B." in name}


def merged(decoder, folder: pathlib.Path):
    """A decoder without additions, in place, with those in `folder` as part of its matrices."""
    with torch.no_grad():
        for name, change in changes(folder).items():
            decoder.get_submodule(name).weight += change
    return decoder


def begun(decoder, folder: pathlib.Path):
    """The decoder, in place, with additions that begin as what `write` left in `folder`."""
    for name, change in changes(folder).items():
        decoder.get_submodule(name).begin(change)
    return decoder


def loaded(decoder, folder: pathlib.Path):
    """The decoder, in place, with the additions in `folder`."""
    config = json.loads((folder / CONFIG).read_text())
    return begun(adapted(decoder, config["r"], config["lora_alpha"]), folder)
