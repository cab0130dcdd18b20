"""Batches of random frames for the eye, drawn while it learns."""
import cv2
import numpy as np
import torch
from torch.utils.data import IterableDataset

import world
from artist import Artist
from batches import SEEN
from vocabulary import GRID

CROWDED = 0.45   # share of frames with many things: more to learn from each frame than the world's own one to four
LETTERED = 0.25  # share of frames with signs above all: a character is one of 36 in dozens of fonts, and few frames of the world show any


def sample(artist):
    random = artist.random
    squeeze = world.random_squeeze(random)
    chance = random.random()
    if chance < LETTERED:
        items = world.random_items(artist, random, squeeze, objects=int(random.integers(1, 4)), panels=0.1, signs=2.2, same=0.0)
    elif chance < LETTERED + CROWDED:
        items = world.random_items(artist, random, squeeze,
            objects=int(random.integers(3, 6) if random.random() < artist.ease else random.integers(4, 8)), panels=0.1, signs=0.4, same=0.0)
    else:
        items = world.random_items(artist, random, squeeze)
    picture = artist.draw(items, artist.grounds.one(), squeeze, soften=random.random() >= 0.5 * artist.ease)
    return picture, world.seen(items, squeeze)


def batch_of(artist, count):
    pictures, facts = zip(*(sample(artist) for _ in range(count)))
    seen = {name: torch.from_numpy(np.stack([getattr(fact, name) for fact in facts])).long()
            for name in SEEN}
    return torch.from_numpy(np.stack(pictures)), seen


class Frames(IterableDataset):
    """Batches without end; they grow from easy to as hard as the world is within `easing` batches."""

    def __init__(self, folder, size, seed, step, easing):
        self.folder, self.size, self.seed, self.step, self.easing = folder, size, seed, step, easing

    def __iter__(self):
        cv2.setNumThreads(0)
        torch.set_num_threads(1)
        artist = Artist(self.folder, seed=self.seed)
        while True:
            artist.ease = min(1.0, max(0.0, 1.2 - 1.2 * self.step / self.easing))
            self.step += 1
            yield batch_of(artist, self.size)


def mirrored(pictures, seen):
    """The batch in a mirror, except for frames that show a sign; a little brighter or darker."""
    fixed = (seen["sign"] >= 0).flatten(1).any(1)
    turned = torch.where(fixed[:, None, None, None], pictures, pictures.flip(2))
    out = {}
    for name, facts in seen.items():
        side = 2 * GRID if facts.shape[1] == 4 * GRID * GRID else GRID
        flipped = facts.view(len(facts), side, side, -1).flip(2).reshape(facts.shape)
        out[name] = torch.where(fixed.view(-1, *[1] * (facts.dim() - 1)), facts, flipped)
    spot = out["spot"]
    out["spot"] = torch.where(fixed[:, None] | (spot < 0), spot, spot + 2 - 2 * (spot % 3))
    gain = 0.85 + 0.3 * torch.rand(len(turned), 1, 1, 3)
    return (turned * gain).clamp(0, 255).to(torch.uint8), out


class Twice:
    """Every batch comes a second time, mirrored, some hundred batches later: drawing a frame costs as much as a third
    of learning from it."""

    def __init__(self, fresh, later=100):
        self.fresh, self.waiting, self.later, self.turn = fresh, [], later, False

    def __next__(self):
        self.turn = not self.turn
        if not self.turn and len(self.waiting) > self.later:
            return mirrored(*self.waiting.pop(0))
        batch = next(self.fresh)
        self.waiting.append(batch)
        if len(self.waiting) > 2 * self.later:
            self.waiting.pop(0)
        return batch


def as_input(pictures):
    """uint8 [B, S, S, 3] -> [-1, 1] float [B, 3, S, S], as the image processor does."""
    return pictures.permute(0, 3, 1, 2).contiguous().float() / 127.5 - 1
