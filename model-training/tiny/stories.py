"""Streams: scenes that last, things that move, leave and come back, frames that show nothing. Facts first; pictures only when asked for."""
import dataclasses

from vocabulary import COLOUR_NAMES
from world import Item, place, random_height, random_sign_height, random_squeeze, random_text

LATEST = 100 * 60 - 1   # seconds: minutes of two digits, so that all blocks are equally long
SIGNS = 0.2


@dataclasses.dataclass
class Frame:
    time: int                 # seconds from the stream's start
    items: list
    scene: int                # frames of one scene share a background
    squeeze: float

    def objects(self):
        return [item for item in self.items if item.kind == "object"]

    def of(self, label):
        return [item for item in self.objects() if item.label == label]

    def sign(self):
        return next((item for item in self.items if item.kind == "sign"), None)

    def panel(self):
        return next((item for item in self.items if item.kind == "panel"), None)


def stamp(time):
    return f"{time // 60:02d}:{time % 60:02d}"


def new_items(random, labels, pick, squeeze, kept=(), rich=False, signs=SIGNS):
    items = []
    count = int(random.choice([0, 1, 2, 3, 4], p=[.0, .3, .34, .22, .14] if rich else [.1, .45, .27, .12, .06]))
    repeated = random.random() < 0.2
    label = int(random.choice(labels))
    wanted = list(kept)
    for index in range(count):
        if index and not repeated:
            label = int(random.choice(labels))
        if not any(item.label == label for item in kept):
            wanted.append(Item("object", 0, 0, random_height(random) * (0.8 if count < 3 else 0.6), label, pick(label),
                look=int(random.integers(1 << 31))))
    if random.random() < 0.14:
        wanted.insert(0, Item("panel", 0, 0, float(random.uniform(0.15, 0.5)), int(random.integers(len(COLOUR_NAMES))),
            look=int(random.integers(1 << 31))))
    if random.random() < signs:
        paper = int(random.integers(len(COLOUR_NAMES))) if random.random() < 0.6 else -1
        wanted.insert(0, Item("sign", 0, 0, random_sign_height(random), paper, text=random_text(random),
            look=int(random.integers(1 << 31))))
    for item in wanted:
        if place(item, items, random, squeeze):
            items.append(item)
    return items


def moved(items, random, squeeze):
    """The next frame of a scene: mostly the same, now and then something has gone or stands elsewhere."""
    out = []
    for item in items:
        chance = random.random()
        if chance < 0.07 and len(items) > 1:
            continue
        copy = dataclasses.replace(item)
        if chance < 0.2:
            place(copy, out, random, squeeze)
        if all(other is copy or abs(other.x - copy.x) + abs(other.y - copy.y) > 0.2 for other in out):
            out.append(copy)
    return out


def story(random, count, labels, pick, signs=SIGNS):
    """`count` frames in the order of time; `signs`: the share of scenes that have one."""
    squeeze = random_squeeze(random)
    step = min(int(random.choice([1, 1, 2, 5, 30, 200])), LATEST // (2 * count))
    time = int(random.integers(0, 60)) if random.random() < 0.6 else int(random.integers(0, 5400))
    if random.random() < 0.25:
        time = 0
    lasting = float(random.choice([0.0, 0.3, 0.6]))
    empty = float(random.choice([0.0, 0.15, 0.5]))
    frames, items, scene, gone = [], None, -1, []
    for _ in range(count):
        if items is not None and random.random() < lasting:
            items = moved(items, random, squeeze)
        elif random.random() < empty:
            items, scene = [], scene + 1
        else:
            back = [dataclasses.replace(item) for item in gone if random.random() < 0.12][:1]
            gone += [item for item in (items or []) if item.kind == "object"]
            items, scene = new_items(random, labels, pick, squeeze, back, rich=count == 1, signs=signs), scene + 1
        frames.append(Frame(time, items, scene, squeeze))
        time += step if random.random() < 0.7 else int(random.integers(1, max(2, 2 * step)))
    early = max(0, frames[-1].time - LATEST)
    return [dataclasses.replace(frame, time=frame.time - early) for frame in frames]
