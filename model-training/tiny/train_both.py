"""Stage "both": the decoder reads what the eye really emits; gradients of the answers reach the eye. With `--bridge` the memory bridge learns as well, through
its recurrence, and the decoder to read it: two steps in five are then about streams that memory has seen. Goes on from its checkpoint, else from those of
the stages "eyes" and "words", or from an exported one."""
import argparse
import pathlib
import time

import cv2
import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, IterableDataset

import recalled
from artist import Artist
from batches import Maker, Text
from bridge import MemoryCodes
from codes import Codes
from crew import Crew
from frames import batch_of, mirrored
from passes import RETRIEVAL_LAYERS
from stage import Rates, log_row, optimisers, save
from train_words import ASKED, LONGEST, SIGNLESS, SIGNS, UNSIGNED, fix_words
from whole import Model, bridge_of, loaded

GENTLE = 1.5e-4   # of what Muon does not turn: the stages before end near this
BRIDGE_RATES = (1e-3, 1e-4)   # it begins close to its aim, and what a step changes counts again at every segment: quicker, and memory runs away
LENGTHS = [1, 1, 2, 4, 6, 12]
SIZES = {1: (48, 2), 2: (24, 4), 4: (12, 8), 6: (8, 12), 12: (4, 20)}
LOOKED_AT = 32    # frames of the stage "eyes" beside them, crowded or with signs: they teach the eye more than the world's own one to four things, and take no decoder
MEASURED_EVERY = 240   # seconds; all wait for it
TOLD = {1, 3}     # which of five steps are about streams that memory has seen: the same ones in every process


class Batches(IterableDataset):
    def __init__(self, folder, seed, pace, numbers=None):
        """`pace`: seed of how long stories and questions are, the same in every process, since the quicker one waits for the slower;
        `numbers`: the decoder's embeddings of "one" to "eight" where memory is learnt."""
        self.folder, self.seed, self.pace, self.numbers = folder, seed, pace, numbers

    def __iter__(self):
        cv2.setNumThreads(0)
        torch.set_num_threads(1)
        maker = Maker(self.seed, Artist(self.folder, seed=self.seed), signs=SIGNS, unsigned=UNSIGNED)
        codes, turn, pace = None if self.numbers is None else MemoryCodes(Codes(), self.numbers), 0, np.random.default_rng(self.pace)
        while True:
            more = batch_of(maker.artist, LOOKED_AT) if turn % 2 == 0 else mirrored(*more)
            maker.signs = 0.0 if maker.random.random() < SIGNLESS else SIGNS
            if codes and turn % 5 in TOLD:
                yield recalled.drawn_at_random(maker, codes, ASKED), more
            else:
                per_story, longest = int(pace.choice(LENGTHS)), int(pace.choice(LONGEST))
                yield maker.make(per_story, *SIZES[per_story], picture=per_story == 1 and maker.random.random() < 0.6, kinds=ASKED, longest=longest), more
            turn += 1


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=pathlib.Path, required=True, help="folder of sprites.npz and backgrounds.npz")
    arguments.add_argument("--out", type=pathlib.Path, required=True, help="folder of checkpoints and curves")
    arguments.add_argument("--minutes", type=float, default=20)
    arguments.add_argument("--rate", type=float, default=0.0012)
    arguments.add_argument("--reading-rate", type=float, default=0.0015, help="the decoder's; the eye would unlearn at it")
    arguments.add_argument("--floor", type=float, default=0.1, help="share of the rate that is left at the end")
    arguments.add_argument("--bridge", action="store_true", help="the memory bridge as well")
    arguments.add_argument("--begin", type=pathlib.Path, help="exported checkpoint to take what the stages before have not left in --out from")
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    torch.manual_seed(given.seed)
    crew = Crew()
    codes, text = Codes(), Text()
    eye, head, decoder, temperatures, state = loaded(given.out, text, given.begin)
    bridge, numbers = bridge_of(state, decoder, text) if given.bridge else (None, None)
    model = Model(eye, head, decoder, temperatures, bridge, text, codes)
    parts = [(f"{name}.{inner}", p) for name, part in (("eye", eye), ("head", head), ("decoder", decoder), ("temperatures", temperatures))
             for inner, p in part.named_parameters()]
    sees = [part for part in parts if part[0].startswith(("eye", "head"))]
    reads = [part for part in parts if not part[0].startswith(("eye", "head"))]
    keeps = [(f"bridge.{name}", p) for name, p in bridge.named_parameters()] if bridge else []
    inner = lambda name: ".layers." in name
    optimise = [*optimisers(sees, given.rate, GENTLE, inner), *optimisers(reads, given.reading_rate, GENTLE, inner)]
    of_bridge = optimisers(keeps, *BRIDGE_RATES, inner) if bridge else []
    rates, path, step, spent = Rates(optimise + of_bridge, given.minutes, given.floor), given.out / "both.pt", 0, 0.0
    if state:
        for optimiser, saved in zip(optimise + of_bridge, state["optimisers"]):
            optimiser.load_state_dict(saved)
        step, spent = state["step"], state["spent"]
    tests = {f"{split}.{count}": Maker(55, Artist(given.data, split, seed=55), test=True).make(count, 144 // count, 3 if count == 1 else 10)
             for split in ("train", "style") for count in (1, 6)}
    told = recalled.made(Maker(78, Artist(given.data, "train", seed=78)), MemoryCodes(codes, numbers), 12, 10, 12, 3) if bridge else None
    loader = iter(DataLoader(Batches(given.data, given.seed * 7000 + step + 500_000 * crew.rank, given.seed * 7000 + step, numbers), batch_size=None, num_workers=1, prefetch_factor=4, multiprocessing_context="spawn"))
    begun, noted, sums, count = time.time(), time.time(), {}, 0

    def store():
        save(path, eye=eye.state_dict(), head=head.state_dict(), decoder=decoder.state_dict(), temperatures=temperatures.state_dict(),
             optimisers=[o.state_dict() for o in optimise + of_bridge], step=step, spent=spent + time.time() - begun,
             **({"bridge": bridge.state_dict(), "numbers": numbers} if bridge else {}))

    minute = spent / 60
    while minute < given.minutes:
        batch, more = next(loader)
        rates.set(step, minute)
        with_bridge = isinstance(batch, recalled.Tale)
        loss, figures = model.losses_told(batch, more) if with_bridge else model.losses(batch, more)
        loss.backward()
        minute = crew.averaged([p for _, p in parts + (keeps if with_bridge else [])], (spent + time.time() - begun) / 60)
        nn.utils.clip_grad_norm_([p for _, p in parts], 3.0)
        if with_bridge:
            nn.utils.clip_grad_norm_([p for _, p in keeps], 2.0)
        for optimiser in optimise + (of_bridge if with_bridge else []):
            optimiser.step(), optimiser.zero_grad()
        fix_words(decoder, text, codes)
        step, count = step + 1, count + 1
        for name, value in figures.items():
            sums.setdefault(name, []).append(value)
        if crew.rank == 0 and (time.time() - noted > MEASURED_EVERY or step == 5):
            row = {"minute": round(minute, 2), "step": step, "seconds_a_step": round((time.time() - noted) / count, 3)}
            names = ("loss", "right", "retrieval", "pointing", "dating", "class", "sign", *(f"{kind}{layer}" for kind in ("late", "mean") for layer in range(RETRIEVAL_LAYERS)), "late0.many", "late1.many",
                     *(("told.loss", "told.right", "far", "novel", "aligned") if bridge else ()))
            row |= {name: round(sum(sums.get(name, [0])) / max(1, len(sums.get(name, []))), 4) for name in names}
            log_row(given.out / "both.csv", row | model.measured(tests, told))
            store()
            noted, sums, count = time.time(), {}, 0
    if crew.rank == 0:
        store()


if __name__ == "__main__":
    main()
