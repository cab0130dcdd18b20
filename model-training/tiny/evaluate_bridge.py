"""What the memory bridge gives: questions about whole streams with and without it, at equal tokens of context, by kind;
phrasings and streams that training never used, frames that the eye sees. Blocks are chosen as the product does: the
newest, then the best by late interaction. Beside it what the bridge costs questions about frames, whose blocks are read
anyway. Writes `results_bridge.json` and prints the tables."""
import argparse
import collections
import json
import pathlib
import time

import torch

import recalled
from artist import Artist
from batches import Maker, Text
from bridge import MemoryCodes, SLOTS, remembered
from codes import Codes
from evaluate import looked, share
from questions import KINDS, STORY_KINDS
from reading import ALWAYS, read_from
from shipped import arguments_of, read_bridge, read_given

LENGTHS = {8: 18, 16: 9, 24: 6, 48: 3}   # frames of a stream, and how many streams make a round
ASKED = 8                         # questions about each
# blocks beside memory, and how many of them are the newest whatever is asked; six are the product's own number
BLOCKS = {2: 1, 6: ALWAYS}


def kind_of(question):
    return question.kind + (" absent" if question.absent else "")


class Table:
    """Right or wrong by question, in several ways."""

    def __init__(self, by_kind):
        self.by_kind = by_kind
        self.rows, self.answers = collections.defaultdict(list), collections.defaultdict(list)

    def add(self, way, length, questions, right):
        for question, ok in zip(questions, right):
            for kind in ("all", f"{length} frames", *([kind_of(question)] if self.by_kind else [])):
                self.rows[kind, way].append(ok)

    def asked(self, questions):
        for question in questions:
            self.answers[kind_of(question)].append(question.answer)

    def constant(self):
        best = {kind: max(collections.Counter(values).values()) / len(values) for kind, values in self.answers.items()}
        return best | {"all": sum(best[kind] * len(self.answers[kind]) for kind in best) / sum(map(len, self.answers.values()))}

    def summary(self):
        ways = list(dict.fromkeys(way for _, way in self.rows))
        kinds = sorted(dict.fromkeys(kind for kind, _ in self.rows), key=lambda kind: (kind != "all", "frames" in kind, kind))
        constant = self.constant()
        lines = {kind: {"n": len(self.rows[kind, ways[0]]), **{way: share(self.rows[kind, way]) for way in ways},
            "constant": round(constant[kind], 3) if kind in constant else None} for kind in kinds}
        pairs = list(zip(self.rows["all", "with"], self.rows["all", "without"]))
        return lines, {"right only with memory": sum(a and not b for a, b in pairs), "only without": sum(b and not a for a, b in pairs)}


def printed(title, lines, pairs):
    ways = [name for name in next(iter(lines.values())) if name != "n"]
    print(f"\n{title}\n\n| question | n | " + " | ".join(ways) + " |\n|---|---|" + "---|" * len(ways))
    for kind, line in lines.items():
        print(f"| {kind} | {line['n']} | " + " | ".join("" if line[way] is None else f"{line[way]:.2f}" for way in ways) + " |")
    print(f"\n{pairs}")


@torch.no_grad()
def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=pathlib.Path, required=True, help="folder of sprites.npz and backgrounds.npz")
    arguments_of(arguments)
    arguments.add_argument("--rounds", type=int, default=2)
    arguments.add_argument("--out", type=pathlib.Path, default=pathlib.Path(__file__).parent / "results_bridge.json")
    given = arguments.parse_args()
    text, begun, results = Text(), time.time(), {}
    eye, decoder = read_given(given, text)
    bridge = read_bridge(given.checkpoint if given.bare else given.adapter)
    if bridge is None:
        raise SystemExit(f"{given.checkpoint if given.bare else given.adapter} has no memory bridge: train one with train_memory.py, export it with export_adapter.py, and name its folder")
    bridge.eval()
    codes = MemoryCodes(Codes())
    more = len(recalled.header_of(text)) + SLOTS
    for split in ("train", "style"):
        maker, noted = Maker(4242, Artist(given.data, split, seed=4242), test=True, text=text), collections.Counter()
        tables = {(what, blocks): Table(what == "whole story") for what in ("whole story", "frames") for blocks in BLOCKS}
        for _ in range(given.rounds):
            for length, streams in LENGTHS.items():
                for what, kinds in (("whole story", STORY_KINDS), ("frames", KINDS)):
                    tale = recalled.made(maker, codes, length, streams, ASKED, kinds=kinds)
                    images = looked(eye, tale.batch.pictures)
                    memories, _, _, put = remembered(bridge, tale.streams(images))
                    noted.update(rightly=(put & tale.new).sum().item(), wrongly=(put & ~tale.new).sum().item(),
                        missed=(~put & tale.new).sum().item())
                    for blocks, always in BLOCKS.items():
                        # rounded up: blocks alone may have the tokens over
                        table, instead = tables[what, blocks], -(-(blocks * 26 + more) // 26)
                        ways = {"with": (blocks, always, memories[:, -1]), "told": (blocks, always, tale.told[:, -1]),
                            "without": (instead, always, None)}
                        for way, (count, newest, memory) in ways.items():
                            right, _ = read_from(decoder, text, tale.batch, images, count, newest, memory)
                            table.add(way, length, tale.batch.questions, right.tolist())
                        table.asked(tale.batch.questions)
        results[split] = {"noted": dict(noted)}
        for (what, blocks), table in tables.items():
            lines, pairs = table.summary()
            results[split][f"{what}, memory and {blocks} blocks"] = lines | pairs
            instead = -(-(blocks * 26 + more) // 26)
            printed(f"{split}, {what}: memory and {blocks} blocks ({blocks * 26 + more} tokens) against {instead} blocks ({instead * 26})",
                lines, pairs)
        print(f"\n{split}: things noted {dict(noted)}")
    results["seconds"] = round(time.time() - begun)
    given.out.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
