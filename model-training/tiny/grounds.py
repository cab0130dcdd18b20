"""Backgrounds: crops of photographs, made ones, and foreign pieces stuck on."""
import cv2
import numpy as np

from vocabulary import FRAME_SIDE


class Grounds:
    """`made`: share that is no photograph; `cluttered`: share with foreign pieces."""

    def __init__(self, pictures, random, made, cluttered):
        self.pictures, self.random, self.made, self.clutter = pictures, random, made, cluttered

    def one(self):
        """RGB uint8 [128, 128, 3]"""
        random = self.random
        picture = self.made_up() if random.random() < self.made else self.photograph()
        return self.cluttered(picture) if self.clutter and random.random() < self.clutter else picture

    def cluttered(self, picture):
        """Pieces of other pictures stuck on: edges and shapes that are none of the things."""
        random = self.random
        for _ in range(random.integers(1, 6)):
            high, wide = (int(side) for side in random.integers(10, 60, 2))
            top, left = random.integers(0, FRAME_SIDE - high), random.integers(0, FRAME_SIDE - wide)
            piece = cv2.resize(self.photograph(), (wide, high), interpolation=cv2.INTER_AREA)
            if piece.std((0, 1)).mean() < 20:   # a plain one would be a panel
                continue
            mask = np.zeros((high, wide, 1), np.uint8)
            if random.random() < 0.6:
                mask[:] = 1
            else:
                cv2.ellipse(mask, (wide // 2, high // 2), (wide // 2, high // 2), 0, 0, 360, 1, -1)
            spot = picture[top:top + high, left:left + wide]
            spot[:] = np.where(mask, piece, spot)
        return picture

    def photograph(self):
        random = self.random
        cut = self.pictures[random.integers(len(self.pictures))]
        side = random.integers(100, cut.shape[0] + 1)
        left, top = random.integers(0, cut.shape[0] - side + 1, 2)
        picture = cv2.resize(cut[top:top + side, left:left + side], (FRAME_SIDE, FRAME_SIDE), interpolation=cv2.INTER_AREA
            if side > FRAME_SIDE else cv2.INTER_LINEAR)
        return picture[:, ::-1].copy() if random.random() < 0.5 else picture

    def made_up(self):
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
