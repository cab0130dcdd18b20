"""Stage "eyes": vision tower and connector learn to emit the words of what each image token shows. Goes on from its checkpoint."""
import argparse
import pathlib

import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader

from artist import Artist
from batches import Text
from codes import Codes, slots
from course import Course
from eye import Eye
from frames import Frames, Twice, as_input, batch_of
from shape import Shape
from shipped import read
from stage import mixed, optimisers
from vocabulary import CHARACTERS, CLASSES, COLOUR_NAMES

NONE = len(CLASSES)
LIFT = 1.5      # how much more a token counts that shows an object: three times as much made empty tokens name one too often


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
    sign = slots(seen["sign"])
    sign = torch.where(sign < 0, len(CHARACTERS), sign)
    parts = {"class": weighted(classes, seen["part"], NONE, LIFT), "colour": 0.3 * weighted(colours, panel, len(COLOUR_NAMES), 3.0),
             "sign": 1.0 * weighted(signs, sign, len(CHARACTERS), 25.0), "match": 8.0 * F.mse_loss(tokens.float(), codes.emitted(seen))
             * 16}
    if patch_logits is not None:
        classes, letters = patch_logits.float().split((NONE + 1, len(CHARACTERS) + 1), -1)
        letter = torch.where(seen["letter"] < 0, len(CHARACTERS), seen["letter"])
        parts["patch"] = 0.5 * weighted(classes, seen["patch"], NONE, 3.0)
        parts["letter"] = 0.5 * weighted(letters, letter, len(CHARACTERS), 20.0)
    return sum(parts.values()), parts


@torch.no_grad()
def measure(codes, eye, pictures, seen):
    """Shares named rightly: objects by their centre's token, panels' colours, sign characters, whole signs."""
    with mixed():
        tokens = torch.cat([eye(as_input(part))[0] for part in pictures.split(64)]).float()
    classes, colours, signs = (logits.argmax(-1) for logits in codes.readings(tokens))
    here = seen["centre"] < NONE
    empty = seen["part"] == NONE
    panel = seen["panel_centre"] >= 0
    wanted = slots(seen["sign"])
    letters = wanted >= 0
    right = torch.where(letters, signs == wanted, True)
    has_sign = letters.flatten(1).any(1)
    whole = right.flatten(1).all(1)[has_sign]
    return {"objects": (classes == seen["part"])[here].float().mean().item(), "empty": (classes == NONE)[empty].float().mean().item(),
            "colour": (colours == seen["panel"])[panel].float().mean().item(), "letters": (signs == wanted)[letters].float().mean().item(),
            "signs": whole.float().mean().item()}


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=pathlib.Path, required=True, help="folder of sprites.npz and backgrounds.npz")
    arguments.add_argument("--out", type=pathlib.Path, required=True, help="folder of checkpoints and curves")
    arguments.add_argument("--minutes", type=float, default=40)
    arguments.add_argument("--batch", type=int, default=64)
    arguments.add_argument("--rate", type=float, default=0.005)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--begin", type=pathlib.Path, help="exported checkpoint to begin with, when --out has none")
    arguments.add_argument("--ease-from", type=int, default=0, help="step at which frames are easiest")
    arguments.add_argument("--easing", type=int, default=2000, help="batches within which frames grow as hard as the world is")
    given = arguments.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(given.seed)
    codes, shape = Codes(), Shape()
    eye, head = read(given.begin, Text())[0] if given.begin else Eye(shape), patch_head(shape)
    parts = [*eye.named_parameters(), *(("head." + name, p) for name, p in head.named_parameters())]
    optimise = optimisers(parts, given.rate, 7e-4, lambda name: "encoder.layers" in name)
    course = Course(given.out / "eyes.pt", {"eye": eye, "head": head}, optimise, given.minutes, clip=5.0)
    if not course.resumed and given.begin:
        course.skip(2 * given.easing)
    elif not course.resumed:
        artist = Artist(given.data, seed=given.seed)
        artist.ease = 0.5
        eye.whiten(as_input(batch_of(artist, 400)[0]))
    tests = {split: batch_of(Artist(given.data, split, seed=99), 192) for split in ("train", "style", "footage")}
    loader = Twice(iter(DataLoader(Frames(given.data, given.batch, course.seed(given.seed * 1000), course.step - given.ease_from,
        given.easing), batch_size=None, num_workers=1, prefetch_factor=8, multiprocessing_context="spawn")))
    while course.goes_on():
        pictures, seen = next(loader)
        with mixed():
            tokens, patches = eye(as_input(pictures))
            patch_logits = head(patches)
        loss, losses = word_loss(codes, tokens, seen, patch_logits)
        course.learn(loss, losses)
        if course.due(150, early=20):
            row = {"frames": course.step * given.batch * course.crew.size}
            for split, (test, facts) in tests.items():
                row |= {f"{split}.{name}": round(value, 3) for name, value in measure(codes, eye, test, facts).items()}
            course.note(losses, row)


if __name__ == "__main__":
    main()
