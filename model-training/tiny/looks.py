"""How drawings, panels, signs and whole pictures vary: colours, outlines, cards, shadows, and what cameras do."""
import cv2
import numpy as np

from vocabulary import COLOUR_NAMES, COLOURS


def looked(picture, inked, shaded, random):
    """The drawing with another look: recoloured, grey, outlined, inverted. RGBA uint8 in and out; `inked`: of one
    colour, `shaded` all the same."""
    rgb, alpha = picture[..., :3].astype(np.float32), picture[..., 3]
    chance = random.random()
    if inked and chance < 0.75:
        tint = random.integers(0, 256, 3) if chance < 0.45 else np.full(3, random.choice([0, 30, 255, 240]))
        rgb = np.broadcast_to(tint, rgb.shape).astype(np.float32) if not shaded else rgb * 0.3 + tint * 0.7
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
        edge = cv2.dilate(np.maximum(cv2.Canny(grey, 60, 140), cv2.morphologyEx(alpha, cv2.MORPH_GRADIENT, np.ones((3, 3)))),
            np.ones((3, 3)))
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
