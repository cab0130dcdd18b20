"""The recurrent memory bridge: 32 memory tokens that are read and written once per segment, and what they are to say.

A segment is a stored block. Memory tokens and the segment's image tokens pass a layer together; the memory tokens are
changed by what they saw, then look back over past memories (at most eight, spread over the stream). Each image token
says whether it shows something that memory lacks; whatever is new takes the next free places, in the order of the image
tokens. Place 0 says how many things were noted so far.

As with the eye (`codes.py`), what a memory token says is fixed beforehand, so that bridge and decoder learn the same
language: the thing's word, in how many visits it was seen, whether it is here now, whether it was in the last frame
that showed anything, and, half as loud, the word of what was there before it first came. Weights begin close to what
this takes (`Bridge.begin`) and learn the rest."""
import dataclasses

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from decoder import Mlp
from vocabulary import CLASSES

SLOTS = 32          # memory tokens
ENTRIES = SLOTS - 1   # places for things; the 32nd thing takes the first one's place again
PAST = 8            # past memories that are looked back on
COUNTS = 8          # visits and things are counted up to here
HEADS = 4
ALIKE = 0.6         # cosine of what is put down of two image tokens above which they show the same
EARLIER = 0.5       # how loud the word of what was there before is
HEADER = "\nSeen before:"


def spread(count, most=PAST):
    """Numbers of at most `most` of `count` past memories: the newest, and the others evenly over what came before."""
    kept = min(count, most)
    return [(index + 1) * count // kept - 1 for index in range(kept)]


# --- the bridge ----------------------------------------------------------------------------------------------------------------------
def attended(q, k, v):
    """q [B, N, D], k and v [B, M, D] -> [B, N, D]"""
    batch, count, width = q.shape
    q, k, v = (part.reshape(batch, -1, HEADS, width // HEADS).transpose(1, 2) for part in (q, k, v))
    weights = torch.softmax((q @ k.transpose(-1, -2)).float() * (width // HEADS) ** -0.5, -1).to(v.dtype)
    return (weights @ v).transpose(1, 2).reshape(batch, count, width)


class Looking(nn.Module):
    """Multi-head attention without biases."""

    def __init__(self, width):
        super().__init__()
        for name in ("q_proj", "k_proj", "v_proj", "o_proj"):
            setattr(self, name, nn.Linear(width, width, bias=False))
            nn.init.normal_(getattr(self, name).weight, std=(0.05 if name == "o_proj" else 0.3) * width ** -0.5)

    def forward(self, x, over):
        return self.o_proj(attended(self.q_proj(x), self.k_proj(over), self.v_proj(over)))


class BridgeLayer(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.layer_norm1 = nn.LayerNorm(shape.width)
        self.self_attn = Looking(shape.width)
        self.layer_norm2 = nn.LayerNorm(shape.width)
        self.mlp = Mlp(shape)
        nn.init.normal_(self.mlp.down_proj.weight, std=0.004)             # layers begin quiet: what they add at random would be put down

    def forward(self, x):
        normed = self.layer_norm1(x)
        x = x + self.self_attn(normed, normed)
        return x + self.mlp(self.layer_norm2(x))


class Bridge(nn.Module):
    """`forward` is one segment: memory [B, 32, width] and how many things were noted [B] before, the segment's image
    tokens [B, T, width] and past memories [B, P * 32, width] -> memory and number afterwards, and per image token how
    surely it shows something new (a logit) and whether it was noted."""

    def __init__(self, shape, layers=1, mlp=256):
        super().__init__()
        width = shape.width
        self.place = nn.Parameter(torch.randn(SLOTS, width) * 0.3 * width ** -0.5)
        self.layers = nn.ModuleList(BridgeLayer(dataclasses.replace(shape, mlp=mlp)) for _ in range(layers))
        self.norm = nn.LayerNorm(width)
        self.change = nn.Linear(width, width, bias=False)
        self.novelty = nn.Linear(width, 1)
        self.entry = nn.Linear(width, width)
        self.past_norm = nn.LayerNorm(width)
        self.past = Looking(width)
        self.noted = nn.Parameter(torch.zeros(SLOTS, width))               # place 0, by how many things were noted
        nn.init.zeros_(self.change.weight), nn.init.zeros_(self.past.o_proj.weight)

    @torch.no_grad()
    def begin(self, codes, say):
        """In the first layer two heads look, across memory and image tokens, for the same thing, and say whether it is
        there; the others find what was there last, for an image token. What is shown and was not here is counted once
        more. What is noted is the token's word with that, and what centres on a thing not in memory is new."""
        words, length = codes.classes, 8.7                                 # a word's length behind the norms
        self.place -= self.place @ words.t() @ words
        look, head = self.layers[0].self_attn, self.place.shape[1] // HEADS
        for index in range(2):
            rows = slice(index * head + 2, (index + 1) * head)
            look.k_proj.weight[rows] = 1.2 * torch.randn(head - 2, len(words)) @ words * (head - 2) ** -0.5
            look.q_proj.weight[rows] = look.k_proj.weight[rows]
            for row, (query, key) in enumerate(((say.thing, codes.image), (codes.image, say.thing))):
                look.q_proj.weight[index * head + row], look.k_proj.weight[index * head + row] = 0.95 * query, 0.95 * key
            for row, (flag, out) in enumerate(((say.thing, say.spare[0]), (codes.image, say.spare[1]))):
                look.v_proj.weight[index * head + row], look.o_proj.weight[:, index * head + row] = flag / (0.7 * length), out
        half = len(words) // 2
        for index, part in ((2, words[:half]), (3, words[half:])):
            rows = slice(index * head, (index + 1) * head)
            look.q_proj.weight[rows], look.k_proj.weight[rows] = 0.0, 0.0
            look.q_proj.weight[index * head], look.k_proj.weight[index * head] = 1.2 * codes.image, 1.2 * say.latest
            look.v_proj.weight[rows], look.o_proj.weight[:, rows] = 0.0, 0.0
            look.v_proj.weight[index * head:index * head + half] = part
            look.o_proj.weight[:, index * head:index * head + half] = 1.5 * EARLIER * part.t() / length
        mlp = self.layers[0].mlp
        for number, step in enumerate(say.steps):                          # a thing that is shown and was not here comes once more
            mlp.gate_proj.weight[number] = 1.0 * say.spare[1] - 2.4 * say.here + 4.0 * say.counts[number] - 5.2 * say.thing
            mlp.up_proj.weight[number], mlp.down_proj.weight[:, number] = 0.01 * say.thing, step
            self.change.weight.add_(0.175 * torch.outer(say.counts[number + 1] - say.counts[number], step))
        for flag in (say.here, say.latest):                                # on where image tokens show it, off elsewhere
            self.change.weight.add_(torch.outer(flag, 0.42 * say.spare[1] - flag) / 5)
        self.entry.weight.copy_(words.t() @ words / 5.7)
        self.entry.bias.copy_(0.7 * (say.thing + say.counts[0] + say.here + say.latest))
        self.novelty.weight.copy_((0.5 * codes.centre - 0.5 * say.spare[0])[None])
        self.novelty.bias.fill_(-2.0)
        self.noted.copy_(say.total())

    def start(self, batch):
        return torch.zeros(batch, SLOTS, self.place.shape[1]), torch.zeros(batch)

    def forward(self, memory, noted, images, past, new=None, forced=None):
        """`new`: bool [B, T], what is noted, whatever the bridge itself would note, where `forced` [B] holds."""
        x = torch.cat([memory + self.place, images], 1)
        for layer in self.layers:
            x = layer(x)
        x = self.norm(x)
        memory = memory + self.change(x[:, :SLOTS]).float()
        memory = memory + self.past(self.past_norm(memory), self.past_norm(past)).float()
        surely = self.novelty(x[:, SLOTS:])[..., 0].float()
        chosen = surely > 0
        words = x[:, SLOTS:] @ self.entry.weight.t()
        alike = F.cosine_similarity(words[:, :, None].float(), words[:, None].float(), dim=-1) > ALIKE               # [B, T, T]
        chosen = chosen & ~(alike & chosen[:, None]).tril(-1).any(-1)      # what stands there twice is noted once
        if new is not None:
            chosen = torch.where(forced[:, None], new, chosen)
        chosen = chosen.float()
        place = 1 + (noted[:, None] + chosen.cumsum(1) - 1) % ENTRIES                              # [B, T]
        puts = chosen[..., None] * (place[..., None] == torch.arange(1, SLOTS))                    # [B, T, 31]
        noted = noted + chosen.sum(1)
        entries = memory[:, 1:] * (1 - puts.sum(1))[..., None] + puts.transpose(1, 2) @ (words + self.entry.bias).float()
        first = self.noted[noted.clamp(max=ENTRIES).long()][:, None]
        memory = torch.cat([first, entries], 1)
        return memory if self.training else memory.half().float(), noted, surely, chosen.bool()    # stored in half precision


def remembered(bridge, images, new=None, forced=None):
    """Memories after each of n segments. `images` [B, n, T, width]; where `forced` [B] holds, `new` [B, n, T] is noted.
    -> memories [B, n, 32, width], noted [B, n], logits of novelty [B, n, T], and what was noted, bool [B, n, T]"""
    memory, noted = bridge.start(len(images))
    memories, counts, logits, chosen = [memory], [], [], []
    for step in range(images.shape[1]):
        past = torch.cat([memories[number] for number in spread(len(memories))], 1)
        given = (None, None) if new is None else (new[:, step], forced)
        memory, noted, surely, put = bridge(memory, noted, images[:, step], past, *given)
        memories.append(memory), counts.append(noted), logits.append(surely), chosen.append(put)
    return torch.stack(memories[1:], 1), torch.stack(counts, 1), torch.stack(logits, 1), torch.stack(chosen, 1)


# --- what memory is to say -----------------------------------------------------------------------------------------------------------
class MemoryCodes:
    """What memory tokens are made of: words of things, and numbers and flags at right angles to them and to all that
    image tokens say but signs. Numbers have vectors of their own: the decoder's words for them point nearly the same
    way (cosines of .7 to .96), and what they say would hardly be read."""

    def __init__(self, codes, seed=21):
        self.words = codes.classes
        used = torch.cat([codes.classes, codes.colours, codes.places, codes.flags, codes.spots])
        drawn = torch.randn(used.shape[1], 6 + 2 * COUNTS - 1, generator=torch.Generator().manual_seed(seed))
        basis = torch.linalg.qr(torch.cat([used.t(), drawn], 1))[0].t()[len(used):]
        self.totalling, self.thing, self.here, self.latest = basis[:4]
        self.counts = basis[6:6 + COUNTS]
        # what the bridge tells itself: what is shown or known, and that a number takes a step
        self.spare, self.steps = basis[4:6], basis[6 + COUNTS:]

    def total(self):
        """What place 0 says, by how many things were noted: that number, and that it is a total. [32, width]"""
        kept = torch.arange(SLOTS).clamp(1, COUNTS) - 1
        rows = self.counts[kept] + 0.7 * self.totalling
        rows[0] = 0.7 * self.totalling
        return rows

    def told(self, entry):
        flags = self.thing + entry.here * self.here + entry.latest * self.latest + self.counts[min(entry.visits, COUNTS) - 1]
        out = self.words[entry.label] + 0.7 * flags
        return out + EARLIER / len(entry.before) * self.words[list(entry.before)].sum(0) if entry.before else out


@dataclasses.dataclass
class Entry:
    label: int
    before: tuple      # what the last frame that showed anything showed before this came, without what came with it
    visits: int = 1
    here: bool = True
    latest: bool = True


@dataclasses.dataclass
class Truth:
    new: torch.Tensor        # bool [n, T]: which image tokens show something to be noted
    again: torch.Tensor      # bool [n, T]: and which show the same once more, new or not
    told: torch.Tensor       # [n, 32, width]: what memory is to say after each segment
    places: dict             # at the end: label -> place


def truth(codes, centre, part):
    """What the bridge is to do with one stream: `centre` and `part` int [n, T], the things whose centre and whose parts
    each image token shows."""
    entries, noted, latest = {}, 0, ()                                    # place -> Entry
    new, again, told = np.zeros(centre.shape, bool), np.zeros(centre.shape, bool), torch.zeros(len(centre), SLOTS, codes.words.shape[1])
    total = codes.total()
    for step, (centres, parts) in enumerate(zip(centre, part)):
        present = {int(label) for label in parts if label < len(CLASSES)}
        for entry in entries.values():
            entry.visits += entry.label in present and not entry.here
            entry.here = entry.label in present
            entry.latest = entry.here if present else entry.latest
        fresh, known = set(), {entry.label for entry in entries.values()}
        for token, label in enumerate(centres):
            again[step, token] = label in fresh
            if label < len(CLASSES) and label not in known:
                new[step, token] = True
                fresh.add(label)
                entries[1 + noted % ENTRIES] = Entry(int(label), tuple(sorted(set(latest) - {label})))
                known.add(label)
                noted += 1
        latest = tuple(present) or latest
        told[step, 0] = total[min(noted, ENTRIES)]
        for place, entry in entries.items():
            told[step, place] = codes.told(entry)
    return Truth(torch.from_numpy(new), torch.from_numpy(again), told, {entry.label: place for place, entry in entries.items()})
