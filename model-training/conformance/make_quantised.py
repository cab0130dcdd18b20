"""Writes one linear layer in each scheme of fewer bits that is read, with the floats that the scheme's own library makes of it.

The layer is `layer.weight` of the checkpoint, and `expected` what it is as floats. The shape is odd in blocks of 128 on purpose.
"""
import argparse
import pathlib

import bitsandbytes.functional as bnb
import torch
from compressed_tensors.compressors.pack_quantized.helpers import pack_to_int32, unpack_from_int32
from safetensors.torch import save_file

OUT, IN, GROUP = 144, 192, 32


def layer():
    generator = torch.Generator().manual_seed(61)
    return torch.randn(OUT, IN, generator=generator) * 0.05


def four_bits(weight, kind, nested):
    """bitsandbytes' 4 bits, as its own state writes itself into a checkpoint."""
    packed, state = bnb.quantize_4bit(weight, quant_type=kind, compress_statistics=nested, blocksize=64)
    tensors = {"layer.weight": packed} | {f"layer.weight.{key}": value for key, value in state.as_dict(packed=True).items()}
    return tensors | {"expected": bnb.dequantize_4bit(packed, state).float()}


def eight_bits(weight):
    """bitsandbytes' LLM.int8: rows of signed bytes, and the largest of each row."""
    largest = weight.abs().amax(dim=1)
    packed = (weight / largest[:, None] * 127).round().to(torch.int8)
    return {"layer.weight": packed, "layer.SCB": largest, "layer.weight_format": torch.tensor(0, dtype=torch.uint8),
            "expected": bnb.int8_vectorwise_dequant(packed, largest).float()}


def packed(weight, bits):
    """compressed-tensors' pack-quantized, symmetric in groups."""
    half = 2 ** (bits - 1)
    grouped = weight.reshape(-1, IN // GROUP, GROUP)
    scale = (grouped.abs().amax(-1) / (half - 1)).to(torch.bfloat16)
    values = (grouped / scale.float()[..., None]).round().clamp(-half, half - 1).to(torch.int8).reshape(-1, IN)
    words = pack_to_int32(values, bits)
    again = unpack_from_int32(words, bits, values.shape).reshape(-1, IN // GROUP, GROUP)
    return {"layer.weight_packed": words, "layer.weight_scale": scale, "layer.weight_shape": torch.tensor(list(values.shape)),
            "expected": (again.float() * scale.float()[..., None]).reshape(-1, IN)}


def eight_bit_floats(weight, blocks):
    """FP8 with a scale for each block of 128 x 128 (fp8), or for each row (compressed-tensors' float-quantized)."""
    if blocks:
        rows, columns = -(-OUT // 128), -(-IN // 128)
        scale = torch.stack([torch.stack([weight[r * 128:(r + 1) * 128, c * 128:(c + 1) * 128].abs().max() / 448 for c in range(columns)])
                             for r in range(rows)])
        spread = scale.repeat_interleave(128, 0).repeat_interleave(128, 1)[:OUT, :IN]
        name = "layer.weight_scale_inv"
    else:
        scale = weight.abs().amax(1, keepdim=True) / 448
        spread, name = scale, "layer.weight_scale"
    small = (weight / spread).to(torch.float8_e4m3fn)
    return {"layer.weight": small, name: scale, "expected": small.float() * spread}


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--out", type=pathlib.Path, required=True)
    out = arguments.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    weight = layer()
    few = weight[:32]
    made = {"nf4": four_bits(few, "nf4", False), "nf4-nested": four_bits(weight[:96], "nf4", True), "fp4": four_bits(few, "fp4", False),
            "llm-int8": eight_bits(few), "packed4": packed(few, 4), "packed8": packed(few, 8),
            "fp8-blocks": eight_bit_floats(weight, True), "fp8-rows": eight_bit_floats(few, False)}
    for name, tensors in made.items():
        save_file({key: value.contiguous() for key, value in tensors.items()}, out / f"{name}.safetensors")
        print(name, {key: (tuple(value.shape), value.dtype) for key, value in tensors.items()})


if __name__ == "__main__":
    main()
