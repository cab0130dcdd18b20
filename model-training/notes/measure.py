"""Right answers on held-out worlds: the model as published with retrieved notes and with all notes, and the adapted
one, each decoding greedily.

    benchmarks/run worlds --write held.jsonl --worlds 60 --questions 12
    OMP_NUM_THREADS=1 python measure.py --worlds held.jsonl --questions 400 [--adapter adapter/adapter_model.safetensors]
"""
import argparse
import collections
import pathlib
import random

import torch
from safetensors.torch import load_file

from packed import Group, PackedReader
from reader import Prompt, Reader, worlds
from retrieval import chosen
from train_adapter import asked
from truth import right

ANSWER_TOKENS = 24


def answers(reader, prompt, world, chance, every):
    """Questions and what is answered to them; each has its own notes."""
    ids, blocks = list(prompt.pinned), []
    for note in world["notes"]:
        start = len(ids)
        ids += prompt.ids(note["text"])
        blocks.append((start, len(ids)))
    known, groups, spans = len(ids), [], []
    for question in world["questions"]:
        start = len(ids)
        ids += prompt.question(asked(question))
        spans.append((start, len(ids)))
        rows = list(range(len(prompt.pinned))) + [i for block in chosen(world, [question], blocks, chance, every)
            for i in range(*blocks[block])]
        groups.append(Group(rows, spans[-1:]))
    told = reader.greedy(ids, known, groups, spans, prompt.end, ANSWER_TOKENS)
    return [(question, prompt.tokenizer.decode(answer).strip()) for question, answer in zip(world["questions"], told)]


def measure(reader, prompt, data, most, every, wrong, seed=1):
    chance, tally = random.Random(seed), collections.defaultdict(lambda: [0, 0])
    for world in data:
        for question, answer in answers(reader, prompt, world, chance, every):
            good = right(question["truth"], answer)
            for kind in (question["kind"], "all said" if question["kind"].startswith("said") else "all seen", "all"):
                tally[kind][0] += good
                tally[kind][1] += 1
            if not good and wrong > 0:
                wrong -= 1
                print("  wrong:", world["seed"], "|", question["kind"], "|", asked(question), "|", answer, "|", question["answer"])
        if tally["all"][1] >= most:
            break
    return tally


def show(title, tally):
    good, asked_in_all = tally["all"]
    print(f"{title}: {good} of {asked_in_all} right ({100 * good / asked_in_all:.1f} %)")
    print("  " + ", ".join(f"{kind} {good}/{count}" for kind, (good, count) in sorted(tally.items())), flush=True)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--worlds", type=pathlib.Path, required=True)
    arguments.add_argument("--adapter", type=pathlib.Path, nargs="*", default=[], help="left out: the published model")
    arguments.add_argument("--rank", type=int, default=8)
    arguments.add_argument("--questions", type=int, default=400)
    arguments.add_argument("--wrong", type=int, default=0, help="print so many of the wrong answers")
    arguments.add_argument("--only", choices=("retrieved", "all"), help="how notes are chosen; both unless given")
    options = arguments.parse_args()
    torch.set_num_threads(1)
    plain = Reader()
    prompt, reader = Prompt(plain.tokenizer), PackedReader(plain, options.rank, 2 * options.rank)
    data = worlds(options.worlds)
    for adapter in options.adapter or [None]:
        if adapter:
            reader.load(load_file(adapter))
        for way in (options.only,) if options.only else ("retrieved", "all"):
            show(f"{adapter or 'published'}, {way} notes", measure(reader, prompt, data, options.questions, way == "all", options.wrong))


if __name__ == "__main__":
    main()
