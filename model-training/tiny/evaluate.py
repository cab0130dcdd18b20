"""Measures the exported checkpoint on what training never saw, with phrasings it never saw, and writes `results.json`.

Splits: `train` (trained drawing styles and backgrounds, new compositions), `style` (the held-out drawing style),
`backgrounds` (held-out photographs), `both`, `footage` (trained styles over the held-out clip), `footage-style`. Beside
every accuracy stand two figures of a model without eyes: the best constant answer per kind, and this model looking at
grey frames."""
import argparse
import collections
import json
import pathlib
import time

import torch
from torch import nn

from artist import Artist
from batches import Maker, Text
from frames import as_input
from passes import all_right, answer_logits, answered, late_score, mean_score, memory_of, query_vectors, recall
from reading import read_from
from shipped import arguments_of, read_given

BLOCKS_READ = (4, 6, 8, 12, 16, 24, 40)
READ = 6   # the product's own number, which reads sparingly
SPLITS = ("train", "style", "backgrounds", "both", "footage", "footage-style")
GROUPS = {"what": ("look", "at", "now", "all"), "where": ("where", "left", "right"),
    "was there": ("there", "is here", "is there", "is now"),
          "with": ("with",), "when": ("when", "when first", "when last"), "how many": ("count", "things"),
          "colour": ("colour", "sign colour", "panel there", "panel when"),
          "sign": ("sign", "sign when"), "order": ("first", "last", "order", "still")}
REFUSABLE = ("there", "when", "when first", "when last", "where", "with", "count", "still", "panel there", "panel when")


@torch.no_grad()
def looked(eye, pictures):
    return torch.cat([eye(as_input(part))[0] for part in pictures.split(32)])


@torch.no_grad()
def replies(decoder, batch, images, text):
    """Per question: right?, refused?, and how much likelier "not" is than the best other first token."""
    memory, *_ = memory_of(decoder, batch, images, text.image)
    hidden, _ = answered(decoder, memory, batch.asked, batch.strip)
    logits, target, of = answer_logits(decoder, hidden, batch)
    right, refusal = all_right(logits, target, of, len(batch.questions)), text.ids(" not seen")[0]
    first = torch.ones_like(of, dtype=torch.bool)
    first[1:] = of[1:] != of[:-1]
    begin = logits[first]
    others = begin.clone()
    others[:, refusal] = -1e9
    return right, begin.argmax(-1) == refusal, begin[:, refusal] - others.amax(-1)


def share(values):
    return round(sum(values) / len(values), 3) if values else None


def accuracies(rows):
    """rows: (question, right, refused, blind right). Per kind and per group: n, accuracy, the grey model's, the best constant answer's."""
    def line(chosen):
        constant = collections.Counter(question.answer for question, *_ in chosen).most_common(1)
        return {"n": len(chosen), "right": share([right for _, right, *_ in chosen]), "grey": share([blind for *_, blind in chosen]),
                "constant": round(constant[0][1] / len(chosen), 3)} if chosen else None
    kinds = sorted({question.kind for question, *_ in rows})
    out = {"all": line(rows), "kinds": {kind: line([row for row in rows if row[0].kind == kind]) for kind in kinds}}
    out["groups"] = {name: line([row for row in rows if row[0].kind in group]) for name, group in GROUPS.items()}
    absent = [row for row in rows if row[0].absent and row[0].kind in REFUSABLE]
    there = [row for row in rows if not row[0].absent and row[0].kind in REFUSABLE and row[0].answer != "not seen"]
    out["refused absent"] = {"n": len(absent), "share": share([bool(refused) for _, _, refused, _ in absent])}
    out["refused present"] = {"n": len(there), "share": share([bool(refused) for _, _, refused, _ in there])}
    return out


def measured(eye, decoder, text, maker, per_story, stories, questions, rounds):
    rows = []
    for turn in range(rounds if per_story > 1 else 2 * rounds):   # single frames in both layouts
        batch = maker.make(per_story, stories, questions, picture=per_story == 1 and turn % 2 == 0)
        right, refused, _ = replies(decoder, batch, looked(eye, batch.pictures), text)
        grey = looked(eye, torch.full_like(batch.pictures[:1], 128)).expand(len(batch.frames), -1, -1).contiguous()
        blind, _, _ = replies(decoder, batch, grey, text)
        rows += list(zip(batch.questions, right.tolist(), refused.tolist(), blind.tolist()))
    return accuracies(rows)


def spelt(eye, decoder, text, maker, frames=128):
    """What a frame's sign says, in both layouts: share of signs read rightly by their length, and of those of up to four characters."""
    rows = []
    for picture in (False, True):
        batch = maker.make(1, frames, 1, picture=picture, kinds={"sign": 1.0})
        right, _, _ = replies(decoder, batch, looked(eye, batch.pictures), text)
        rows += [(len(question.answer), ok) for question, ok in zip(batch.questions, right.tolist()) if not question.absent]
    def line(chosen):
        return {"n": len(chosen), "right": share(chosen)}
    return {"to four": line([ok for length, ok in rows if length <= 4])} | {str(n): line([ok for length, ok in rows if length == n])
        for n in sorted({length for length, _ in rows})}


@torch.no_grad()
def retrieval(eye, decoder, text, maker, blocks=256):
    """Questions that name a thing, each shown in one of 256 isolated blocks (others that show it are left out): recall
    per layer and score."""
    batch = maker.make(1, blocks, 2, kinds={"there": 2.0, "when": 1.0, "where": 1.0, "with_what": 1.0, "count": 1.0})
    chosen = [index for index, row in enumerate(batch.match) if (row == 1).any()]
    _, keys, _ = memory_of(decoder, batch, looked(eye, batch.pictures), text.image)
    out = {"questions": len(chosen), "blocks": blocks}
    for layer in range(decoder.shape.layers):
        queries, real = query_vectors(decoder, batch.bare[chosen], text.pad, layer + 1)
        for name, score in (("late interaction", late_score), ("mean key", mean_score)):
            scores = score(queries[layer], real, keys[layer])
            out[f"{name}, layer {layer}"] = {f"R@{k}": round(recall(scores, batch.match[chosen], k), 3) for k in (1, 4)}
    return out


def by_blocks(eye, decoder, text, maker, frames=40, stories=6, questions=20):
    """Streams of which only some blocks are read: answers right by their number, and the right block among them."""
    batch = maker.make(frames, stories, questions)
    images, out = looked(eye, batch.pictures), {"frames": frames, "questions": len(batch.questions)}
    for blocks in BLOCKS_READ:
        right, there = read_from(decoder, text, batch, images, blocks)
        out[str(blocks)] = {"right": share(right.tolist()), "block found": round(there, 3)}
    right, there = read_from(decoder, text, batch, images, READ, sparing=True)
    out[f"{READ}, sparing"] = {"right": share(right.tolist()), "block found": round(there, 3)}
    return out


def quantised(module):
    """Weights in 8 bits with a scale for every row and activations on the fly, as in the product's eye; its decoder has
    a scale for every 32 weights."""
    return torch.ao.quantization.quantize_dynamic(module, {nn.Linear: torch.ao.quantization.per_channel_dynamic_qconfig})


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=pathlib.Path, required=True, help="folder of sprites.npz and backgrounds.npz")
    arguments_of(arguments)
    arguments.add_argument("--out", type=pathlib.Path, default=pathlib.Path(__file__).parent / "results.json")
    arguments.add_argument("--rounds", type=int, default=4, help="batches of 128 frames per split and layout")
    given = arguments.parse_args()
    torch.manual_seed(0)
    text, begun, out = Text(), time.time(), {}
    eye, decoder = read_given(given, text)

    def maker(split, seed, test=True, **more):
        return Maker(seed, Artist(given.data, split, seed=seed), test=test, text=text, **more)

    for split in SPLITS:
        out[split] = {"1 frame": measured(eye, decoder, text, maker(split, 501), 1, 128, 3, given.rounds),
                      "12 frames": measured(eye, decoder, text, maker(split, 502), 12, 12, 16, max(1, given.rounds // 2)),
                      "signs": spelt(eye, decoder, text, maker(split, 505, signs=1.0))}
    out["retrieval"] = {split: retrieval(eye, decoder, text, maker(split, 503)) for split in ("train", "style", "footage")}
    out["by blocks read"] = {split: by_blocks(eye, decoder, text, maker(split, 504)) for split in ("train", "style")}
    out["phrasings"] = {str(count): {name: measured(eye, decoder, text, maker("train", 506, test), count, 128 // count,
        3 if count == 1 else 16, given.rounds)
                                     for name, test in (("trained", False), ("held out", True))} for count in (1, 6)}
    out["int8"] = {"train": {"1 frame": measured(quantised(eye), quantised(decoder), text, maker("train", 501), 1, 128, 3, given.rounds)}}
    out["seconds"] = round(time.time() - begun)
    given.out.write_text(json.dumps(out, indent=1) + "\n")
    for split in SPLITS:
        for length in ("1 frame", "12 frames"):
            print(split, length, out[split][length]["all"],
                {name: line and line["right"] for name, line in out[split][length]["groups"].items()})
        print(split, out[split]["signs"])
    print(out["by blocks read"], out["retrieval"], out["int8"]["train"]["1 frame"]["all"], out["seconds"], "s")


if __name__ == "__main__":
    main()
