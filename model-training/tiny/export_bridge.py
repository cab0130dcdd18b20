"""Puts a trained bridge beside an adapter (`export_adapter.py` calls it): `bridge.safetensors`, and the key "bridge" in
`afterimage.json`. Run by itself, it writes a small random bridge and what it makes of a made-up stream: the conformance
fixture of the bridge's ONNX graph."""
import argparse
import dataclasses
import json
import pathlib

import torch
from safetensors.torch import save_file
from torch import nn

from bridge import Bridge, HEADER, HEADS, PAST, SLOTS, spread
from packing import packed
from shape import Shape

FIXTURE = pathlib.Path(__file__).parents[2] / "model-runtime/src/test/resources/bridge"
TOKENS = (4, 6, 1, 3)   # image tokens of the fixture's segments, in turn


def settings(bridge):
    return {"tokens": SLOTS, "heads": HEADS, "layers": len(bridge.layers), "feed_forward": bridge.layers[0].mlp.up_proj.out_features,
        "past": PAST, "before": HEADER}


def made_up(segment, tokens, width):
    """Image tokens that need not be stored: [1, tokens, width]."""
    place = torch.arange(tokens * width, dtype=torch.float64)
    return torch.sin(place * 0.37 + segment * 1.91).float().view(1, tokens, width)


@torch.no_grad()
def fixture(folder, width=48, segments=40):
    """More is put down than there are places, and more segments pass than are looked back on."""
    torch.manual_seed(6)
    bridge = Bridge(dataclasses.replace(Shape(), width=width), layers=2, mlp=20).eval()
    for name, p in bridge.named_parameters():
        p.copy_((p + 0.3 * width ** -0.5 * torch.randn_like(p)).half().float())
    bridge.change.weight.mul_(0.25)
    memory, noted = bridge.start(1)
    memories, expected, closest = [memory], [], 1e9
    for segment in range(segments):
        past = torch.cat([memories[number] for number in spread(len(memories))], 1)
        memory, noted, surely, _ = bridge(memory, noted, made_up(segment, TOKENS[segment % len(TOKENS)], width), past)
        memories.append(memory)
        closest = min(closest, surely.abs().min().item())
        if segment in (0, 7, segments - 1):
            expected.append({"segment": segment, "noted": int(noted), "memory": [round(v, 5) for v in memory.flatten().tolist()]})
    assert closest > 1e-3 and SLOTS < int(noted) < sum(TOKENS) * segments // len(TOKENS), (closest, noted)
    folder.mkdir(parents=True, exist_ok=True)
    save_file({name: value.half().contiguous() for name, value in bridge.state_dict().items()}, folder / "bridge.safetensors")
    (folder / "expected.json").write_text(json.dumps({"width": width, "bridge": settings(bridge), "tokens": TOKENS, "memories": expected})
        + "\n")
    print(f"{folder}: {int(noted)} noted, no decision closer than {closest:.4f}")


def matrices_of(bridge):
    """Names of the weights that are stored in bytes."""
    return {f"{name}.weight" for name, part in bridge.named_modules() if isinstance(part, nn.Linear) and part.out_features > 1}


def beside(state, out):
    """Writes a trained bridge's weights into `out`, and its sizes into the settings there."""
    bridge, path = Bridge(Shape()), out / "afterimage.json"
    bridge.load_state_dict(state)
    save_file(packed(bridge.state_dict(), matrices_of(bridge)), out / "bridge.safetensors")
    path.write_text(json.dumps(json.loads(path.read_text()) | {"bridge": settings(bridge)}, indent=1) + "\n")


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--out", type=pathlib.Path, default=FIXTURE)
    fixture(arguments.parse_args().out)


if __name__ == "__main__":
    main()
