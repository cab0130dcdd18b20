"""Stage "memory": eye, decoder and memory bridge rest; an activated LoRA of the decoder (`adapter.py`) learns to answer
about whole stories from memory and a few blocks, which were prefilled without it. Begins with an exported checkpoint
and with what `train_bridge.py` left in --out, and goes on from its own state."""
import argparse
import dataclasses
import pathlib

import cv2
import numpy as np
import torch
from torch.utils.data import DataLoader, IterableDataset

import recalled
from adapter import activated, adapted, begun
from artist import Artist
from batches import Maker, Text
from bridge import Bridge, MemoryCodes
from codes import Codes
from course import Course
from decoder import Decoder
from eye import Eye
from passes import answer_loss, answered, memory_of, pointing_loss
from shipped import read, read_bridge
from stage import mixed
from train_bridge import bridge_of
from train_words import SIGNLESS, SIGNS, UNSIGNED
from whole import images_of

MEASURED_EVERY = 300   # seconds; all wait for it


class Batches(IterableDataset):
    """`pace`: seed of how long stories and questions are, the same in every process, since the quicker one waits for the slower."""

    def __init__(self, folder, seed, pace):
        self.folder, self.seed, self.pace = folder, seed, pace

    def __iter__(self):
        cv2.setNumThreads(0)
        torch.set_num_threads(1)
        maker, codes, pace = Maker(self.seed, Artist(self.folder, seed=self.seed),
            unsigned=UNSIGNED), MemoryCodes(Codes()), np.random.default_rng(self.pace)
        while True:
            maker.signs = 0.0 if maker.random.random() < SIGNLESS else SIGNS
            yield recalled.drawn_at_random(maker, codes, pace=pace)


@dataclasses.dataclass
class Reader:
    eye: Eye
    decoder: Decoder
    bridge: Bridge
    text: Text

    def losses(self, tale):
        """Loss and figures of a tale; nothing but the decoder's additions learns."""
        batch, header = tale.batch, recalled.header_of(self.text)
        with torch.no_grad():
            images = images_of(self.eye, batch.pictures)
            memory, aligned = recalled.as_read(self.bridge, tale, images)
            with mixed():
                blocks, *_ = memory_of(self.decoder, batch, tale.read(images), self.text.image)
        with mixed(), activated(self.decoder):
            context = recalled.with_memory(self.decoder, blocks, memory, header, len(batch.pinned))
            hidden, own = answered(self.decoder, context, batch.asked, batch.strip)
            loss, right = answer_loss(self.decoder, hidden, batch)
            pointing = pointing_loss(self.decoder, context, own, batch, self.text.image, len(header) + memory.shape[1])
            pointing = pointing + recalled.memory_gaze(self.decoder, context, own, tale, len(header), aligned)
        return loss + 0.2 * pointing, {"loss": loss, "right": right.float().mean(), "pointing": pointing}

    def measured(self, tests):
        """Share of the right answers by test and by what is read: the bridge's memory, what memory should say, or blocks alone."""
        return {f"{name}.{use}": round(recalled.right(self.decoder, self.bridge, self.text, tale, images_of(self.eye, tale.batch.pictures),
            use).float().mean().item(), 3)
                for name, tale in tests.items() for use in ("bridge", "told", "none")}


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=pathlib.Path, required=True, help="folder of sprites.npz and backgrounds.npz")
    arguments.add_argument("--out", type=pathlib.Path, required=True, help="folder of checkpoints and curves")
    arguments.add_argument("--begin", type=pathlib.Path, required=True, help="exported checkpoint whose weights stay")
    arguments.add_argument("--adapter", type=pathlib.Path, help="exported adapter to begin with, and its bridge where --out has none")
    arguments.add_argument("--minutes", type=float, default=60)
    arguments.add_argument("--rate", type=float, default=7e-4)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(given.seed)
    text, trained = Text(), given.out / "bridge.pt"
    eye, decoder = read(given.begin, text)
    decoder = adapted(decoder)
    bridge = bridge_of(torch.load(trained, weights_only=False)) if trained.exists() or not given.adapter else read_bridge(given.adapter)
    for part in (eye, bridge):
        part.eval().requires_grad_(False)
    optimiser = torch.optim.AdamW([p for p in decoder.parameters() if p.requires_grad], lr=given.rate, betas=(0.9, 0.98), weight_decay=0.0)
    course = Course(given.out / "memory.pt", {"decoder": decoder, "bridge": bridge}, [optimiser], given.minutes, clip=1.0, floor=0.03,
        warm=60)
    if given.adapter and not course.resumed:
        begun(decoder, given.adapter)
    reader = Reader(eye, decoder, bridge, text)
    tests = {split: recalled.made(Maker(78, Artist(given.data, split, seed=78), test=True), MemoryCodes(Codes()), 12, 24, 10, 5)
        for split in ("train", "style")}
    loader = iter(DataLoader(Batches(given.data, course.seed(given.seed * 7000), given.seed * 7000 + course.step), batch_size=None,
        num_workers=1, prefetch_factor=4, multiprocessing_context="spawn"))
    while course.goes_on():
        course.learn(*reader.losses(next(loader)))
        if course.due(MEASURED_EVERY, early=5):
            course.note(("loss", "right", "pointing"), reader.measured(tests))


if __name__ == "__main__":
    main()
