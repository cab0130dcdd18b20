"""Writes what the stage "memory" has learnt: an adapter in PEFT's layout with the memory bridge beside it. Checks that `transformers` computes the same with
the adapter merged, and writes the fixture."""
import argparse
import base64
import io
import json
import pathlib

import numpy as np
import torch
from PIL import Image

import adapter
from batches import Text
from bridge import remembered
from export import as_transformers, checked
from export_bridge import beside
from frames import as_input
from shipped import read, read_bridge, read_whole
from vocabulary import ADAPTER, FIXTURE, SHIPPED


@torch.no_grad()
def remembered_of(eye, bridge, pictures):
    """What the bridge makes of the fixture's frames: how many things it noted after each, and what places 0 and 1 say at last."""
    frames = torch.stack([torch.from_numpy(np.array(Image.open(io.BytesIO(base64.b64decode(picture))).convert("RGB"))) for picture in pictures])
    memories, noted, _, _ = remembered(bridge, eye(as_input(frames))[0][None])
    return {"noted": [int(count) for count in noted[0]], "places": [[round(value, 4) for value in memories[0, -1, place].tolist()] for place in (0, 1)]}


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=pathlib.Path, required=True, help="folder of sprites.npz and backgrounds.npz")
    arguments.add_argument("--checkpoints", type=pathlib.Path, required=True, help="folder of memory.pt")
    arguments.add_argument("--begin", type=pathlib.Path, default=SHIPPED, help="exported checkpoint that the stage began with")
    arguments.add_argument("--out", type=pathlib.Path, default=ADAPTER)
    arguments.add_argument("--alpha", type=int, default=12, help="of the scale, alpha / rank; training has 24")
    arguments.add_argument("--fixture", type=pathlib.Path, default=FIXTURE)
    given = arguments.parse_args()
    text, state = Text(), torch.load(given.checkpoints / "memory.pt", weights_only=False)
    decoder = adapter.adapted(read(given.begin, text)[1])
    decoder.load_state_dict(state["decoder"])
    adapter.write(decoder, given.out, given.alpha)
    (given.out / "afterimage.json").write_text(json.dumps({"not_seen": "not seen"}))
    beside(state["bridge"], given.out)
    eye, decoder = (part.eval() for part in read_whole(given.begin, given.out, text))   # GELU as the exported configuration says it
    said = checked(as_transformers(eye, decoder, text), eye, decoder, text, given.data, given.fixture)
    fixture = json.loads(given.fixture.read_text())
    fixture["memory"] = remembered_of(eye, read_bridge(given.out).eval(), fixture["pictures"])
    given.fixture.write_text(json.dumps(fixture) + "\n")
    size = sum(path.stat().st_size for path in given.out.iterdir())
    print(f"{given.out}: {size / 1e6:.2f} MB; single picture: {said!r}")


if __name__ == "__main__":
    main()
