"""Stage "eyes": vision tower and connector learn to emit the words of what each image token shows. Goes on from its checkpoint."""
import argparse
import csv
import os
import pathlib
import time

import cv2
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, IterableDataset

import world
from codes import Codes
from crew import Crew
from model import Eye, Shape
from batches import SEEN
from vocabulary import CLASSES, COLOUR_NAMES, CHARACTERS, GRID

NONE = len(CLASSES)
CROWDED = 0.5   # share of frames with many things: more to learn from each frame than the world's own one to four


def sample(artist):
    random = artist.random
    squeeze = world.random_squeeze(random)
    if random.random() < CROWDED:
        items = world.random_items(artist, random, squeeze, objects=int(random.integers(3, 6) if random.random() < artist.ease else random.integers(4, 8)), panels=0.1, signs=0.25, same=0.0)
    else:
        items = world.random_items(artist, random, squeeze)
    picture = artist.draw(items, artist.background(), squeeze, soften=random.random() >= 0.5 * artist.ease)
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
        artist = world.Artist(self.folder, seed=self.seed)
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
    """Every batch comes a second time, mirrored, some hundred batches later: drawing a frame costs as much as a third of learning from it."""

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


def weighted(logits, target, none, lift):
    """Cross-entropy in which whatever isn't `none` counts `lift` times: most tokens show nothing."""
    losses = F.cross_entropy(logits.flatten(0, -2), target.flatten(), reduction="none")
    weights = torch.where(target.flatten() == none, 1.0, lift)
    return (losses * weights).sum() / weights.sum()


def patch_head(shape):
    """For training alone: per patch the class it shows, and the character centred in it."""
    return nn.Linear(shape.vision_width, NONE + 1 + len(CHARACTERS) + 1)


def word_loss(codes, tokens, seen, patch_logits=None):
    classes, colours, signs = codes.readings(tokens)
    panel = torch.where(seen["panel"] < 0, len(COLOUR_NAMES), seen["panel"])
    sign = torch.where(seen["sign"] < 0, len(CHARACTERS), seen["sign"])
    parts = {"class": weighted(classes, seen["part"], NONE, 3.0), "colour": 0.3 * weighted(colours, panel, len(COLOUR_NAMES), 3.0),
             "sign": 1.0 * weighted(signs, sign, len(CHARACTERS), 25.0), "match": 8.0 * F.mse_loss(tokens.float(), codes.emitted(seen)) * 16}
    if patch_logits is not None:
        classes, letters = patch_logits.float().split((NONE + 1, len(CHARACTERS) + 1), -1)
        letter = torch.where(seen["letter"] < 0, len(CHARACTERS), seen["letter"])
        parts["patch"] = 0.5 * weighted(classes, seen["patch"], NONE, 3.0)
        parts["letter"] = 0.5 * weighted(letters, letter, len(CHARACTERS), 20.0)
    return sum(parts.values()), parts


@torch.no_grad()
def measure(codes, eye, pictures, seen):
    """Shares named rightly: objects by their centre's token, panels' colours, sign characters, whole signs."""
    with torch.autocast("cpu", torch.bfloat16):
        tokens = torch.cat([eye(as_input(part))[0] for part in pictures.split(64)]).float()
    classes, colours, signs = (logits.argmax(-1) for logits in codes.readings(tokens))
    here = seen["centre"] < NONE
    empty = seen["part"] == NONE
    panel = seen["panel_centre"] >= 0
    letters = seen["sign"] >= 0
    right = torch.where(letters, signs == seen["sign"], True)
    has_sign = letters.flatten(1).any(1)
    whole = right.flatten(1).all(1)[has_sign]
    return {"objects": (classes == seen["part"])[here].float().mean().item(), "empty": (classes == NONE)[empty].float().mean().item(),
            "colour": (colours == seen["panel"])[panel].float().mean().item(), "letters": (signs == seen["sign"])[letters].float().mean().item(),
            "signs": whole.float().mean().item()}


def optimisers(parts, muon_rate, adam_rate, hidden):
    """Muon for the hidden matrices, AdamW for everything else."""
    matrices = [p for name, p in parts if p.requires_grad and p.ndim == 2 and hidden(name)]
    chosen = {id(p) for p in matrices}
    others = [p for _, p in parts if p.requires_grad and id(p) not in chosen]
    return [torch.optim.Muon(matrices, lr=muon_rate, weight_decay=0.02, momentum=0.95, adjust_lr_fn="original", ns_steps=4),
            torch.optim.AdamW(others, lr=adam_rate, betas=(0.9, 0.98), weight_decay=0.0)]


class Rates:
    """Warm-up over steps, then a straight fall by elapsed minutes to `floor` of the first rate."""

    def __init__(self, optimisers, minutes, floor=0.1, warm=150):
        self.of, self.minutes, self.floor, self.warm = optimisers, minutes, floor, warm
        self.first = [group["lr"] for optimiser in optimisers for group in optimiser.param_groups]

    def set(self, step, minute):
        share = min(1.0, (step + 1) / self.warm) * (1 - (1 - self.floor) * min(1.0, minute / self.minutes))
        groups = [group for optimiser in self.of for group in optimiser.param_groups]
        for group, first in zip(groups, self.first):
            group["lr"] = first * share
        return share


def log_row(path, row):
    new = not path.exists()
    with open(path, "a", newline="") as out:
        writer = csv.DictWriter(out, row.keys())
        if new:
            writer.writeheader()
        writer.writerow(row)


def save(path, **state):
    torch.save(state, str(path) + ".part")
    os.replace(str(path) + ".part", path)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=pathlib.Path, required=True, help="folder of sprites.npz and backgrounds.npz")
    arguments.add_argument("--out", type=pathlib.Path, required=True, help="folder of checkpoints and curves")
    arguments.add_argument("--minutes", type=float, default=40)
    arguments.add_argument("--batch", type=int, default=64)
    arguments.add_argument("--rate", type=float, default=0.005)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--ease-from", type=int, default=0, help="step at which frames are easiest")
    arguments.add_argument("--easing", type=int, default=2000, help="batches within which frames grow as hard as the world is")
    given = arguments.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(given.seed)
    crew = Crew()
    codes, shape = Codes(), Shape()
    eye, head = Eye(shape), patch_head(shape)
    parts = [*eye.named_parameters(), *(("head." + name, p) for name, p in head.named_parameters())]
    optimise = optimisers(parts, given.rate, 7e-4, lambda name: "encoder.layers" in name)
    path, step, spent = given.out / "eyes.pt", 0, 0.0
    rates = Rates(optimise, given.minutes)
    if path.exists():
        state = torch.load(path, weights_only=False)
        eye.load_state_dict(state["eye"]), head.load_state_dict(state["head"])
        for optimiser, saved in zip(optimise, state["optimisers"]):
            optimiser.load_state_dict(saved)
        step, spent = state["step"], state["spent"]
    else:
        artist = world.Artist(given.data, seed=given.seed)
        artist.ease = 0.5
        eye.whiten(as_input(batch_of(artist, 400)[0]))
    tests = {split: batch_of(world.Artist(given.data, split, seed=99), 192) for split in ("train", "style", "footage")}
    loader = Twice(iter(DataLoader(Frames(given.data, given.batch, given.seed * 1000 + step + 500_000 * crew.rank, step - given.ease_from, given.easing), batch_size=None, num_workers=1, prefetch_factor=8, multiprocessing_context="spawn")))
    begun, noted = time.time(), time.time()
    sums, count = {}, 0
    minute = spent / 60
    while minute < given.minutes:
        pictures, seen = next(loader)
        rates.set(step, minute)
        with torch.autocast("cpu", torch.bfloat16):
            tokens, patches = eye(as_input(pictures))
            patch_logits = head(patches)
        loss, losses = word_loss(codes, tokens, seen, patch_logits)
        loss.backward()
        minute = crew.averaged([p for _, p in parts], (spent + time.time() - begun) / 60)
        nn.utils.clip_grad_norm_([p for _, p in parts], 5.0)
        for optimiser in optimise:
            optimiser.step(), optimiser.zero_grad()
        step, count = step + 1, count + 1
        sums = {name: sums.get(name, 0.0) + value.item() for name, value in losses.items()}
        if crew.rank == 0 and (time.time() - noted > 150 or step == 20):
            row = {"minute": round(minute, 2), "step": step, "frames": step * given.batch * crew.size, "rate": round(count * given.batch * crew.size / (time.time() - noted), 1)}
            row |= {name: round(value / count, 4) for name, value in sums.items()}
            for split, (test, facts) in tests.items():
                row |= {f"{split}.{name}": round(value, 3) for name, value in measure(codes, eye, test, facts).items()}
            log_row(given.out / "eyes.csv", row)
            save(path, eye=eye.state_dict(), head=head.state_dict(), optimisers=[o.state_dict() for o in optimise], step=step, spent=spent + time.time() - begun)
            noted, sums, count = time.time(), {}, 0
    if crew.rank == 0:
        save(path, eye=eye.state_dict(), head=head.state_dict(), optimisers=[o.state_dict() for o in optimise], step=step, spent=spent + time.time() - begun)


if __name__ == "__main__":
    main()
