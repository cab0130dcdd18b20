"""Stage "both": the decoder reads what the eye really emits; gradients of the answers reach the eye. Goes on from its
checkpoint, else from those of the stages "eyes" and "words", or from an exported one."""
import argparse
import pathlib

import cv2
import numpy as np
import torch
from torch.utils.data import DataLoader, IterableDataset

from artist import Artist
from batches import Maker, Text
from codes import Codes
from course import Course
from frames import batch_of, mirrored
from passes import RETRIEVAL_LAYERS
from stage import optimisers
from train_words import ASKED, LONGEST, SIGNLESS, SIGNS, UNSIGNED, fix_words
from whole import Model, loaded

GENTLE = 1.5e-4   # of what Muon does not turn: the stages before end near this
LENGTHS = [1, 1, 2, 4, 6, 12]
SIZES = {1: (48, 2), 2: (24, 4), 4: (12, 8), 6: (8, 12), 12: (4, 20)}
# frames of the stage "eyes" beside them, crowded or with signs: they teach the eye more than the world's own one to
# four things, and take no decoder
LOOKED_AT = 32
NOTED = ("loss", "right", "retrieval", "pointing", "dating", "class", "sign",
    *(f"{kind}{layer}" for kind in ("late", "mean") for layer in range(RETRIEVAL_LAYERS)), "late0.many", "late1.many")
MEASURED_EVERY = 240   # seconds; all wait for it


class Batches(IterableDataset):
    def __init__(self, folder, seed, pace):
        """`pace`: seed of how long stories and questions are, the same in every process, since the quicker one waits for the slower."""
        self.folder, self.seed, self.pace = folder, seed, pace

    def __iter__(self):
        cv2.setNumThreads(0)
        torch.set_num_threads(1)
        maker = Maker(self.seed, Artist(self.folder, seed=self.seed), signs=SIGNS, unsigned=UNSIGNED)
        turn, pace = 0, np.random.default_rng(self.pace)
        while True:
            more = batch_of(maker.artist, LOOKED_AT) if turn % 2 == 0 else mirrored(*more)
            maker.signs = 0.0 if maker.random.random() < SIGNLESS else SIGNS
            per_story, longest = int(pace.choice(LENGTHS)), int(pace.choice(LONGEST))
            yield maker.make(per_story, *SIZES[per_story], picture=per_story == 1 and maker.random.random() < 0.6, kinds=ASKED,
                longest=longest), more
            turn += 1


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=pathlib.Path, required=True, help="folder of sprites.npz and backgrounds.npz")
    arguments.add_argument("--out", type=pathlib.Path, required=True, help="folder of checkpoints and curves")
    arguments.add_argument("--minutes", type=float, default=20)
    arguments.add_argument("--rate", type=float, default=0.0012)
    arguments.add_argument("--reading-rate", type=float, default=0.0015, help="the decoder's; the eye would unlearn at it")
    arguments.add_argument("--floor", type=float, default=0.1, help="share of the rate that is left at the end")
    arguments.add_argument("--begin", type=pathlib.Path,
        help="exported checkpoint to take what the stages before have not left in --out from")
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    torch.manual_seed(given.seed)
    codes, text = Codes(), Text()
    eye, head, decoder, temperatures = loaded(given.out, text, given.begin)
    model = Model(eye, head, decoder, temperatures, text, codes)
    parts = [(f"{name}.{inner}", p) for name, part in (("eye", eye), ("head", head), ("decoder", decoder), ("temperatures", temperatures))
             for inner, p in part.named_parameters()]
    sees = [part for part in parts if part[0].startswith(("eye", "head"))]
    reads = [part for part in parts if not part[0].startswith(("eye", "head"))]
    inner = lambda name: ".layers." in name
    optimise = [*optimisers(sees, given.rate, GENTLE, inner), *optimisers(reads, given.reading_rate, GENTLE, inner)]
    kept = {"eye": eye, "head": head, "decoder": decoder, "temperatures": temperatures}
    course = Course(given.out / "both.pt", kept, optimise, given.minutes, clip=3.0, floor=given.floor)
    tests = {f"{split}.{count}": Maker(55, Artist(given.data, split, seed=55), test=True).make(count, 144 // count, 3 if count == 1 else 10)
             for split in ("train", "style") for count in (1, 6)}
    loader = iter(DataLoader(Batches(given.data, course.seed(given.seed * 7000), given.seed * 7000 + course.step), batch_size=None,
        num_workers=1, prefetch_factor=4, multiprocessing_context="spawn"))
    while course.goes_on():
        course.learn(*model.losses(*next(loader)))
        fix_words(decoder, text, codes)
        if course.due(MEASURED_EVERY, early=5):
            course.note(NOTED, model.measured(tests))


if __name__ == "__main__":
    main()
