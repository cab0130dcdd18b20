"""What an image token says, as a vector: the fixed words that the eye learns to emit and the decoder learns to read.

A token that shows an object carries the object's own word, unit length, taken from the decoder's embedding table, where
these rows stay as they are drawn here. Flags tell the object's centre from its parts, and in which of nine parts of the
frame the centre lies; colours of panels and characters of signs are added. A sign's i-th character is said in slot i
mod 3, beside a flag for i: a head that reads one slot alone reads one character, though a token holds several. The
character's own word is the sum over its slots, so that what is read is what is written. Since both sides know these
vectors beforehand, both can be trained at the same time."""
import math

import torch

from vocabulary import CHARACTERS, CLASSES, COLOUR_NAMES, GRID, SIGN_LENGTH, SIGN_SLOTS

SHARPNESS = 10.0   # turns a projection, 1 where a thing is and 0 where it isn't, into a logit
THRESHOLD = 0.5    # the projection at which "nothing there" is as likely


def slots(signs):
    """Facts by place in the sign, [.., SIGN_LENGTH], as facts by slot, [.., SIGN_SLOTS]; of two characters in one slot the earlier one."""
    early, late = signs[..., :SIGN_SLOTS], signs[..., SIGN_SLOTS:]
    return torch.where(early >= 0, early, late)


class Codes:
    def __init__(self, width=256, seed=20):
        generator = torch.Generator().manual_seed(seed)
        # Orthogonal as far as the width allows: classes, colours and flags need not be told apart by luck.
        basis = torch.linalg.qr(torch.randn(width, width, generator=generator))[0]
        counts = [len(CLASSES), len(COLOUR_NAMES), GRID * GRID, 6, 9]
        self.classes, self.colours, self.places, self.flags, self.spots = basis[:sum(counts)].split(counts)
        characters, self.turns, _ = basis[sum(counts):].tensor_split([SIGN_SLOTS * len(CHARACTERS),
            SIGN_SLOTS * len(CHARACTERS) + SIGN_LENGTH])
        self.signs = characters.view(SIGN_SLOTS, len(CHARACTERS), width)
        self.characters = self.signs.sum(0) / math.sqrt(SIGN_SLOTS)   # [36, width], the words of single characters
        self.image, self.centre, self.part, self.panel, self.panel_centre, self.sign = self.flags

    def emitted(self, seen):
        """`seen`: dict of int tensors as in `world.Seen`, [B, 16] or [B, 16, SIGN_LENGTH] -> [B, 16, width]."""
        part, centre = seen["part"], seen["centre"]
        none = len(CLASSES)
        words = torch.cat([self.classes, torch.zeros(1, self.classes.shape[1])])
        colours = torch.cat([self.colours, torch.zeros(1, words.shape[1])])
        signs = torch.cat([self.signs, torch.zeros(SIGN_SLOTS, 1, words.shape[1])], 1)
        spots = torch.cat([self.spots, torch.zeros(1, words.shape[1])])
        out = words[part] + colours[seen["panel"]] + self.image * 0.7 + self.places * 0.7 + spots[seen["spot"]] * 0.7
        out = out + (centre < none)[..., None] * self.centre + ((centre == none) & (part < none))[..., None] * self.part
        out = out + (seen["panel"] >= 0)[..., None] * self.panel * 0.7 + (seen["panel_centre"] >= 0)[..., None] * self.panel_centre * 0.7
        characters = slots(seen["sign"])
        for slot in range(SIGN_SLOTS):
            out = out + signs[slot][characters[..., slot]]
        out = out + 0.7 * (seen["sign"] >= 0).to(out.dtype) @ self.turns
        return out + (seen["sign"] >= 0).any(-1)[..., None] * self.sign

    def readings(self, tokens):
        """Logits of what tokens [.., 16, width] say: classes [.., 91], colours [.., 12], sign slots [.., SIGN_SLOTS,
        37]; the last of each is none."""
        tokens = tokens.float()
        def against(vectors):
            logits = SHARPNESS * (tokens @ vectors.t())
            return torch.cat([logits, torch.full_like(logits[..., :1], SHARPNESS * THRESHOLD)], -1)
        return against(self.classes), against(self.colours), torch.stack([against(self.signs[slot]) for slot in range(SIGN_SLOTS)], -2)
