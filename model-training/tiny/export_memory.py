"""Writes what the stage "memory" has learnt: an adapter in PEFT's layout with the memory bridge beside it. Checks that `transformers` computes the same with
the adapter merged, and writes the fixture."""
import argparse
import json
import pathlib

import torch

import adapter
from batches import Text
from export import as_transformers, checked
from export_bridge import beside
from shipped import read, read_whole
from vocabulary import ADAPTER, FIXTURE, SHIPPED


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=pathlib.Path, required=True, help="folder of sprites.npz and backgrounds.npz")
    arguments.add_argument("--checkpoints", type=pathlib.Path, required=True, help="folder of memory.pt")
    arguments.add_argument("--begin", type=pathlib.Path, default=SHIPPED, help="exported checkpoint that the stage began with")
    arguments.add_argument("--out", type=pathlib.Path, default=ADAPTER)
    arguments.add_argument("--fixture", type=pathlib.Path, default=FIXTURE)
    given = arguments.parse_args()
    text, state = Text(), torch.load(given.checkpoints / "memory.pt", weights_only=False)
    decoder = adapter.adapted(read(given.begin, text)[1])
    decoder.load_state_dict(state["decoder"])
    adapter.write(decoder, given.out)
    (given.out / "afterimage.json").write_text(json.dumps({"not_seen": "not seen"}))
    beside(state["bridge"], given.out)
    eye, decoder = (part.eval() for part in read_whole(given.begin, given.out, text))   # GELU as the exported configuration says it
    said = checked(as_transformers(eye, decoder, text), eye, decoder, text, given.data, given.fixture)
    size = sum(path.stat().st_size for path in given.out.iterdir())
    print(f"{given.out}: {size / 1e6:.2f} MB; single picture: {said!r}")


if __name__ == "__main__":
    main()
