"""Stage "bridge": the memory bridge learns what it is to say (`bridge.py`) of streams that a trained eye saw, without
the decoder. Frames are looked at once and streams cut out of them anew at every step. Begins with the weights of
`Bridge.begin` and goes on from its checkpoint."""
import argparse
import pathlib

import torch

import recalled
from artist import Artist
from batches import Maker, Text
from bridge import Bridge, MemoryCodes, remembered, truth
from codes import Codes
from course import Course
from shape import Shape
from shipped import read
from whole import images_of

FRAMES, LENGTHS = 24, (6, 12, 24)   # of a stream that is drawn, and of those that are cut out of it
SEGMENTS = 144                      # a step's
TESTED, NOTED = 24, 0.35            # streams that are measured, and how strongly a memory token says that it is of a thing
MEASURED_EVERY = 50                 # steps


def bridge_of(state):
    """The bridge of a training's state, or one that begins."""
    bridge = Bridge(Shape())
    if state:
        bridge.load_state_dict(state["bridge"])
    else:
        bridge.begin(Codes(), MemoryCodes(Codes()))
    return bridge


class Streams:
    """What the eye saw of `count` streams, and what is there."""

    def __init__(self, eye, data, split, seed, count, codes):
        maker, self.codes = Maker(seed, Artist(data, split, seed=seed)), codes
        tales = [recalled.made(maker, codes, FRAMES, 4, 1, read=1) for _ in range(count // 4)]
        self.images = torch.cat([images_of(eye, tale.batch.pictures).view(4, FRAMES, 16, -1) for tale in tales])
        self.centre, self.part = (torch.cat([tale.seen[name].view(4, FRAMES, 16) for tale in tales]) for name in ("centre", "part"))

    def cut(self, rows, first, length):
        """A tale of some streams from one frame on, as far as the bridge needs one."""
        window = slice(first, first + length)
        truths = [truth(self.codes, self.centre[row, window].numpy(), self.part[row, window].numpy()) for row in rows]
        new, again, told = (torch.stack([getattr(t, name) for t in truths]) for name in ("new", "again", "told"))
        images = self.images[rows, window]
        return recalled.Tale(None, {}, torch.zeros(len(rows), 1).long(), new, again, told, [t.places for t in truths]), images.flatten(0, 1)


@torch.no_grad()
def measured(bridge, streams):
    """Of streams of 12 frames: how far memory is off where it is told what to note; and at their end, noting by itself,
    the share of the things that it has, and of what it has that was there; and of things that it has, how often flags
    and number of visits are right."""
    bridge.eval()
    codes, (tale, images) = streams.codes, streams.cut(range(TESTED), 0, 12)
    forced = torch.ones(TESTED, dtype=torch.bool)
    memories, _, logits, chosen = remembered(bridge, tale.streams(images), tale.new, forced)
    far, _ = recalled.told_loss(memories, tale, logits, *recalled.agreement(chosen, tale.new, forced))
    last = remembered(bridge, tale.streams(images))[0][:, -1]
    said = [{int(label): slot for label, slot in zip((memory @ codes.words.t()).argmax(-1), memory) if slot @ codes.thing > NOTED}
        for memory in last]
    pairs = [(found[label], told[place]) for found, told, places in zip(said, tale.told[:, -1], tale.places) for label,
        place in places.items() if label in found]
    here, visits = zip(*(((got @ codes.here > NOTED) == (want @ codes.here > NOTED),
        (codes.counts @ got).argmax() == (codes.counts @ want).argmax()) for got, want in pairs))
    bridge.train()
    share = lambda values: round(sum(map(float, values)) / max(1, len(values)), 3)
    return {"far": round(far.item(), 3), "known": round(len(pairs) / sum(map(len, tale.places)), 3),
        "rightly": round(len(pairs) / sum(map(len, said)), 3), "here": share(here), "visits": share(visits)}


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=pathlib.Path, required=True, help="folder of sprites.npz and backgrounds.npz")
    arguments.add_argument("--out", type=pathlib.Path, required=True, help="folder of checkpoints and curves")
    arguments.add_argument("--begin", type=pathlib.Path, required=True, help="exported checkpoint whose eye looks")
    arguments.add_argument("--minutes", type=float, default=14)
    arguments.add_argument("--streams", type=int, default=240, help="that are drawn")
    arguments.add_argument("--rate", type=float, default=5e-5)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(given.seed)
    eye, bridge = read(given.begin, Text())[0], bridge_of(None)
    codes = MemoryCodes(Codes())
    eye.eval().requires_grad_(False)
    tests = {split: Streams(eye, given.data, split, 91, TESTED, codes) for split in ("train", "style")}
    streams = Streams(eye, given.data, "train", given.seed * 3000 + 17, given.streams, codes)
    optimiser = torch.optim.AdamW(bridge.parameters(), lr=given.rate, betas=(0.9, 0.98), weight_decay=0.0)
    course = Course(given.out / "bridge.pt", {"bridge": bridge}, [optimiser], given.minutes, clip=1.0, warm=20)

    def note():
        course.note(("far", "novel", "aligned"),
            {f"{split}.{name}": value for split, test in tests.items() for name, value in measured(bridge, test).items()})

    while course.goes_on():
        if course.step % MEASURED_EVERY == 0:
            note()
        length = LENGTHS[int(torch.randint(len(LENGTHS), ()))]
        rows, first = torch.randperm(given.streams)[:SEGMENTS // length].tolist(), int(torch.randint(FRAMES - length + 1, ()))
        _, loss, _, figures = recalled.through(bridge, *streams.cut(rows, first, length))
        course.learn(loss, figures)
    note()


if __name__ == "__main__":
    main()
