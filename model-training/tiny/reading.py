"""Answers read from the blocks that retrieval chose, as the product reads them: how many blocks are best."""
import contextlib

import torch

from adapter import activated
from batches import padded
from passes import all_right, answer_logits, answered, late_score, memory_of, query_vectors
from recalled import header_of, with_memory

ALWAYS = 4   # newest blocks that are always read, as the product does
# nats that a unit of score is worth ("retrieval" in afterimage.json), and the lead beyond which a block is read beside
# the newest alone (the product's Lead)
SCALE, ALONE = 0.05, 5


@torch.no_grad()
def chosen(decoder, text, batch, keys, blocks, always=ALWAYS, layer=0, sparing=False):
    """bool [G, Q, n]: the newest blocks of each question's story, those at the time that it names, and by late
    interaction the best others, up to `blocks`; where `sparing`, a block that no other comes near beside the newest
    alone, unless a time is named."""
    stories, per = len(batch.asked), batch.per_story
    bare = padded([text.ids(question.text) for question in batch.questions], text.pad)
    queries, real = query_vectors(decoder, bare, text.pad, layer + 1)
    scores = late_score(queries[layer], real, keys[layer]).view(stories, -1, stories, per)
    scores = torch.stack([scores[story, :, story] for story in range(stories)])                # [G, Q, n]
    leading, best = scores.topk(min(2, per), -1)
    alone = sparing * (leading[..., :1] - leading[..., -1:]) * SCALE > ALONE                     # [G, Q, 1]
    pair = (torch.arange(per) == best[..., :1]) | (torch.arange(per) == per - 1)
    scores = scores - scores.amax()                                                             # all below what is wanted for other reasons
    scores[..., max(0, per - always):] += 1e6
    for index, question in enumerate(batch.questions):
        if question.key and question.key[0] == "time":
            story, place = divmod(index, len(batch.questions) // stories)
            scores[story, place] += 2e6 * torch.tensor([float(frame.time == question.key[1])
                for frame in batch.frames[story * per:(story + 1) * per]])
            alone[story, place] = False
    return torch.where(alone, pair, torch.zeros_like(pair).scatter(-1, scores.topk(min(blocks, per), -1).indices, True))


@torch.no_grad()
def read_from(decoder, text, batch, images, blocks, always=ALWAYS, recalled=None, sparing=False):
    """Per question whether it is answered rightly from so many blocks, bool [G * Q], and the share of those with a
    block to find in which it was read. `recalled`: memory tokens of each story [G, 32, width], read before the
    blocks."""
    memory, keys, _ = memory_of(decoder, batch, images, text.image)
    stories, pinned, length = len(batch.asked), len(batch.pinned), batch.blocks.shape[1]
    if recalled is not None:
        with activated(decoder):
            memory = with_memory(decoder, memory, recalled, header_of(text), pinned)
        pinned += len(header_of(text)) + recalled.shape[1]
    picked = chosen(decoder, text, batch, keys, blocks, always, sparing=sparing)
    each, counts = picked.shape[1], picked.sum(-1).flatten()
    alone = batch.asked.view(stories * each, batch.strip)
    hidden = torch.empty(*alone.shape, decoder.shape.width)
    for count in counts.unique().tolist():
        asked = (counts == count).nonzero()[:, 0]                                               # [K] questions that read so many
        where = picked.flatten(0, 1)[asked].nonzero()[:, 1].view(len(asked), count)             # in the order of time
        rows = (pinned + where[..., None] * length + torch.arange(length)).flatten(1)
        rows = torch.cat([torch.arange(pinned).expand(len(rows), -1), rows], 1)                 # [K, p + k * T]
        of = asked // each
        gathered = [tuple(part[of].gather(2, rows[:, None, :, None].expand(-1, part.shape[1], -1, part.shape[3])) for part in layer)
            for layer in memory]
        with activated(decoder) if recalled is not None else contextlib.nullcontext():
            hidden[asked] = answered(decoder, gathered, alone[asked], batch.strip)[0]
    logits, target, owner = answer_logits(decoder, hidden.view(stories, each * batch.strip, -1), batch)
    return all_right(logits, target, owner, len(batch.questions)), found(batch, picked)


def found(batch, picked):
    """Share of the questions that name a thing which was there, with one of its blocks among those picked."""
    named = [index for index, question in enumerate(batch.questions) if question.key]
    stories, each, per = picked.shape
    hits = [(batch.match[row].view(stories, per)[index // each][picked[index // each, index % each]] == 1).any().item() for row,
        index in enumerate(named)]
    return sum(hits) / max(1, len(hits))
