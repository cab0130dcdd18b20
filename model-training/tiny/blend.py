"""Weights between those of a checkpoint and those of a training that began with it (Model soups, Wortsman et al.,
2022): what each has learnt, mostly."""
import argparse
import pathlib

import torch

from batches import Text
from course import save
from shipped import read


def between(old, new, share):
    """`share` of the new weights, by name; weights that the checkpoint hasn't stay the new ones."""
    return {name: old[name] * (1 - share) + weight * share if name in old else weight for name, weight in new.items()}


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--begin", type=pathlib.Path, required=True, help="exported checkpoint that the training began with")
    arguments.add_argument("--checkpoints", type=pathlib.Path, required=True, help="folder of the training's both.pt")
    arguments.add_argument("--out", type=pathlib.Path, required=True, help="folder for a both.pt without what optimisers gathered")
    arguments.add_argument("--share", type=float, default=0.6, help="of the new weights")
    given = arguments.parse_args()
    state = torch.load(given.checkpoints / "both.pt", weights_only=False)
    eye, decoder = (part.state_dict() for part in read(given.begin, Text()))
    given.out.mkdir(parents=True, exist_ok=True)
    save(given.out / "both.pt", eye=between(eye, state["eye"], given.share), decoder=between(decoder, state["decoder"], given.share),
         **{name: state[name] for name in ("head", "temperatures", "step", "spent") if name in state})


if __name__ == "__main__":
    main()
