"""Draws the small world: drawings, coloured panels and signs over photographs, 128x128 RGB.

Everything is squeezed sideways, since the product stretches a 16:9 or 4:3 frame to a square.
"""
import glob
import os

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from artwork import HELD_OUT
from grounds import Grounds
from looks import boxed, covered, degraded, jittered, looked, paste, premultiply, shadow_of, sign_colours
from vocabulary import COLOUR_NAMES, COLOURS, FRAME_SIDE

ICON_SETS = {"fa6-solid", "flat-color-icons", "game-icons", "hugeicons", "icon-park", "lucide", "mdi", "ph", "streamline-freehand-color",
             "streamline-ultimate-color", "tabler"}
DARK_SETS = {"fa6-solid", "game-icons", "hugeicons", "lucide", "mdi", "ph", "tabler", "fluent-emoji-high-contrast", "emojione-monotone",
             "noto-mono"}
KEPT_INK = "emojione-monotone"   # of the sets in one ink the one whose shades tell parts apart
CLUTTERED = 0.35     # share of training frames whose background has foreign pieces
PLAIN = 0.4          # share of drawings that keep their look
FIRST_SETS = {"noto", "twemoji", "fluent-emoji-flat"}   # the styles that training begins with


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
        self.grounds = Grounds(ground["test" if split in ("backgrounds", "both") else "footage" if split.startswith("footage")
            else "train"], self.random,
                               made=0.0 if split.startswith("footage") else 0.3, cluttered=CLUTTERED if split == "train" else 0.0)
        self.fonts = sorted(path for path in glob.glob("/usr/share/fonts/**/*.[to]tf", recursive=True)
                            if not any(word in path.lower()
                            for word in ("italic", "oblique", "symbol", "dingbat", "d050000l", "math", "emoji", "z003", "thin",
                            "hairline")))
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

    def object_layer(self, item, squeeze):
        """RGBA of an object, premultiplied float32 [h, w, 4]; the same look each time."""
        random = np.random.default_rng(item.look)
        high = max(8, int(round(item.height * FRAME_SIDE)))
        source = self.halved if high <= 56 else self.pictures
        picture = source[item.drawing]
        plain = random.random() < max(self.ease, PLAIN)
        if not plain:
            picture = looked(picture, self.style_of[item.drawing] in DARK_SETS, self.style_of[item.drawing] == KEPT_INK, random)
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
        out = cv2.resize(premultiply(np.asarray(layer)), (max(4, int(wide * scale * squeeze)), max(6, int(high * scale))),
            interpolation=cv2.INTER_AREA)
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
