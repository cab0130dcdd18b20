"""Writes one linear layer as GPTQ and as AWQ keep it, with the floats that it stands for: (q - zero) x scale.

The layer is `layer.qweight` and what lies beside it, and `expected` the floats, (out, in). With --awq and --gptq (folders with the sources
of autoawq 0.2.9 and auto-gptq 0.7.1) their own code is asked for the same floats.
"""

import argparse
import pathlib
import re

import torch
from safetensors.torch import save_file

OUT, IN, GROUP = 32, 192, 32
AWQ_ORDER = [0, 2, 4, 6, 1, 3, 5, 7]


def words(values, bits, order=None):
    """(rows, columns) to (rows, columns / n): n columns in each word, the first in the lowest bits."""
    each = 32 // bits
    apart = values.reshape(values.shape[0], -1, each)[:, :, order or list(range(each))].to(torch.int64)
    whole = (apart << (torch.arange(each) * bits)).sum(-1)
    return torch.where(whole >= 2**31, whole - 2**32, whole).to(torch.int32)


def made(bits, seed):
    generator = torch.Generator().manual_seed(seed)
    q = torch.randint(0, 2**bits, (IN, OUT), generator=generator)
    zeros = torch.randint(1, 2**bits, (IN // GROUP, OUT), generator=generator)
    return q, zeros, (torch.rand(IN // GROUP, OUT, generator=generator) * 0.01 + 0.001).half(), generator


def expected(q, zeros, scales, groups):
    return ((q - zeros[groups]).float() * scales[groups].float()).t()


def gptq(bits, seed, shuffled):
    q, zeros, scales, generator = made(bits, seed)
    groups = torch.arange(IN) // GROUP
    groups = groups[torch.randperm(IN, generator=generator)] if shuffled else groups
    return {
        "layer.qweight": words(q.t(), bits).t(),
        "layer.qzeros": words(zeros - 1, bits),
        "layer.scales": scales,
        "layer.g_idx": groups.to(torch.int32),
        "expected": expected(q, zeros, scales, groups),
    }


def awq(seed):
    q, zeros, scales, _ = made(4, seed)
    return {
        "layer.qweight": words(q, 4, AWQ_ORDER),
        "layer.qzeros": words(zeros, 4, AWQ_ORDER),
        "layer.scales": scales,
        "expected": expected(q, zeros, scales, torch.arange(IN) // GROUP),
    }


def asked_awq(folder, tensors):
    space = {}
    exec((folder / "awq/utils/packing_utils.py").read_text(), space)
    floats = space["dequantize_gemm"](tensors["layer.qweight"], tensors["layer.qzeros"], tensors["layer.scales"], 4, GROUP)
    assert torch.allclose(floats.t().float(), tensors["expected"], atol=1e-4), "autoawq says otherwise"


def asked_gptq(folder, tensors, bits):
    """The lines of its layer that make floats of words, as they stand there."""
    source = (folder / "auto_gptq/nn_modules/qlinear/qlinear_cuda.py").read_text()
    body = re.search(
        r"( +)zeros = torch\.bitwise_right_shift\(.*?weight = torch\.bitwise_and\(weight, \(2\*\*self\.bits\) - 1\)", source, re.S
    )
    lines = [line[len(body[1]) :] for line in body[0].split("\n")]
    layer = type(
        "Layer",
        (),
        {
            "bits": bits,
            "qzeros": tensors["layer.qzeros"],
            "qweight": tensors["layer.qweight"],
            "scales": tensors["layer.scales"],
            "wf": torch.arange(0, 32, bits, dtype=torch.int32).unsqueeze(0),
        },
    )
    space = {"self": layer, "torch": torch}
    exec("\n".join(lines), space)
    weight = space["weight"].reshape(-1, OUT)
    groups = tensors["layer.g_idx"].long()
    floats = layer.scales[groups].float() * (weight - space["zeros"][groups]).float()
    assert torch.allclose(floats.t(), tensors["expected"], atol=1e-6), "auto-gptq says otherwise"


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--out", type=pathlib.Path, required=True)
    arguments.add_argument("--awq", type=pathlib.Path)
    arguments.add_argument("--gptq", type=pathlib.Path)
    options = arguments.parse_args()
    layers = {"gptq4": gptq(4, 71, False), "gptq4-shuffled": gptq(4, 72, True), "gptq8": gptq(8, 73, False), "awq4": awq(74)}
    for name, tensors in layers.items():
        if options.awq and name == "awq4":
            asked_awq(options.awq, tensors)
        if options.gptq and name.startswith("gptq"):
            asked_gptq(options.gptq, tensors, int(name[4]))
        save_file({key: value.contiguous() for key, value in tensors.items()}, options.out / f"{name}.safetensors")
        print(name, {key: (tuple(value.shape), value.dtype) for key, value in tensors.items()})


if __name__ == "__main__":
    main()
