"""Streams of which the decoder reads a few frames, or all, and memory has seen every one: batches, contexts with
memory, and what both are taught."""
import dataclasses

import numpy as np
import torch
from torch.nn import functional as F

import stories
import world
from adapter import activated
from batches import SEEN, Batch, Maker, matches
from bridge import HEADER, remembered, truth
from decoder import rotate, rotation
from passes import READING, answer_loss, answered, causal, gaze_loss, memory_of
from questions import KINDS, STORY_KINDS, ask

LENGTHS = {4: 12, 6: 8, 12: 4, 24: 2}    # frames of a stream, and how many of them a step takes
WHOLE = 0.15                             # share of the batches whose frames are all read beside memory: what it says must not disturb
KINDS_RECALLED = STORY_KINDS | {"now": 0.5, "is_now": 0.4, "all": 0.6}   # what the whole story answers, and what the newest frame does
SLOTS_READ = {"visits", "before", "still", "there"}                      # kinds whose answer stands in the named thing's place
# how much more a thing counts that is to be noted than one that is not: what is noted wrongly stays
NOTING = 1.0
TOLD = 0.3                               # share of the streams whose bridge is told what to note
# share of the streams whose memory the decoder reads as it should be, so that reading doesn't wait for what the bridge
# has yet to learn
GIVEN = 0.3
REMEMBERING = (3, 1)                     # layer and KV head that look up in memory what a question names


@dataclasses.dataclass
class Tale:
    """B streams of n frames."""
    batch: Batch             # the frames that are read, k of each stream, asked about the whole streams; pictures of all frames
    seen: dict               # facts of all frames, [B * n, 16] ...
    shown: torch.Tensor      # [B, k] which frames are read
    new: torch.Tensor        # bool [B, n, 16], as `again` from bridge.Truth
    again: torch.Tensor
    told: torch.Tensor       # [B, n, 32, width] what memory is to say after each frame
    places: list             # per stream: label -> place in memory at its end

    def streams(self, images):
        """Image tokens of all frames, [B * n, 16, width] -> [B, n, 16, width]"""
        return images.view(len(self.shown), -1, *images.shape[1:])

    def read(self, images):
        """Those of the frames that are read, [B * k, 16, width]"""
        return self.streams(images)[torch.arange(len(self.shown))[:, None], self.shown].flatten(0, 1)


def visible(random, tale, questions, count):
    """Numbers of the last frame and `count - 1` earlier ones, as retrieval gives them: by and large those that show what is asked about."""
    rest = list(range(len(tale) - 1))
    keys = [q.key for q in questions if q.key]
    wanted = [index for index in rest if any(matches(key, tale[index]) for key in keys)]
    chosen = set()
    while len(chosen) < min(count - 1, len(rest)):
        pool = wanted if random.random() < 0.6 and set(wanted) - chosen else rest
        chosen.add(int(pool[random.integers(len(pool))]))
    return [*sorted(chosen), len(tale) - 1]


def story_of(maker, length):
    """Few kinds of things, so that they come back."""
    labels = maker.random.permutation(maker.labels)[:int(maker.random.choice([4, 8, 14, 30]))]
    return stories.story(maker.random, length, labels, maker.pick, maker.signs)


def tale_of(maker, codes, tales, asked, shown):
    """The streams with what memory is to say of them; `shown`: per stream the numbers of the frames that are read.
    `codes`: bridge.MemoryCodes."""
    facts = [world.seen(frame.items, frame.squeeze) for tale in tales for frame in tale]
    seen = {name: torch.from_numpy(np.stack([getattr(fact, name) for fact in facts])).long() for name in SEEN}
    truths = [truth(codes, *(seen[name].view(len(tales), len(tales[0]), -1)[index].numpy() for name in ("centre", "part")))
        for index in range(len(tales))]
    batch = maker.of([[tale[index] for index in numbers] for tale, numbers in zip(tales, shown)], asked, drawn=tales)
    return Tale(batch, seen, torch.tensor(shown), *(torch.stack([getattr(t, name) for t in truths]) for name in ("new", "again", "told")),
        [t.places for t in truths])


def made(maker: Maker, codes, length, streams, questions, read=None, kinds=KINDS_RECALLED):
    """`read`: how many frames of each stream are read; all unless given."""
    tales = [story_of(maker, length) for _ in range(streams)]
    asked = [ask(maker.asker, tale, questions, kinds) for tale in tales]
    return tale_of(maker, codes, tales, asked, [visible(maker.random, tale, group, read or length) for tale, group in zip(tales, asked)])


def drawn_at_random(maker, codes, kinds=KINDS, pace=None):
    """A step's batch; `kinds`: of the questions where all frames are read; `pace`: what lengths are drawn with, where
    several processes draw the same."""
    pace = pace or maker.random
    length = int(pace.choice(list(LENGTHS)))
    streams = LENGTHS[length]
    questions = min(20, 96 // streams)
    if length <= 12 and pace.random() < WHOLE:
        return made(maker, codes, length, streams, questions, kinds=kinds)
    return made(maker, codes, length, streams, questions, int(pace.integers(1, min(7, length))))


def with_memory(decoder, context, memory, header, pinned):
    """Puts the memory block, `header` and 32 memory tokens [B, 32, width] that see the `pinned` tokens at its
    beginning, behind those of `context`. The decoder that reads memory (`adapter.activated`) reads the block as
    well."""
    x = torch.cat([decoder.embed_tokens(header).to(memory.dtype).expand(len(memory), -1, -1), memory], 1)
    turn = rotation(torch.arange(pinned), decoder.shape)
    past = [(rotate(k[:, :, :pinned], turn), v[:, :, :pinned]) for k, v in context]
    _, kept = decoder.run(x, pinned + torch.arange(x.shape[1]), causal(x.shape[1], pinned), past)
    return [tuple(torch.cat([whole[:, :, :pinned], part, whole[:, :, pinned:]], 2) for whole, part in zip(layer, own[1:])) for layer,
        own in zip(context, kept)]


def header_of(text):
    return torch.tensor(text.ids(HEADER))


def memory_gaze(decoder, context, own, tale, header, aligned):
    """The word that names a thing looks at its place in memory, and so does the place where the answer is written; in
    streams whose memory is `aligned` [B], which notes things where it should."""
    batch, known = tale.batch, context[0][0].shape[2]
    before = len(batch.pinned) + header
    def loss(rows, labels, heads):
        places = [tale.places[story].get(label) if aligned[story] else None for story, label in zip(rows[:, 0].tolist(), labels)]
        keep = [index for index, place in enumerate(places) if place is not None]
        if not keep:
            return torch.zeros(())
        spots = torch.zeros(len(keep), known, dtype=torch.bool)
        spots[torch.arange(len(keep)), torch.tensor([before + places[index] for index in keep])] = True
        return sum(gaze_loss(context, own, batch, rows[keep], spots, decoder.shape, *head) for head in heads) / len(heads)
    each = len(batch.questions) // len(batch.asked)
    story, place = batch.learn.nonzero().unbind(1)
    asked = [batch.questions[s * each + o] for s, o in zip(story.tolist(), batch.owner[story, place].tolist())]
    reads = [index for index, q in enumerate(asked) if q.kind in SLOTS_READ and q.key]
    return loss(batch.named[:, :2], batch.named[:, 2].tolist(), [REMEMBERING]) + loss(torch.stack([story, place], 1)[reads],
        [asked[index].key[1] for index in reads], READING)


def told_loss(memories, tale, logits, before, after):
    """How far memory is from what it is to say, where the bridge has noted what it should have (`agreement`); and
    cross-entropy of what is noted."""
    filled = (tale.told.abs().sum(-1) > 0).float()
    wrong = (memories - tale.told).pow(2).sum(-1) * (0.1 + filled)
    on = after[..., None].expand_as(wrong).float()
    far = (wrong * on).sum() / ((0.1 + filled) * on).sum().clamp(min=1.0)
    here = F.binary_cross_entropy_with_logits(logits, tale.new.float(), weight=(1.0 + NOTING * tale.new) * ~tale.again, reduction="none")
    return far, (here * before[..., None]).mean()


def agreement(chosen, new, forced):
    """bool [B, n]: up to here, this segment left out, the bridge noted what it should have, or was told to; and [B, n] with it."""
    right = (chosen == new).all(-1) | forced[:, None]
    after = right.int().cumprod(1).bool()
    return torch.cat([torch.ones_like(after[:, :1]), after[:, :-1]], 1), after


def through(bridge, tale, images):
    """The recurrence over whole streams, `images` [B * n, 16, width]: the memory at their end [B, 32, width], the
    bridge's loss, which streams' memory is aligned [B], and figures. Some of the streams are told what to note, so that
    the rest of memory is learnt where the bridge still notes other things."""
    streams = tale.streams(images)
    forced = torch.rand(len(streams)) < TOLD
    memories, _, logits, chosen = remembered(bridge, streams, tale.new, forced)
    before, after = agreement(chosen, tale.new, forced)
    far, novel = told_loss(memories, tale, logits, before, after)
    free = after[:, -1][~forced].float()
    return memories[:, -1], far + 2.0 * novel, after[:, -1], {"far": far.item(), "novel": novel.item(),
        **({"aligned": free.mean().item()} if len(free) else {})}


@torch.no_grad()
def as_read(bridge, tale, images):
    """What a bridge that rests remembers at the streams' end, [B, 32, width], or what it should, for some of the
    streams; and which are aligned, bool [B]."""
    given = torch.rand(len(tale.shown)) < GIVEN
    memories, _, _, chosen = remembered(bridge, tale.streams(images))
    read = torch.where(given[:, None, None], tale.told[:, -1], memories[:, -1])
    return read, agreement(chosen, tale.new, given)[1][:, -1]


@torch.no_grad()
def right(decoder, bridge, text, tale, images, use):
    """Per question of a tale, whether its answer is right; `use`: "bridge", "told" (what memory should say) or "none"."""
    batch = tale.batch
    context, *_ = memory_of(decoder, batch, tale.read(images), text.image)
    if use == "none":
        return answer_loss(decoder, answered(decoder, context, batch.asked, batch.strip)[0], batch)[1]
    memory = remembered(bridge, tale.streams(images))[0][:, -1] if use == "bridge" else tale.told[:, -1]
    with activated(decoder):
        context = with_memory(decoder, context, memory, header_of(text), len(batch.pinned))
        return answer_loss(decoder, answered(decoder, context, batch.asked, batch.strip)[0], batch)[1]
