"""Pictures of the small world: drawings, coloured panels and signs over photographs, with what each image token shows.

An item is placed in fractions of the frame; `draw` turns a list of items into 128x128 RGB and squeezes everything sideways, since the
product stretches a 16:9 or 4:3 frame to a square.
"""
import dataclasses
import glob
import os

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from artwork import HELD_OUT
from vocabulary import CHARACTERS, CLASSES, COLOUR_NAMES, COLOURS, FRAME_SIDE, GRID, SIGN_LENGTH

SMALL, LARGE = 20, 110  # pixels of an item's longer side in the 128-pixel frame
ICON_SETS = {"fa6-solid", "flat-color-icons", "game-icons", "hugeicons", "icon-park", "lucide", "mdi", "ph", "streamline-freehand-color",
             "streamline-ultimate-color", "tabler"}
DARK_SETS = {"fa6-solid", "game-icons", "hugeicons", "lucide", "mdi", "ph", "tabler", "fluent-emoji-high-contrast", "emojione-monotone",
             "noto-mono"}
PLAIN = 0.4          # share of drawings that keep their look
FIRST_SETS = {"noto", "twemoji", "fluent-emoji-flat"}   # the styles that training begins with
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


class Artist:
    """Draws items; `split` picks the drawing style and the backgrounds: "train", "style", "backgrounds", "both" or "footage"."""

    def __init__(self, folder, split="train", seed=0, styles=None):
        art = np.load(os.path.join(folder, "sprites.npz"))
        ground = np.load(os.path.join(folder, "backgrounds.npz"))
        self.random = np.random.default_rng(seed)
        self.pictures, labels = art["pictures"], art["labels"]
        self.halved = np.stack([cv2.resize(picture, (64, 64), interpolation=cv2.INTER_AREA) for picture in self.pictures])
        names = [str(name) for name in art["style_names"]]
        self.style_of = [names[index] for index in art["styles"]]
        held_out = split in ("style", "both", "footage-style")
        chosen = [index for index, style in enumerate(self.style_of)
                  if (style in styles if styles else (style == HELD_OUT) == held_out)]
        self.coloured, self.inked, self.icons, self.simple = {}, {}, {}, {}
        for index in chosen:
            style = self.style_of[index]
            pool = self.icons if style in ICON_SETS else self.inked if style in DARK_SETS else self.coloured
            pool.setdefault(int(labels[index]), []).append(index)
            if style in FIRST_SETS:
                self.simple.setdefault(int(labels[index]), []).append(index)
        self.labels = sorted({*self.coloured, *self.inked, *self.icons})
        self.train = split == "train"
        self.backgrounds = ground["test" if split in ("backgrounds", "both") else "footage" if split.startswith("footage") else "train"]
        self.procedural = 0.0 if split.startswith("footage") else 0.3
        self.fonts = sorted(path for path in glob.glob("/usr/share/fonts/**/*.[to]tf", recursive=True)
                            if not any(word in path.lower() for word in ("italic", "oblique", "symbol", "dingbat", "d050000l", "math", "emoji", "z003", "thin", "hairline")))
        self.font_cache = {}
        self.ease = 0.0   # 1: large, whole drawings of few styles in their own colours; training begins there

    def pick(self, label):
        """A drawing of the class: mostly in colour, now and then from a set in one ink or of plain icons."""
        if self.random.random() < self.ease and label in self.simple:
            return int(self.random.choice(self.simple[label]))
        pools = [(pool[label], share) for pool, share in zip((self.coloured, self.inked, self.icons), (0.92, 0.04, 0.04)) if label in pool]
        shares = np.array([share for _, share in pools])
        pool = pools[self.random.choice(len(pools), p=shares / shares.sum())][0]
        return int(pool[self.random.integers(len(pool))])

    # --- backgrounds -------------------------------------------------------------------------------------------------------------
    def background(self):
        random = self.random
        if random.random() < self.procedural:
            return self.made_background()
        cut = self.backgrounds[random.integers(len(self.backgrounds))]
        side = random.integers(100, cut.shape[0] + 1)
        left, top = random.integers(0, cut.shape[0] - side + 1, 2)
        picture = cv2.resize(cut[top:top + side, left:left + side], (FRAME_SIDE, FRAME_SIDE), interpolation=cv2.INTER_AREA if side > FRAME_SIDE else cv2.INTER_LINEAR)
        return picture[:, ::-1].copy() if random.random() < 0.5 else picture

    def made_background(self):
        random, side = self.random, FRAME_SIDE
        kind = random.integers(5)
        one, two = random.integers(0, 256, (2, 3)).astype(np.float32)
        if kind == 0:
            return np.broadcast_to(one, (side, side, 3)).astype(np.uint8).copy()
        if kind == 1:
            angle = random.uniform(0, 2 * np.pi)
            down, across = np.mgrid[0:side, 0:side] / side - 0.5
            mix = np.clip(0.5 + across * np.cos(angle) + down * np.sin(angle), 0, 1)[..., None].astype(np.float32)
            return (one * mix + two * (1 - mix)).astype(np.uint8)
        if kind == 2:
            horizon = random.integers(side // 3, side - 16)
            picture = np.empty((side, side, 3), np.uint8)
            picture[:horizon], picture[horizon:] = one, two
            return picture
        cells = random.integers(2, 12)
        picture = random.integers(0, 256, (cells, cells, 3)).astype(np.float32)
        if random.random() < 0.6:
            picture = one + (picture - 128) * random.uniform(0.1, 0.6)
        return cv2.resize(np.clip(picture, 0, 255).astype(np.uint8), (side, side),
                          interpolation=cv2.INTER_NEAREST if kind == 3 else cv2.INTER_CUBIC)

    # --- items -------------------------------------------------------------------------------------------------------------------
    def looked(self, picture, style, random):
        """The drawing with another look: recoloured, grey, outlined, inverted. RGBA uint8 in and out."""
        rgb, alpha = picture[..., :3].astype(np.float32), picture[..., 3]
        chance = random.random()
        if style in DARK_SETS and chance < 0.75:
            tint = random.integers(0, 256, 3) if chance < 0.45 else np.full(3, random.choice([0, 30, 255, 240]))
            rgb = np.broadcast_to(tint, rgb.shape).astype(np.float32) if style not in ("emojione-monotone",) else rgb * 0.3 + tint * 0.7
        elif chance < 0.06:
            rgb = np.repeat(rgb.mean(2, keepdims=True), 3, 2)
        elif chance < 0.16:
            turned = cv2.cvtColor(picture[..., :3], cv2.COLOR_RGB2HSV)
            turned[..., 0] = (turned[..., 0].astype(int) + random.integers(0, 180)) % 180
            rgb = cv2.cvtColor(turned, cv2.COLOR_HSV2RGB).astype(np.float32)
        elif chance < 0.20:
            levels = random.integers(2, 5)
            rgb = np.round(rgb / 255 * levels) / levels * 255
        elif chance < 0.26:
            grey = cv2.cvtColor(picture[..., :3], cv2.COLOR_RGB2GRAY)
            grey = np.where(alpha > 128, grey, 255).astype(np.uint8)
            edge = cv2.dilate(np.maximum(cv2.Canny(grey, 60, 140), cv2.morphologyEx(alpha, cv2.MORPH_GRADIENT, np.ones((3, 3)))), np.ones((3, 3)))
            if random.random() < 0.5:
                alpha, rgb = edge, np.full_like(rgb, random.choice([0, 20, 235, 255]))
            else:
                rgb = np.where(edge[..., None] > 100, 10, rgb)
        elif chance < 0.30:
            rgb = 60 + rgb * 0.6 if random.random() < 0.5 else rgb * 0.6
        rgb = rgb * random.uniform(0.8, 1.2, 3) + random.uniform(-20, 20)
        out = np.dstack([np.clip(rgb, 0, 255).astype(np.uint8), alpha])
        if random.random() < 0.10:
            grown = cv2.dilate(alpha, np.ones((5, 5)))
            rim = int(random.choice([0, 255]))
            cover = (alpha / 255.0)[..., None]
            out = np.dstack([(out[..., :3] * cover + rim * (1 - cover)).astype(np.uint8), grown])
        return out

    def object_layer(self, item, squeeze):
        """RGBA of an object, premultiplied float32 [h, w, 4]; the same look each time."""
        random = np.random.default_rng(item.look)
        high = max(8, int(round(item.height * FRAME_SIDE)))
        source = self.halved if high <= 56 else self.pictures
        picture = source[item.drawing]
        plain = random.random() < max(self.ease, PLAIN)
        if not plain:
            picture = self.looked(picture, self.style_of[item.drawing], random)
        if random.random() < 0.5:
            picture = picture[:, ::-1]
        angle = random.normal(0, 6) if random.random() < 0.8 else random.uniform(-35, 35)
        wide = max(6, int(round(high * squeeze)))
        premultiplied = picture.astype(np.float32)
        premultiplied[..., :3] *= premultiplied[..., 3:] / 255.0
        if abs(angle) > 4:
            side = premultiplied.shape[0]
            matrix = cv2.getRotationMatrix2D((side / 2, side / 2), angle, 1.0)
            premultiplied = cv2.warpAffine(premultiplied, matrix, (side, side), flags=cv2.INTER_LINEAR)
        layer = cv2.resize(premultiplied, (wide, high), interpolation=cv2.INTER_AREA)
        if not plain and random.random() < 0.12:
            layer = boxed(layer, random)
        if not plain and random.random() < 0.07:
            covered(layer, random)
        return layer, random.random() < 0.15

    def font(self, index, size):
        key = (index, size)
        if key not in self.font_cache:
            self.font_cache[key] = ImageFont.truetype(self.fonts[index], size)
        return self.font_cache[key]

    def sign_layer(self, item, squeeze):
        """A sign's text, with or without a panel; fills in the item's width and character centres."""
        random = np.random.default_rng(item.look)
        size = max(10, int(item.height * FRAME_SIDE * 1.9))
        font = self.font(int(random.integers(len(self.fonts))), size)
        ends = [font.getlength(item.text[:count]) for count in range(len(item.text) + 1)]
        pad = size * random.uniform(0.15, 0.5)
        wide, high = int(ends[-1] + 2 * pad), int(size * 1.15 + pad)
        style = random.random()
        ink, paper = sign_colours(item, random)
        layer = Image.new("RGBA", (wide, high), (*paper, 255) if item.label >= 0 else (0, 0, 0, 0))
        pen = ImageDraw.Draw(layer)
        rim = max(1, size // 14) if item.label < 0 and style < 0.8 else 0
        against = (0, 0, 0) if sum(ink) > 380 else (255, 255, 255)
        pen.text((pad, high / 2), item.text, font=font, fill=(*ink, 255), anchor="lm", stroke_width=rim, stroke_fill=(*against, 255))
        if item.label >= 0 and style < 0.3:
            pen.rectangle((1, 1, wide - 2, high - 2), outline=(*ink, 255), width=max(1, size // 12))
        scale = item.height * FRAME_SIDE / (size * 0.72)
        scale = min(scale, 0.96 * FRAME_SIDE / (wide * squeeze), 0.9 * FRAME_SIDE / high)
        out = cv2.resize(premultiply(np.asarray(layer)), (max(4, int(wide * scale * squeeze)), max(6, int(high * scale))), interpolation=cv2.INTER_AREA)
        left = item.x - out.shape[1] / 2 / FRAME_SIDE
        left = min(max(left, 0.0), 1 - out.shape[1] / FRAME_SIDE)
        item.x, item.width = left + out.shape[1] / 2 / FRAME_SIDE, out.shape[1] / FRAME_SIDE
        item.y = min(max(item.y, out.shape[0] / 2 / FRAME_SIDE), 1 - out.shape[0] / 2 / FRAME_SIDE)
        item.centres = tuple(left + (pad + (ends[i] + ends[i + 1]) / 2) / wide * item.width for i in range(len(item.text)))
        return out, False

    def panel_layer(self, item, squeeze):
        random = np.random.default_rng(item.look)
        high = max(8, int(item.height * FRAME_SIDE))
        wide = max(6, int(high * squeeze * random.uniform(0.8, 1.6)))
        colour = jittered(COLOURS[COLOUR_NAMES[item.label]], random)
        layer = np.zeros((high, wide, 4), np.float32)
        shape = random.random()
        if shape < 0.7:
            layer[:] = (*colour, 255)
        elif shape < 0.9:
            cv2.ellipse(layer, (wide // 2, high // 2), (wide // 2, high // 2), 0, 0, 360, (*map(float, colour), 255.0), -1)
        else:
            layer[:] = (*(colour * 0.5), 255)
            layer[2:-2, 2:-2] = (*colour, 255)
        return layer, random.random() < 0.15

    def draw(self, items, ground, squeeze, soften=True):
        """RGB uint8 [128, 128, 3] of the items over the background; later items lie on top."""
        picture = ground.astype(np.float32)
        for item in items:
            layer, shadow = getattr(self, item.kind + "_layer")(item, squeeze)
            item.width = layer.shape[1] / FRAME_SIDE
            top, left = int(round(item.y * FRAME_SIDE - layer.shape[0] / 2)), int(round(item.x * FRAME_SIDE - layer.shape[1] / 2))
            if shadow:
                paste(picture, shadow_of(layer), top + 2, left + 2)
            paste(picture, layer, top, left)
        picture = np.clip(picture, 0, 255).astype(np.uint8)
        return degraded(picture, self.random) if soften else picture


def sign_colours(item, random):
    """(ink, paper): readable together; text without a panel is mostly white."""
    if item.label >= 0:
        paper = jittered(COLOURS[COLOUR_NAMES[item.label]], random)
        light = paper @ np.array([0.3, 0.59, 0.11]) > 128
        ink = np.array([15, 15, 15]) if light else np.array([245, 245, 245])
        if random.random() < 0.2:
            ink = np.array([200, 20, 20]) if light and item.label in (COLOUR_NAMES.index("white"), COLOUR_NAMES.index("yellow")) else ink
        return tuple(int(v) for v in ink), tuple(int(v) for v in paper)
    bright = random.random() < 0.75
    ink = random.integers(225, 256, 3) if bright else random.integers(0, 40, 3)
    return tuple(int(v) for v in ink), (0, 0, 0)


def jittered(colour, random):
    return np.clip(np.array(colour) + random.normal(0, 12, 3) + random.normal(0, 10), 0, 255)


def premultiply(picture):
    out = picture.astype(np.float32)
    out[..., :3] *= out[..., 3:] / 255.0
    return out


def boxed(layer, random):
    """The drawing on a plain card, as a picture pasted into a film would be."""
    margin = int(layer.shape[0] * random.uniform(0.04, 0.25))
    paper = random.choice([0, 255, 255, 128]) if random.random() < 0.8 else None
    colour = random.integers(0, 256, 3).astype(np.float32) if paper is None else np.full(3, paper, np.float32)
    out = np.empty((layer.shape[0] + 2 * margin, layer.shape[1] + 2 * margin, 4), np.float32)
    out[:] = (*colour, 255)
    paste(out[..., :3], layer, margin, margin)
    return out


def covered(layer, random):
    """Hides up to a third of the drawing behind a plain block."""
    high, wide = layer.shape[:2]
    deep = int((high if random.random() < 0.5 else wide) * random.uniform(0.1, 0.33))
    colour = (*random.integers(0, 256, 3).astype(np.float32), 255)
    side = random.integers(4)
    region = [layer[:deep], layer[high - deep:], layer[:, :deep], layer[:, wide - deep:]][side]
    region[:] = colour


def shadow_of(layer):
    out = np.zeros_like(layer)
    out[..., 3] = cv2.GaussianBlur(layer[..., 3], (0, 0), 1.5) * 0.5
    return out


def paste(picture, layer, top, left):
    """Lays a premultiplied RGBA layer over an RGB float picture, in place, cut at the edges."""
    high, wide = layer.shape[:2]
    up, down = max(0, top), min(picture.shape[0], top + high)
    near, far = max(0, left), min(picture.shape[1], left + wide)
    if up >= down or near >= far:
        return
    part = layer[up - top:down - top, near - left:far - left]
    spot = picture[up:down, near:far]
    spot *= 1 - part[..., 3:] / 255.0
    spot += part[..., :3]


def degraded(picture, random):
    """What cameras and codecs do: exposure, colour cast, blur, compression, noise."""
    if random.random() < 0.5:
        lifted = picture.astype(np.float32) * random.uniform(0.7, 1.25) + random.uniform(-25, 25)
        lifted *= random.uniform(0.92, 1.08, 3).astype(np.float32)
        picture = np.clip(lifted, 0, 255).astype(np.uint8)
    if random.random() < 0.3:
        picture = cv2.GaussianBlur(picture, (0, 0), random.uniform(0.3, 1.1))
    if random.random() < 0.4:
        _, packed = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(25, 95))])
        picture = cv2.imdecode(packed, cv2.IMREAD_COLOR)
    if random.random() < 0.15:
        picture = np.clip(picture + random.normal(0, random.uniform(2, 9), picture.shape), 0, 255).astype(np.uint8)
    return picture


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
    """One to four objects, now and then a panel and a sign."""
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
        wanted.insert(0, Item("panel", 0, 0, float(random.uniform(0.12, 0.5)), int(random.integers(len(COLOUR_NAMES))), look=int(random.integers(1 << 31))))
    if random.random() < signs:
        paper = int(random.integers(len(COLOUR_NAMES))) if random.random() < 0.6 else -1
        wanted.insert(0, Item("sign", 0, 0, max(random_sign_height(random), 0.25 * artist.ease), paper, text=random_text(random), look=int(random.integers(1 << 31))))
    for item in wanted:
        if place(item, items, random, squeeze):
            items.append(item)
    return items


def random_squeeze(random):
    return float(random.choice([1.0, 0.75, 0.5625, random.uniform(0.5, 1.1)]))
