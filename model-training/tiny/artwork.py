"""Drawings of the object classes: reads them from icon packages and rasterises them once into `sprites.npz`.

Every set is free to use and to build upon; NOTICE names them. None of the pictures is in the repository: `setup.sh` fetches the
packages, this file turns them into arrays. `fxemoji` is never trained on: it is the drawing style that measurements hold out.
"""
import argparse
import csv
import io
import json
import pathlib

import numpy as np
import resvg_py
from PIL import Image, ImageDraw, ImageFont

SIDE = 128
EMOJI = ["noto", "noto-v1", "twemoji", "fluent-emoji", "fluent-emoji-flat", "fluent-emoji-high-contrast", "openmoji",
         "emojione", "emojione-v1", "emojione-monotone", "streamline-emojis", "fxemoji"]
ICONS = ["icon-park", "ph", "mdi", "tabler", "fa6-solid", "game-icons", "lucide", "streamline-ultimate-color", "hugeicons",
         "flat-color-icons", "streamline-freehand-color"]
HELD_OUT = "fxemoji"
# Names under which the sets file a class when it is neither its own name nor the emoji's.
OTHER_NAMES = {
    "cherries": ["cherry"], "corn": ["ear-of-corn", "maize"], "pizza": ["slice-of-pizza", "pizza-slice"], "burger": ["hamburger"],
    "hotdog": ["hot-dog"], "donut": ["doughnut"], "cake": ["birthday-cake", "cake-slice"], "coffee": ["coffee-cup", "mug-hot"],
    "beer": ["beer-mug", "beer-stein", "beer-mug-empty", "beer-bottle"], "wine": ["wine-glass", "whitewineglass", "wineglass"],
    "milk": ["milk-bottle", "bottle-of-milk", "milk-carton"], "dog": ["dog-face"], "cat": ["cat-face"], "mouse": ["mouse-face", "rat"],
    "rabbit": ["rabbit-face"], "fox": ["fox-face"], "bear": ["bear-face"], "panda": ["panda-face"], "tiger": ["tiger-face"],
    "lion": ["lion-face"], "cow": ["cow-face"], "pig": ["pig-face"], "frog": ["frog-face"], "monkey": ["monkey-face"],
    "bee": ["honeybee"], "fish": ["tropicalfish"], "whale": ["spouting-whale"], "tree": ["evergreen-tree", "pine-tree", "tree-evergreen"],
    "car": ["automobile", "car-side"], "bus": ["bus-side"], "bicycle": ["bike"], "airplane": ["plane", "airplane-tilt"],
    "sailboat": ["boat", "sail-boat"], "train": ["locomotive"], "football": ["soccer-ball", "soccer", "futbol"],
    "umbrella": ["umbrella-with-rain-drops"], "clock": ["alarm-clock", "alarm"],
    "phone": ["mobile-phone", "smartphone", "device-mobile", "cellphone"],
    "laptop": ["laptop-computer"], "book": ["closed-book", "book-closed"],
    "lightbulb": ["light-bulb", "bulb", "electric-light-bulb", "idea"],
    "gift": ["wrapped-gift", "present"], "hat": ["top-hat"], "shoe": ["running-shoe", "sneaker", "shoe-sneaker"],
    "backpack": ["school-backpack"], "glasses": ["eyeglasses", "eye-glasses"], "basketball": ["basketball-ball"], "rose": ["flower-rose"],
    "chicken": ["rooster-head"], "cactus": ["cactus-pot"], "hammer": ["hammer-simple"], "scissors": ["cut"], "rocket": ["rocket-launch"],
}
VARIANTS = ["", "1", "2", "-fill", "-duotone", "-bold", "-outline", "-filled", "-01", "-02", "-alt", "-variant"]
MIS_FILED = {("mdi", "apple"), ("mdi", "mouse"), ("lucide", "mouse"), ("ph", "mouse"), ("tabler", "mouse"), ("icon-park", "mouse"),
    ("hugeicons", "mouse"),
             ("hugeicons", "apple"), ("icon-park", "apple"), ("lucide", "phone"), ("ph", "phone"), ("tabler", "phone"), ("mdi", "phone"),
             ("fa6-solid", "phone"),
             ("tabler", "clock"), ("mdi", "football"), ("ph", "football"), ("fa6-solid", "football"), ("mdi", "candle"),
             ("icon-park", "phone"),
             ("ph", "mouse"), ("streamline-ultimate-color", "mouse"), ("icon-park", "bear"), ("flat-color-icons", "phone"),
             ("fxemoji", "mouse-fill"), ("game-icons", "phone"), ("icon-park", "train"), ("icon-park", "football")}


def classes(table):
    return list(csv.DictReader(open(table), delimiter="\t"))


def emoji_names(packages):
    """Code point -> the names that the sets with a character table give it."""
    names = {}
    for style in ("noto", "twemoji", "fluent-emoji-flat", "openmoji"):
        for code, name in json.load(open(packages / style / "chars.json")).items():
            names.setdefault(code, []).append(name)
    return names


def candidates(row, names):
    code = row["codepoints"].lower()
    found = [name for key in (code, code + "-fe0f", code.replace("-fe0f", "")) for name in names.get(key, [])]
    return list(dict.fromkeys(found + [row["fluent_name"], row["name"]] + OTHER_NAMES.get(row["name"], [])))


def drawings(icons, style, row, wanted, emoji):
    """The set's drawings of a class: one for an emoji set, up to three for a set of icons."""
    known = {name.replace("-", ""): name for name in [*icons["icons"], *icons.get("aliases", {})]}
    if not emoji and (style, row["name"]) in MIS_FILED:
        wanted = [name for name in wanted if name != row["name"]]
    hits = [known[key] for name in wanted for end in VARIANTS if (key := (name + end).replace("-", "")) in known]
    return list(dict.fromkeys(hits))[: 2 if emoji and style == "streamline-emojis" else 1 if emoji else 3]


def svg(icons, name):
    icon = icons["icons"].get(name)
    if icon is None:
        icon = icons["icons"].get(icons["aliases"][name]["parent"])
    if icon is None:
        return None
    width, height = icon.get("width", icons.get("width", 16)), icon.get("height", icons.get("height", 16))
    left, top = icon.get("left", 0), icon.get("top", 0)
    body = icon["body"].replace("currentColor", "#202020")
    return (f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
            f'viewBox="{left} {top} {width} {height}" width="{SIDE}" height="{SIDE}">{body}</svg>')


def fitted(picture):
    """Crops to what is drawn and scales the longer side to SIDE, centred; None if nothing is drawn."""
    box = picture.getchannel("A").point(lambda a: 255 if a > 16 else 0).getbbox()
    if box is None:
        return None
    cut = picture.crop(box)
    scale = SIDE / max(cut.size)
    cut = cut.resize((max(1, round(cut.width * scale)), max(1, round(cut.height * scale))), Image.LANCZOS)
    out = Image.new("RGBA", (SIDE, SIDE))
    out.paste(cut, ((SIDE - cut.width) // 2, (SIDE - cut.height) // 2))
    return np.asarray(out)


def rasterised(text):
    picture = Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=text)))).convert("RGBA")
    return fitted(picture)


def glyph(font, row):
    picture = Image.new("RGBA", (200, 200))
    ImageDraw.Draw(picture).text((20, 20), chr(int(row["codepoints"].split("-")[0], 16)), font=font, fill=(24, 24, 24, 255))
    return fitted(picture)


def collect(modules, table):
    packages = modules / "@iconify-json"
    names, rows = emoji_names(packages), classes(table)
    found = []
    for style in EMOJI + ICONS:
        icons = json.load(open(packages / style / "icons.json"))
        for label, row in enumerate(rows):
            for name in drawings(icons, style, row, candidates(row, names), style in EMOJI):
                text = svg(icons, name)
                picture = rasterised(text) if text else None
                if picture is not None:
                    found.append((style, label, picture))
    font = ImageFont.truetype(str(modules / "@expo-google-fonts/noto-emoji/700Bold/NotoEmoji_700Bold.ttf"), 140)
    for label, row in enumerate(rows):
        found.append(("noto-mono", label, glyph(font, row)))
        solid = modules / "@lobehub/fluent-emoji-3d/assets" / f"{row['codepoints'].lower()}.webp"
        if solid.exists():
            found.append(("fluent-3d", label, fitted(Image.open(solid).convert("RGBA"))))
    return found, [row["name"] for row in rows]


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--modules", type=pathlib.Path, required=True, help="node_modules with the icon packages")
    arguments.add_argument("--objects", type=pathlib.Path, default=pathlib.Path(__file__).parent / "objects.tsv")
    arguments.add_argument("--out", type=pathlib.Path, required=True)
    given = arguments.parse_args()
    found, names = collect(given.modules, given.objects)
    styles = sorted({style for style, _, _ in found})
    np.savez(given.out, pictures=np.stack([picture for _, _, picture in found]),
        labels=np.array([label for _, label, _ in found], np.int16),
             styles=np.array([styles.index(style) for style, _, _ in found], np.int16), style_names=np.array(styles), names=np.array(names))
    for style in styles:
        of_style = [label for s, label, _ in found if s == style]
        print(f"{style:28s} {len(of_style):4d} drawings of {len(set(of_style)):3d} classes")


if __name__ == "__main__":
    main()
