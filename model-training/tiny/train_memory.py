"""Stage "memory": eye and memory bridge rest; a LoRA of the decoder (`adapter.py`) learns to answer about whole stories from memory, and to understand questions put
in more ways. Begins with an exported checkpoint and with what `train_bridge.py` left in --out, and goes on from its own state."""
import argparse
import pathlib
import time

import cv2
import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, IterableDataset

import recalled
from adapter import adapted
from artist import Artist
from batches import Maker, Text
from bridge import MemoryCodes
from codes import Codes
from crew import Crew
from finding import Temperatures
from recalled import Tale
from stage import Rates, log_row, mixed, save
from train_both import LENGTHS, SIZES
from train_words import ASKED, LONGEST, SIGNLESS, SIGNS, UNSIGNED
from shipped import read
from whole import Model, bridge_of, images_of

RECALLING = {1, 3, 4}     # which of five steps are about streams that memory has seen: the same ones in every process
MEASURED_EVERY = 300   # seconds; all wait for it


class Batches(IterableDataset):
    """`pace`: seed of how long stories and questions are, the same in every process, since the quicker one waits for the slower."""

    def __init__(self, folder, seed, pace):
        self.folder, self.seed, self.pace = folder, seed, pace

    def __iter__(self):
        cv2.setNumThreads(0)
        torch.set_num_threads(1)
        maker, codes, pace, turn = Maker(self.seed, Artist(self.folder, seed=self.seed), unsigned=UNSIGNED), MemoryCodes(Codes()), np.random.default_rng(self.pace), 0
        while True:
            maker.signs = 0.0 if maker.random.random() < SIGNLESS else SIGNS
            if turn % 5 in RECALLING:
                yield recalled.drawn_at_random(maker, codes, ASKED, pace)
            else:
                per_story, longest = int(pace.choice(LENGTHS)), int(pace.choice(LONGEST))
                yield maker.make(per_story, *SIZES[per_story], picture=per_story == 1 and maker.random.random() < 0.6, kinds=ASKED, longest=longest)
            turn += 1


def step_of(model, batch):
    """Loss and figures of a batch."""
    told = isinstance(batch, Tale)
    own = batch.batch if told else batch
    images = images_of(model.eye, own.pictures)
    with mixed():
        if not told:
            return model.read(own, images, 2 if own.per_story % 2 == 0 and torch.rand(()) < 0.1 else 1)
        loss, figures = model.read(own, batch.read(images), 1, (batch, *recalled.as_read(model.bridge, batch, images)))
    return loss, {f"told.{name}": figures[name] for name in ("loss", "right")}


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=pathlib.Path, required=True, help="folder of sprites.npz and backgrounds.npz")
    arguments.add_argument("--out", type=pathlib.Path, required=True, help="folder of checkpoints and curves")
    arguments.add_argument("--begin", type=pathlib.Path, required=True, help="exported checkpoint whose weights stay")
    arguments.add_argument("--minutes", type=float, default=60)
    arguments.add_argument("--rate", type=float, default=1.5e-3)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(given.seed)
    crew, codes, text = Crew(), Codes(), Text()
    path, step, spent = given.out / "memory.pt", 0, 0.0
    state = torch.load(path, weights_only=False) if path.exists() else None
    eye, decoder = read(given.begin, text)
    eye.eval().requires_grad_(False)
    bridge = bridge_of(torch.load(given.out / "bridge.pt", weights_only=False))
    bridge.eval().requires_grad_(False)
    model = Model(eye, None, adapted(decoder), Temperatures(), bridge, text, codes)
    learns = [p for part in (decoder, model.temperatures) for p in part.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(learns, lr=given.rate, betas=(0.9, 0.98), weight_decay=0.0)
    rates = Rates([optimiser], given.minutes, floor=0.03, warm=60)
    if state:
        decoder.load_state_dict(state["decoder"]), model.temperatures.load_state_dict(state["temperatures"]), optimiser.load_state_dict(state["optimiser"])
        step, spent = state["step"], state["spent"]
    tests = {f"{name}.{count}": Maker(55, Artist(given.data, seed=55), test=test).make(count, 144 // count, 4 if count == 1 else 10)
             for name, test in (("trained", False), ("new", True)) for count in (1, 6)}
    told = recalled.made(Maker(78, Artist(given.data, seed=78), test=True), MemoryCodes(codes), 12, 20, 10, 5)
    loader = iter(DataLoader(Batches(given.data, given.seed * 7000 + step + 500_000 * crew.rank, given.seed * 7000 + step), batch_size=None, num_workers=1, prefetch_factor=4, multiprocessing_context="spawn"))
    begun, noted, sums, count = time.time(), time.time(), {}, 0

    def store():
        save(path, decoder=decoder.state_dict(), bridge=bridge.state_dict(), temperatures=model.temperatures.state_dict(), optimiser=optimiser.state_dict(),
             step=step, spent=spent + time.time() - begun)

    minute = spent / 60
    while minute < given.minutes:
        rates.set(step, minute)
        loss, figures = step_of(model, next(loader))
        loss.backward()
        minute = crew.averaged(learns, (spent + time.time() - begun) / 60)
        nn.utils.clip_grad_norm_(learns, 1.0)
        optimiser.step(), optimiser.zero_grad()
        step, count = step + 1, count + 1
        for name, value in figures.items():
            sums.setdefault(name, []).append(value)
        if crew.rank == 0 and (time.time() - noted > MEASURED_EVERY or step == 5):
            row = {"minute": round(minute, 2), "step": step, "seconds_a_step": round((time.time() - noted) / count, 3)}
            names = ("loss", "right", "retrieval", "pointing", "dating", "late0", "late0.many", "told.loss", "told.right")
            row |= {name: round(sum(sums.get(name, [0])) / max(1, len(sums.get(name, []))), 4) for name in names}
            log_row(given.out / "memory.csv", row | model.measured(tests, told))
            store()
            noted, sums, count = time.time(), {}, 0
    if crew.rank == 0:
        store()


if __name__ == "__main__":
    main()
