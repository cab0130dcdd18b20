"""Stage "bridge": the memory bridge learns through its recurrence over streams whose image tokens are given, and the decoder learns to read
its memory, on a mix with the plain questions. Begins with the decoder of the stage named by `--decoder`; goes on from its own checkpoint."""
import argparse
import dataclasses
import pathlib
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

import stories
import world
from batches import Maker, SEEN, Text, matches
from bridge import Bridge, HEADER, MemoryCodes, remembered, truth
from codes import Codes
from decoder import Decoder, rotate, rotation
from passes import NAMING, READING, answer_loss, answered, causal, gaze_loss, memory_of, pointing_loss
from questions import NUMBERS, STORY_KINDS, ask
from shape import Shape
from stage import Rates, log_row, mixed, optimisers, save
from train_words import Temperatures, accuracy, by_kind, fix_words, lengths, noisy, retrieval_loss, stories_of
from vocabulary import CLASSES

ASKED = 6              # questions a story
SLOTS_READ = {"visits", "before", "still", "there", "order"}   # kinds whose answer stands in the named thing's place


@dataclasses.dataclass
class Tale:
    """Streams of n frames, of which the decoder sees `per_story`, and what memory is to say of them."""
    batch: object          # batches.Batch over the frames that are seen, asked about the whole streams
    seen: dict             # facts of all frames, [B * n, 16] ...
    new: torch.Tensor      # bool [B, n, 16], as `again` from bridge.Truth
    again: torch.Tensor
    told: torch.Tensor     # [B, n, 32, width]
    places: list           # per stream: label -> place in memory at its end


def visible(random, tale, questions, count):
    """The last frame and `count - 1` earlier ones, as retrieval gives them: by and large those that show what is asked about."""
    rest = list(range(len(tale) - 1))
    keys = [q.key for q in questions if q.key]
    wanted = [index for index in rest if keys and any(matches(key, tale[index]) for key in keys)]
    chosen = set()
    while len(chosen) < min(count - 1, len(rest)):
        pool = wanted if random.random() < 0.6 and set(wanted) - chosen else rest
        chosen.add(int(pool[random.integers(len(pool))]))
    return [tale[index] for index in sorted(chosen)] + [tale[-1]]


def story_of(random, count):
    """Few kinds of things, so that they come back."""
    labels = random.permutation(len(CLASSES))[:int(random.choice([4, 8, 14, 30]))]
    return stories.story(random, count, labels, lambda label: 0)


def facts_of(tales):
    facts = [world.seen(frame.items, frame.squeeze) for tale in tales for frame in tale]
    return {name: torch.from_numpy(np.stack([getattr(fact, name) for fact in facts])).long() for name in SEEN}


def told_of(maker, codes, tales, asked, count):
    seen = facts_of(tales)
    truths = [truth(codes, *(seen[name].view(len(tales), len(tales[0]), -1)[index].numpy() for name in ("centre", "part"))) for index in range(len(tales))]
    batch = maker.of([visible(maker.random, tale, questions, count) for tale, questions in zip(tales, asked)], asked)
    return Tale(batch, seen, torch.stack([t.new for t in truths]), torch.stack([t.again for t in truths]), torch.stack([t.told for t in truths]), [t.places for t in truths])


def make(maker, codes, length, count, streams, kinds=None):
    tales = [story_of(maker.random, length) for _ in range(streams)]
    return told_of(maker, codes, tales, [ask(maker.asker, tale, ASKED, kinds or STORY_KINDS) for tale in tales], count)


def with_memory(decoder, context, memory, header, pinned):
    """Puts the memory block, `header` and 32 memory tokens [B, 32, width] that see the pinned prompt, behind the pinned prompt of `context`."""
    p, shape = len(pinned), decoder.shape
    _, start = decoder.run(decoder.embed_tokens(pinned)[None].to(memory.dtype), torch.arange(p), causal(p))
    x = torch.cat([decoder.embed_tokens(header).to(memory.dtype).expand(len(memory), -1, -1), memory], 1)
    turn = rotation(torch.arange(p), shape)
    past = [(rotate(k, turn).expand(len(x), -1, -1, -1), v.expand(len(x), -1, -1, -1)) for _, k, v in start]
    _, kept = decoder.run(x, p + torch.arange(x.shape[1]), causal(x.shape[1], p), past)
    return [tuple(torch.cat([whole[:, :, :p], part, whole[:, :, p:]], 2) for whole, part in zip(layer, own[1:])) for layer, own in zip(context, kept)]


def memory_gaze(decoder, memory, own, tale, header):
    """The word that names a thing looks at its place in memory, and so does the place where the answer is written."""
    batch, known = tale.batch, memory[0][0].shape[2]
    before = len(batch.pinned) + header
    def wanted(rows, labels):
        out, keep = torch.zeros(len(rows), known, dtype=torch.bool), torch.zeros(len(rows), dtype=torch.bool)
        for index, (story, label) in enumerate(zip(rows[:, 0].tolist(), labels)):
            place = tale.places[story].get(label)
            if place is not None:
                out[index, before + place] = keep[index] = True
        return rows[keep], out[keep]
    rows, spots = wanted(batch.named[:, :2], batch.named[:, 2].tolist())
    loss = gaze_loss(memory, own, batch, rows, spots, decoder.shape, *NAMING) if len(rows) else torch.zeros(())
    each = len(batch.questions) // len(batch.asked)
    story, place = batch.learn.nonzero().unbind(1)
    asked = [batch.questions[s * each + o] for s, o in zip(story.tolist(), batch.owner[story, place].tolist())]
    reads = [index for index, q in enumerate(asked) if q.kind in SLOTS_READ and q.key]
    rows, spots = wanted(torch.stack([story, place], 1)[reads], [asked[index].key[1] for index in reads])
    return loss + (sum(gaze_loss(memory, own, batch, rows, spots, decoder.shape, *place) for place in READING) / len(READING) if len(rows) else 0.0)


def told_loss(memories, tale, logits, before, after):
    """How far memory is from what it is to say, where the bridge has noted what it should have (`agreement`); and cross-entropy of what is noted."""
    filled = (tale.told.abs().sum(-1) > 0).float()
    wrong = (memories - tale.told).pow(2).sum(-1) * (0.1 + filled)
    on = after[..., None].expand_as(wrong).float()
    far = (wrong * on).sum() / ((0.1 + filled) * on).sum().clamp(min=1.0)
    here = F.binary_cross_entropy_with_logits(logits, tale.new.float(), weight=(1.0 + 4.0 * tale.new) * ~tale.again, reduction="none")
    return far, (here * before[..., None]).mean()


def agreement(chosen, new, forced):
    """bool [B, n]: up to here, this segment left out, the bridge noted what it should have, or was told to; and [B, n] with it."""
    right = (chosen == new).all(-1) | forced[:, None]
    after = right.int().cumprod(1).bool()
    return torch.cat([torch.ones_like(after[:, :1]), after[:, :-1]], 1), after


@torch.no_grad()
def story_accuracy(bridge, decoder, codes, tale, header, use):
    """Per question, whether its answer is right; `use`: "bridge", "told" (what memory should say) or "none"."""
    batch = tale.batch
    bridge.eval()
    with mixed():
        context, *_ = memory_of(decoder, batch, codes.emitted(batch.seen), TEXT.image)
        if use != "none":
            images = codes.emitted(tale.seen).view(*tale.new.shape, -1)
            memory = remembered(bridge, images)[0][:, -1] if use == "bridge" else tale.told[:, -1]
            context = with_memory(decoder, context, memory, header, batch.pinned)
        right = answer_loss(decoder, answered(decoder, context, batch.asked, batch.owner, batch.offset)[0], batch)[1]
    bridge.train()
    return right


TEXT = Text()


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--decoder", type=pathlib.Path, required=True, help="words.pt or both.pt")
    arguments.add_argument("--bridge", type=pathlib.Path, help="another run's bridge.pt, whose bridge is to be gone on from with this decoder")
    arguments.add_argument("--out", type=pathlib.Path, required=True, help="folder of checkpoint and curve")
    arguments.add_argument("--minutes", type=float, default=50)
    arguments.add_argument("--rate", type=float, default=0.012, help="of the decoder")
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(given.seed)
    text, codes = TEXT, Codes()
    shape = Shape(vocabulary=text.tokenizer.get_vocab_size())
    decoder, temperatures, bridge = Decoder(shape), Temperatures(), Bridge(shape)
    path, step, spent = given.out / "bridge.pt", 0, 0.0
    state = torch.load(path if path.exists() else given.decoder, weights_only=False)
    decoder.load_state_dict(state["decoder"]), temperatures.load_state_dict(state["temperatures"])
    other = torch.load(given.bridge, weights_only=False) if given.bridge and not path.exists() else state
    numbers = other.get("numbers", decoder.embed_tokens.weight.detach()[[text.word(name) for name in NUMBERS[1:]]].clone())
    memory_codes = MemoryCodes(codes, numbers)
    bridge.begin(codes, memory_codes)
    of_decoder, of_bridge = [*decoder.named_parameters(), *temperatures.named_parameters()], list(bridge.named_parameters())
    inner = lambda name: name.startswith("layers.")
    # The bridge begins close to its aim, and what a step changes counts again at every segment: quicker, and memory runs away.
    optimise = optimisers(of_decoder, given.rate, 1e-3, inner) + optimisers(of_bridge, given.rate / 30, 2e-5, inner)
    if "bridge" in other:
        bridge.load_state_dict(other["bridge"])
    if path.exists():
        for optimiser, saved in zip(optimise, state["optimisers"]):
            optimiser.load_state_dict(saved)
        step, spent = state["step"], state["spent"]
    rates, header = Rates(optimise, given.minutes, warm=30), torch.tensor(text.ids(HEADER))
    maker = Maker(given.seed * 3000 + step)
    tests = {n: make(Maker(78), memory_codes, n, 3, 32) for n in (12,)}
    plain = {n: Maker(77).make(n, 144 // n, 6 if n == 1 else 14) for n in (1, 4)}
    begun, noted, sums, count, minute = time.time(), time.time(), {}, 0, spent / 60

    def store():
        save(path, numbers=numbers, bridge=bridge.state_dict(), decoder=decoder.state_dict(), temperatures=temperatures.state_dict(),
             optimisers=[o.state_dict() for o in optimise], step=step, spent=spent + time.time() - begun)

    def through(tale, images):
        """Through the whole stream, from what the bridge itself made: the memory at its end, the loss, figures."""
        forced = torch.rand(len(images)) < 0.5
        memories, _, logits, chosen = remembered(bridge, images, tale.new, forced)
        before, after = agreement(chosen, tale.new, forced)
        far, novel = told_loss(memories, tale, logits, before, after)
        return memories[:, -1], far + 2.0 * novel, {"far": far.item(), "novel": novel.item(), "aligned": after[:, -1][~forced].float().mean().item()}

    def story_step():
        length = int(maker.random.choice([4, 6, 8, 12, 16, 24]))
        streams = max(8, min(28, 200 // length))
        recalled = maker.random.random() >= 0.15                            # else there is no memory, and one block more
        tale = make(maker, memory_codes, length, int(maker.random.integers(1, 6)) + (not recalled), streams)
        batch, memory = tale.batch, tale.told[:, -1] + 0.05 * torch.randn_like(tale.told[:, -1])
        bridge_loss, figures, chance = torch.zeros(()), {}, maker.random.random()
        with mixed():
            images = noisy(codes.emitted(tale.seen), codes, tale.seen).view(*tale.new.shape, -1)
            if recalled and chance < 0.4:
                memory, bridge_loss, figures = through(tale, images)
            elif recalled and chance < 0.8:
                with torch.no_grad():
                    memory = remembered(bridge, images)[0][:, -1]
            context, _, dating = memory_of(decoder, batch, noisy(codes.emitted(batch.seen), codes, batch.seen), text.image)
            gaze = torch.zeros(())
            if recalled:
                context = with_memory(decoder, context, memory, header, batch.pinned)
            hidden, own = answered(decoder, context, batch.asked, batch.owner, batch.offset)
            loss, right = answer_loss(decoder, hidden, batch)
            if recalled:
                gaze = memory_gaze(decoder, context, own, tale, len(header))
        (loss + 0.2 * gaze + 0.1 * dating + bridge_loss).backward()
        name = "story" if recalled else "without"
        return {name: loss.item(), name + ".right": right.float().mean().item(), **figures, **({"gaze": gaze.item()} if recalled else {})}

    def plain_step():
        per_story = int(maker.random.choice(lengths(2000)))
        batch = maker.make(per_story, *stories_of(per_story), picture=per_story == 1 and maker.random.random() < 0.6)
        with mixed():
            memory, keys, dating = memory_of(decoder, batch, noisy(codes.emitted(batch.seen), codes, batch.seen), text.image)
            hidden, own = answered(decoder, memory, batch.asked, batch.owner, batch.offset)
            loss, right = answer_loss(decoder, hidden, batch)
            pointing = pointing_loss(decoder, memory, own, batch, text.image)
            found, _ = retrieval_loss(decoder, temperatures, batch, keys, text.pad)
        (loss + 0.15 * found + 0.2 * (pointing + dating)).backward()
        return {"plain": loss.item(), "plain.right": right.float().mean().item()}

    def measured():
        row = {}
        for n, tale in tests.items():
            for use in ("bridge", "told", "none"):
                right = story_accuracy(bridge, decoder, codes, tale, header, use)
                row[f"{n}.{use}"] = round(right.float().mean().item(), 3)
                row |= {f"{n}.{use}.{kind}": round(value, 2) for kind, value in by_kind(tale.batch.questions, right).items()}
        for n, batch in plain.items():
            row[f"plain.{n}"] = round(accuracy(decoder, batch, codes.emitted(batch.seen), text.image).float().mean().item(), 3)
        return row

    names = ("story", "story.right", "without", "without.right", "plain", "plain.right", "gaze", "far", "novel", "aligned")
    while minute < given.minutes:
        rates.set(step, minute)
        for name, value in (plain_step() if step % 6 == 5 else story_step()).items():
            sums.setdefault(name, []).append(value)
        nn.utils.clip_grad_norm_([p for _, p in of_decoder], 2.0), nn.utils.clip_grad_norm_([p for _, p in of_bridge], 2.0)
        for optimiser in optimise:
            optimiser.step(), optimiser.zero_grad()
        fix_words(decoder, text, codes)
        step, count, minute = step + 1, count + 1, (spent + time.time() - begun) / 60
        if time.time() - noted > 420 or step == 5:
            row = {"minute": round(minute, 2), "step": step, "seconds_a_step": round((time.time() - noted) / count, 3)}
            row |= {name: round(float(np.mean(sums[name])), 4) if name in sums else "" for name in names}
            log_row(given.out / "bridge.csv", row | measured())
            store()
            noted, sums, count = time.time(), {}, 0
    store()


if __name__ == "__main__":
    main()
