"""Right answers on held-out worlds: the model as published with retrieved notes and with all notes, and the adapted one.

    benchmarks/run worlds --write held.jsonl --worlds 500
    python measure.py --worlds held.jsonl [--adapter adapter/adapter_model.safetensors] --questions 400
"""
import argparse
import collections
import pathlib
import random

import torch
from safetensors.torch import load_file

from reader import Prompt, Reader, worlds
from retrieval import chosen
from train_adapter import asked
from truth import right

ANSWER_TOKENS = 24


@torch.inference_mode()
def answer(reader, prompt, past, question):
    ids, said = prompt.question(asked(question)), []
    while len(said) < ANSWER_TOKENS:
        hidden, kept = reader.run(torch.tensor([ids]), past)
        token = int(reader.logits(hidden[0, -1]).argmax())
        if token == prompt.end:
            break
        said.append(token)
        past = [(torch.cat((k, new_k), 2), torch.cat((v, new_v), 2)) for (k, v), (new_k, new_v) in zip(past, kept)]
        ids = [token]
    return prompt.tokenizer.decode(said).strip()


def measure(reader, data, most, every, seed=1):
    prompt, chance = Prompt(reader.tokenizer), random.Random(seed)
    tally = collections.defaultdict(lambda: [0, 0])
    for world in data:
        with torch.inference_mode():
            kept, blocks = reader.prefill(prompt, world["notes"])
        for question in world["questions"]:
            past = reader.loaded(kept, len(prompt.pinned), blocks, chosen(world, question, blocks, chance, every))
            good = right(question["truth"], answer(reader, prompt, past, question))
            for kind in (question["kind"], "all"):
                tally[kind][0] += good
                tally[kind][1] += 1
            if tally["all"][1] >= most:
                return tally
    return tally


def show(title, tally):
    good, asked_in_all = tally.pop("all")
    print(f"{title}: {good} of {asked_in_all} right ({100 * good / asked_in_all:.1f} %)")
    print("  " + ", ".join(f"{kind} {good}/{count}" for kind, (good, count) in sorted(tally.items())), flush=True)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--worlds", type=pathlib.Path, required=True)
    arguments.add_argument("--adapter", type=pathlib.Path)
    arguments.add_argument("--rank", type=int, default=16)
    arguments.add_argument("--questions", type=int, default=400)
    arguments.add_argument("--threads", type=int, default=2)
    options = arguments.parse_args()
    torch.set_num_threads(options.threads)
    data = worlds(options.worlds)
    if options.adapter:
        adapted = Reader(options.rank, alpha=2 * options.rank)
        adapted.load(load_file(options.adapter))
        show("adapted, retrieved notes", measure(adapted, data, options.questions, every=False))
        return
    published = Reader()
    show("published, retrieved notes", measure(published, data, options.questions, every=False))
    show("published, all notes", measure(published, data, options.questions, every=True))


if __name__ == "__main__":
    main()
