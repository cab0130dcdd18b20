"""Teaches questions to find their blocks: among those of the step, and among the blocks of the steps before as so many
more that are wrong."""
import collections

import numpy as np
import torch
from torch import nn

from batches import Maker
from passes import RETRIEVAL_LAYERS, contrast, late_score, mean_score, query_vectors, recall
from vocabulary import CLASSES

# layers whose late interaction the loss is made of; with the mean key's and layer 2's, queries and keys there grow
# until all is lost
TAUGHT = (0, 1)
ASKED_AT_ONCE = 64


class Temperatures(nn.Module):
    """Learned scale of each layer's late interaction, for the loss alone: it changes no ranking."""

    def __init__(self):
        super().__init__()
        self.late = nn.Parameter(torch.full((RETRIEVAL_LAYERS,), -3.0))


class Earlier:
    """Blocks of the last steps, to tell the right one from: a step has some fifty, a stream of an hour thousands. Their
    keys are a few steps old, which at the rates of a join is as good as new (a queue as in MoCo, He et al. 2020)."""

    def __init__(self, most=576):
        self.most, self.parts = most, collections.deque()

    def __len__(self):
        return sum(len(frames) for frames, *_ in self.parts)

    def add(self, frames, keys):
        """keys: per taught layer [F, kv, T, head]"""
        shown = np.zeros((len(frames), len(CLASSES)), bool)
        for row, frame in zip(shown, frames):
            row[[item.label for item in frame.objects()]] = True
        self.parts.append((frames, shown, [keys[layer].detach() for layer in TAUGHT]))
        while len(self) > self.most:
            self.parts.popleft()

    def keys(self):
        """Per taught layer [M, kv, T, head]"""
        return [torch.cat(layers) for layers in zip(*(keys for *_, keys in self.parts))]

    def relations(self, asked):
        """int8 [R, M]: 0 where the block doesn't show what the question names, -1 where it does: it isn't of the question's stream."""
        shown = np.concatenate([shown for _, shown, _ in self.parts])
        frames = [frame for frames, *_ in self.parts for frame in frames]
        rows = [-shown[:, q.key[1]].astype(np.int8) if q.key[0] == "class"
            else np.array([Maker.relation(q.key, frame, False) for frame in frames], np.int8) for q in asked]
        return torch.from_numpy(np.stack(rows))


def retrieval_loss(decoder, temperatures, batch, keys, pad, earlier=None):
    """Loss, and how often each score finds a right block of the step first; `earlier` gets the step's blocks."""
    chosen = torch.randperm(len(batch.bare))[:ASKED_AT_ONCE]
    if not len(chosen):
        return torch.zeros(()), {}
    queries, real = query_vectors(decoder, batch.bare[chosen], pad, RETRIEVAL_LAYERS)
    match, total, found = batch.match[chosen], 0.0, {}
    wrong, known = None, {}
    if earlier is not None and len(earlier):
        named = [q for q in batch.questions if q.key]
        wrong, known = earlier.relations([named[index] for index in chosen]), dict(zip(TAUGHT, earlier.keys()))
    for layer in range(RETRIEVAL_LAYERS):
        for kind, score in (("late", late_score), ("mean", mean_score)):
            scores = score(queries[layer], real, keys[layer])
            found[f"{kind}{layer}"] = recall(scores.detach(), match, 1)
            if kind == "late" and layer in TAUGHT:
                more, matched = (scores, match) if wrong is None else (torch.cat([scores, score(queries[layer], real, known[layer])], 1),
                    torch.cat([match, wrong], 1))
                total = total + contrast(more * temperatures.late[layer].exp(), matched)
                found[f"{kind}{layer}.many"] = recall(more.detach(), matched, 1)
    if earlier is not None:
        earlier.add(batch.frames, keys)
    return total / len(TAUGHT), found
