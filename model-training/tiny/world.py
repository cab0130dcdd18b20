"""The small world: items, what each image token shows of them, and random frames. Pictures of it are drawn by `artist.py`.

An item is placed in fractions of the frame.
"""
import dataclasses

import numpy as np

from vocabulary import CHARACTERS, CLASSES, COLOUR_NAMES, FRAME_SIDE, GRID, SIGN_LENGTH

SMALL, LARGE = 20, 110  # pixels of an item's longer side in the 128-pixel frame
SIGN_WORDS = "EXIT STOP OPEN TAXI BUS BANK CAFE SHOP PARK HOTEL SALE GATE LEFT RIGHT SLOW PUSH PULL HELP FIRE ZONE ROOM NEWS FREE".split()


@dataclasses.dataclass
class Item:
    kind: str                 # "object", "panel" or "sign"
    x: float                  # centre, fraction of the frame's width
    y: float
    height: float             # fraction of the frame's height
    label: int = -1           # class of an object, or colour of a panel
    drawing: int = -1         # index into the sprites
    text: str = ""
    look: int = 0             # seed of its random appearance, so that it looks the same in the next frame
    width: float = 0.0        # fraction of the frame's width, filled in when drawn
    centres: tuple = ()       # a sign's characters: centre x of each, filled in when drawn


# --- what each image token shows ---------------------------------------------------------------------------------------------------
NOTHING = len(CLASSES)


def token_of(x, y, grid=GRID):
    return min(grid - 1, max(0, int(y * grid))) * grid + min(grid - 1, max(0, int(x * grid)))


def ninth_of(x, y):
    """Which of nine parts of the frame a point lies in, as people would say it: 0 top left, 4 the middle, 8 bottom right."""
    return (0 if y < 0.3 else 2 if y > 0.7 else 1) * 3 + (0 if x < 0.38 else 2 if x > 0.62 else 1)


def covers(item, grid, squeeze=1.0):
    """Share of each grid cell that the item's box covers: float [grid, grid]."""
    edges = np.arange(grid + 1) / grid
    wide = item.width or item.height * squeeze
    across = np.clip(np.minimum(edges[1:], item.x + wide / 2) - np.maximum(edges[:-1], item.x - wide / 2), 0, None) * grid
    down = np.clip(np.minimum(edges[1:], item.y + item.height / 2) - np.maximum(edges[:-1], item.y - item.height / 2), 0, None) * grid
    return down[:, None] * across[None, :]


@dataclasses.dataclass
class Seen:
    """Per image token: class of the object centred there and of the one that covers most of it; panel colour; sign characters."""
    centre: np.ndarray      # int [16], NOTHING where none
    part: np.ndarray        # int [16]
    panel: np.ndarray       # int [16], -1 where none
    panel_centre: np.ndarray
    sign: np.ndarray        # int [16, SIGN_LENGTH], -1 where the sign's i-th character isn't centred in this token
    patch: np.ndarray       # int [64] class per 16-pixel patch
    spot: np.ndarray        # int [16], of the object centred there: in which of nine parts of the frame, -1 where none
    letter: np.ndarray      # int [64], character of a sign centred in the 16-pixel patch, -1 where none


def seen(items, squeeze=1.0):
    tokens = GRID * GRID
    out = Seen(np.full(tokens, NOTHING), np.full(tokens, NOTHING), np.full(tokens, -1), np.full(tokens, -1),
               np.full((tokens, SIGN_LENGTH), -1), np.full(4 * tokens, NOTHING), np.full(tokens, -1), np.full(4 * tokens, -1))
    for item in items:
        part = covers(item, GRID, squeeze).ravel()
        spot = token_of(item.x, item.y)
        if item.kind == "object":
            out.part[part > 0.35] = item.label
            out.part[spot] = out.centre[spot] = item.label
            out.spot[spot] = ninth_of(item.x, item.y)
            out.patch[covers(item, 2 * GRID, squeeze).ravel() > 0.4] = item.label
        elif item.kind == "panel" or item.label >= 0:
            out.panel[part > 0.35] = item.label
            out.panel[spot] = out.panel_centre[spot] = item.label
        if item.kind == "sign":
            step = 1 / max(1, len(item.text))
            for index, character in enumerate(item.text[:SIGN_LENGTH]):
                x = item.centres[index] if item.centres else item.x + (index + 0.5 - len(item.text) / 2) * step * (item.width or 0.5)
                out.sign[token_of(x, item.y), index] = CHARACTERS.index(character)
                out.letter[token_of(x, item.y, 2 * GRID)] = CHARACTERS.index(character)
    return out


# --- random frames -----------------------------------------------------------------------------------------------------------------
def random_text(random):
    if random.random() < 0.12:
        return str(random.choice(SIGN_WORDS))
    length = int(random.choice([1, 2, 3, 4, 5, 6], p=[.12, .2, .25, .28, .1, .05]))
    pool = CHARACTERS[:10] if random.random() < 0.3 else CHARACTERS[10:] if random.random() < 0.35 else CHARACTERS
    return "".join(pool[index] for index in random.integers(0, len(pool), length))


def random_height(random):
    span = random.choice([(SMALL, 28), (28, 60), (60, LARGE)], p=[.06, .56, .38])
    return float(np.exp(random.uniform(np.log(span[0]), np.log(span[1])))) / FRAME_SIDE


def random_sign_height(random):
    """A character's height as a share of the frame's: from 13 pixels, below which capitals aren't told apart here, to 44."""
    return float(np.exp(random.uniform(np.log(0.10), np.log(0.34))))


def place(item, others, random, squeeze, tries=12):
    """Puts the item where it lies inside and neither shares a token's centre nor overlaps much; False if there is no room."""
    wide = item.height * squeeze if item.kind != "sign" else min(0.95, item.height * 0.85 * len(item.text) * squeeze + 0.05)
    item.width = wide
    for _ in range(tries):
        item.x = float(random.uniform(min(wide, 1) / 2, 1 - min(wide, 1) / 2))
        item.y = float(random.uniform(item.height / 2, 1 - item.height / 2)) if item.height < 1 else 0.5
        if item.kind == "sign" and random.random() < 0.4:
            item.y = float(random.uniform(0.78, 0.94))
        if all(apart(item, other) for other in others):
            return True
    return False


def apart(one, other):
    across = (one.width + other.width) / 2 - abs(one.x - other.x)
    down = (one.height + other.height) / 2 - abs(one.y - other.y)
    lap = max(0.0, across) * max(0.0, down)
    return lap < 0.12 * min(one.width * one.height, other.width * other.height) and token_of(one.x, one.y) != token_of(other.x, other.y)


def random_items(artist, random, squeeze, objects=None, panels=0.2, signs=0.3, same=0.2):
    """One to four objects, now and then a panel and a sign; `signs` may be more than one, as many as that on average."""
    count = int(objects if objects is not None else random.choice([0, 1, 2, 3, 4], p=[.06, .42, .28, .16, .08]))
    items, repeated = [], random.random() < same
    label = int(random.choice(artist.labels))
    wanted = []
    for index in range(count):
        if index and not repeated:
            label = int(random.choice(artist.labels))
        height = max(random_height(random), 0.4 * artist.ease) * (1 if count < 3 else 0.8 if count < 5 else 0.65)
        wanted.append(Item("object", 0, 0, height, label, artist.pick(label), look=int(random.integers(1 << 31))))
    if random.random() < panels:
        wanted.insert(0, Item("panel", 0, 0, float(random.uniform(0.12, 0.5)), int(random.integers(len(COLOUR_NAMES))),
            look=int(random.integers(1 << 31))))
    for _ in range(int(signs) + (random.random() < signs % 1)):
        paper = int(random.integers(len(COLOUR_NAMES))) if random.random() < 0.6 else -1
        wanted.insert(0, Item("sign", 0, 0, max(random_sign_height(random), 0.25 * artist.ease), paper, text=random_text(random),
            look=int(random.integers(1 << 31))))
    for item in wanted:
        if place(item, items, random, squeeze):
            items.append(item)
    return items


def random_squeeze(random):
    return float(random.choice([1.0, 0.75, 0.5625, random.uniform(0.5, 1.1)]))
