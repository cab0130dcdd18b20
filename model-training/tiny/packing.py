"""The checkpoint's weights as they are stored: matrices as bytes with a scale for each row, the rest as fp16 with few
bits of mantissa. Every version of the file stays in the repository, so each bit counts: 10 MB, 8.3 when packed, where
fp16 takes 20 and 18.5.

The layout is compressed-tensors' `int-quantized` (symmetric, one scale for each output channel), which `transformers`
and the product's importer read."""
import torch

LEVELS = 63   # on either side of zero: seven bits a weight
SPARED = 6    # mantissa bits that fp16 does without
SCALE = "_scale"
METHOD = {"quant_method": "compressed-tensors", "format": "int-quantized", "quantization_status": "compressed", "ignore": ["lm_head"],
    "dequantize": True,
          "config_groups": {"matrices": {"targets": ["Linear"],
          "weights": {"num_bits": 8, "type": "int", "symmetric": True, "strategy": "channel", "dynamic": False}}}}


def rounded(weights, bits=SPARED):
    """fp16 whose last mantissa bits are zero, to the nearest."""
    whole = weights.half().contiguous().view(torch.int16).int() & 0xFFFF
    return ((whole + (1 << bits - 1) >> bits) << bits).to(torch.int16).view(torch.float16)


def packed(state, matrices):
    """By name: int8 [out, in] and fp16 scales [out, 1] of the matrices, fp16 of everything else."""
    out = {name: rounded(weights) for name, weights in state.items() if name not in matrices}
    for name in matrices:
        weights = state[name].float()
        scales = (weights.abs().amax(1, keepdim=True).clamp(min=1e-6) / LEVELS).half()
        out[name], out[name + SCALE] = (weights / scales.float()).round().clamp(-127, 127).to(torch.int8), scales
    return out


def unpacked(tensors):
    """fp32 by name of what `packed` made; of a file without bytes as well."""
    return {name: weights.float() * (tensors[name + SCALE].float() if weights.dtype == torch.int8 else 1.0)
            for name, weights in tensors.items() if not name.endswith(SCALE)}
