"""What the memory bridge gives: questions about whole streams with and without it, at equal tokens of context, by kind; phrasings and streams that
training never used, image tokens given (clean, and as an imperfect eye emits them). Blocks are chosen as the product does by default: the newest, then
the best by late interaction. Writes `results_bridge.json` and prints the tables."""
import argparse
import collections
import json
import pathlib
import time

import torch

from batches import Maker, Text
from bridge import Bridge, HEADER, MemoryCodes, SLOTS, remembered
from codes import Codes
from decoder import Decoder
from passes import answer_loss, answered, late_score, memory_of, query_vectors
from questions import STORY_KINDS, ask
from shape import Shape
from stage import mixed
from train_bridge import ASKED, story_of, told_of, with_memory
from train_words import noisy

BLOCK, LAYER = 26, 1     # tokens of a block; the layer whose late interaction finds blocks
LENGTHS = (8, 16, 24)


def kind_of(question):
    return question.kind + (" absent" if question.absent else "")


@torch.no_grad()
def ranked(decoder, text, batch, images):
    """Per question, the frames of its stream but for the newest, the best first."""
    _, keys, _ = memory_of(decoder, batch, images, text.image)
    each, n = len(batch.questions) // len(batch.asked), batch.per_story
    bare = [text.ids(question.text) for question in batch.questions]
    width = max(map(len, bare))
    queries, real = query_vectors(decoder, torch.tensor([row + [text.pad] * (width - len(row)) for row in bare]), text.pad, LAYER + 1)
    out = []
    for index in range(len(batch.questions)):
        own = slice(index // each * n, index // each * n + n)
        scores = late_score(queries[LAYER][index:index + 1], real[index:index + 1], keys[LAYER][own])[0, :-1]
        out.append(scores.argsort(descending=True).tolist())
    return out


@torch.no_grad()
def answers(decoder, text, maker, codes, tales, questions, chosen, strength, memory, header):
    """Whether each question is answered right from its chosen frames, behind `memory` [Q, 32, width] where it is given."""
    batch = maker.of([[tale[index] for index in frames] for tale, frames in zip(tales, chosen)], [[question] for question in questions])
    images = codes.emitted(batch.seen)
    context, *_ = memory_of(decoder, batch, noisy(images, codes, batch.seen, strength) if strength else images, text.image)
    if memory is not None:
        context = with_memory(decoder, context, memory, header, batch.pinned)
    return answer_loss(decoder, answered(decoder, context, batch.asked, batch.owner, batch.offset)[0], batch)[1].tolist()


def loaded(path, text):
    state = torch.load(path, weights_only=False)
    decoder, bridge, codes = Decoder(Shape(vocabulary=text.tokenizer.get_vocab_size())), Bridge(Shape()), Codes()
    decoder.load_state_dict(state["decoder"])
    if "bridge" in state:
        bridge.load_state_dict(state["bridge"])
    return decoder.eval(), bridge.eval(), codes, MemoryCodes(codes, state["numbers"]) if "numbers" in state else None


@torch.no_grad()
@mixed()
def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--bridge", type=pathlib.Path, required=True, help="bridge.pt, with the decoder that reads it")
    arguments.add_argument("--before", type=pathlib.Path, help="the decoder as it was before it learned to read memory")
    arguments.add_argument("--streams", type=int, default=24, help="of each length")
    arguments.add_argument("--blocks", type=int, nargs="+", default=[2, 4], help="blocks beside the memory; without it there are as many as its tokens allow")
    arguments.add_argument("--strength", type=float, default=0.0, help="how imperfect the eye is: 1 as in training, 0 perfect")
    arguments.add_argument("--out", type=pathlib.Path, default=pathlib.Path(__file__).parent / "results_bridge.json")
    given = arguments.parse_args()
    torch.manual_seed(3)
    text, begun = Text(), time.time()
    decoder, bridge, codes, memory_codes = loaded(given.bridge, text)
    header = torch.tensor(text.ids(HEADER))
    before = loaded(given.before, text)[0] if given.before else None
    maker = Maker(4242, test=True)
    found = collections.defaultdict(lambda: collections.defaultdict(list))
    truths, agreed = collections.defaultdict(list), []
    for length in LENGTHS:
        tales = [story_of(maker.random, length) for _ in range(given.streams)]
        asked = [ask(maker.asker, tale, ASKED, STORY_KINDS) for tale in tales]
        tale = told_of(maker, memory_codes, tales, asked, 2)
        seen = codes.emitted(tale.seen)
        images = (noisy(seen, codes, tale.seen, given.strength) if given.strength else seen).view(*tale.new.shape, -1)
        memories, _, _, noted = remembered(bridge, images)
        agreed += (noted == tale.new).flatten(1).all(1).tolist()
        whole = maker.of(tales, asked)
        questions = whole.questions
        of = [index // ASKED for index in range(len(questions))]
        ranks = {reader: ranked(reader, text, whole, images.flatten(0, 1)) for reader in (decoder, before) if reader is not None}
        for question in questions:
            truths[kind_of(question)].append(question.answer)
        for blocks in given.blocks:
            more = (blocks * BLOCK + len(header) + SLOTS) // BLOCK
            ways = {"with": (decoder, blocks, memories[:, -1][of]), "told": (decoder, blocks, tale.told[:, -1][of]), "without": (decoder, more, None)}
            if before is not None:
                ways["before"] = (before, more, None)
            for way, (reader, count, memory) in ways.items():
                chosen = [sorted(row[:count - 1]) + [length - 1] for row in ranks[reader]]
                right = answers(reader, text, maker, codes, [tales[index] for index in of], questions, chosen, given.strength, memory, header)
                for question, ok in zip(questions, right):
                    found[blocks][kind_of(question), way].append(ok)
                    found[blocks]["all", way].append(ok)
                    found[blocks][f"{length} frames", way].append(ok)
    for question_answers in list(truths.values()):
        truths["all"] += question_answers
    constant = {kind: max(collections.Counter(values).values()) / len(values) for kind, values in truths.items() if kind != "all"}
    constant["all"] = sum(constant[kind] * len(truths[kind]) for kind in constant) / len(truths["all"])
    results = {"memory as it should be at every segment": sum(agreed) / len(agreed), "seconds": round(time.time() - begun), "strength": given.strength, "tables": {}}
    for blocks, rows in found.items():
        more = (blocks * BLOCK + len(header) + SLOTS) // BLOCK
        ways = list(dict.fromkeys(way for _, way in rows))
        print(f"\nmemory and {blocks} blocks ({blocks * BLOCK + len(header) + SLOTS} tokens) against {more} blocks ({more * BLOCK} tokens)\n")
        print("| question | n | " + " | ".join(ways) + " | constant |\n|---|---|" + "---|" * (len(ways) + 1))
        table = results["tables"][blocks] = {}
        for kind in sorted(dict.fromkeys(kind for kind, _ in rows), key=lambda kind: (kind != "all", "frames" in kind, kind)):
            table[kind] = {"n": len(rows[kind, ways[0]]), **{way: round(sum(rows[kind, way]) / len(rows[kind, way]), 3) for way in ways}}
            shown = " | ".join(f"{table[kind][way]:.2f}" for way in ways)
            print(f"| {kind} | {table[kind]['n']} | {shown} | {constant[kind]:.2f} |" if kind in constant else f"| {kind} | {table[kind]['n']} | {shown} | |")
        gained, lost = (sum(a and not b for a, b in zip(rows["all", one], rows["all", other])) for one, other in (("with", "without"), ("without", "with")))
        results["tables"][blocks]["only right with memory, only without"] = [gained, lost]
        print(f"\nright only with memory: {gained}; only without: {lost}")
    results["constant"] = {kind: round(value, 3) for kind, value in constant.items()}
    given.out.write_text(json.dumps(results, indent=1) + "\n")
    print(f"\nthe bridge notes what it should, whole stream: {results['memory as it should be at every segment']:.2f} (n = {len(agreed)})")


if __name__ == "__main__":
    main()
