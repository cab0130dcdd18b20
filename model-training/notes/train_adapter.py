"""Trains a LoRA for reading timed notes: grounded answers, honest "Not seen.", in the product's own prompt with
retrieved KV.

    benchmarks/run worlds --write train.jsonl --from 1 --worlds 4000 --questions 24
    OMP_NUM_THREADS=1 python train_adapter.py --train train.jsonl --out adapter --minutes 60

A step is one world and some of its questions in one packed pass (`packed.py`). Goes on from `adapter/state.pt` where
there is one, and ends by itself when the minutes are spent, those before a break included. Within a run no world comes
twice, so the loss told is of questions not trained on yet."""
import argparse
import csv
import json
import pathlib
import random
import time

import torch
import torch.nn.functional as F
from safetensors.torch import save_file

from packed import Group, PackedReader
from reader import Prompt, Reader
from retrieval import chosen

EARLIER_SEPARATOR = " "
SPEECH = "said"
CURVE = ("step", "minutes", "cpu_seconds", "rows", "questions", "loss", "loss_seen", "loss_said")
WARM_UP = 10
SAVE_EVERY = 120  # seconds


def asked(question):
    """A follow-up is read with the turns it leans on."""
    return EARLIER_SEPARATOR.join(question["earlier"] + [question["text"]])


def is_said(question):
    return question["kind"].startswith(SPEECH)


class Worlds:
    """Worlds of some files in an order of their own. Passed over are those whose notes are longer than `most` tokens,
    and `silent` of those without speech."""

    def __init__(self, files, prompt, most, silent, chance):
        self.prompt, self.most, self.silent, self.chance = prompt, most, silent, chance
        self.lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
        chance.shuffle(self.lines)

    def next(self):
        """A world, the tokens of pinned prompt and notes, and each note's range of tokens."""
        while True:
            world = json.loads(self.lines.pop())
            if not any(is_said(question) for question in world["questions"]) and self.chance.random() < self.silent:
                continue
            ids, blocks = list(self.prompt.pinned), []
            for note in world["notes"]:
                start = len(ids)
                ids += self.prompt.ids(note["text"])
                blocks.append((start, len(ids)))
            if world["questions"] and len(ids) <= self.most:
                return world, ids, blocks


def some(questions, most, chance):
    """Of a world's questions, those about speech first: they are the fewer."""
    shuffled = chance.sample(questions, len(questions))
    return sorted(shuffled, key=lambda question: not is_said(question))[:most]


def parts(questions, chance):
    """Questions that may be given the same notes: all that are asked at the end, in two parts, and each that is asked earlier by itself."""
    late = [q for q in questions if "at" not in q]
    chance.shuffle(late)
    half = len(late) // 2
    return [part for part in [late[:half], late[half:]] + [[q] for q in questions if "at" in q] if part]


def loss_of(reader, prompt, world, ids, blocks, questions, chance):
    """Cross entropy of the answers' tokens, and by question whether it is about speech, its loss, and rows in all."""
    ids, known = list(ids), len(ids)
    groups, answers, targets, owners = [], [], [], []
    for part in parts(questions, chance):
        spans = []
        for question in part:
            start = len(ids)
            head = prompt.question(asked(question))
            tail = prompt.ids(question["answer"]) + [prompt.end]
            ids += head + tail[:-1]
            spans.append((start, len(ids)))
            answers += range(start + len(head) - 1, len(ids))
            targets += tail
            owners += [is_said(question)] * len(tail)
        rows = list(range(len(prompt.pinned))) + [i for block in chosen(world, part, blocks, chance) for i in range(*blocks[block])]
        groups.append(Group(rows, spans))
    logits = reader(torch.tensor(ids), known, groups, torch.tensor(answers)).float()
    losses = F.cross_entropy(logits, torch.tensor(targets), reduction="none")
    said = torch.tensor(owners)
    return losses.mean(), losses.detach()[~said], losses.detach()[said], len(ids)


def save(reader, optimiser, out, state):
    tensors = {name: weight.detach().to(torch.float16).contiguous() for name, weight in reader.adapters().items()}
    save_file(tensors, out / "adapter_model.safetensors", metadata={"format": "pt"})
    modules = sorted({name.split(".")[-3] for name in tensors})
    (out / "adapter_config.json").write_text(json.dumps({"peft_type": "LORA", "r": reader.rank, "lora_alpha": reader.rank * reader.scale,
        "target_modules": modules,
                                                         "bias": "none", "task_type": "CAUSAL_LM"}, indent=2) + "\n")
    torch.save({"weights": reader.state_dict(), "optimiser": optimiser.state_dict(), **state}, out / "state.pt")


def smoothed(mean, losses):
    if not len(losses):
        return mean
    return losses.mean().item() if mean is None else 0.9 * mean + 0.1 * losses.mean().item()


def train(options):
    torch.manual_seed(options.seed)
    plain = Reader()
    prompt, reader = Prompt(plain.tokenizer), PackedReader(plain, options.rank, 2 * options.rank)
    optimiser = torch.optim.AdamW(reader.parameters(), lr=options.rate, weight_decay=0.0, betas=(0.9, 0.98))
    options.out.mkdir(parents=True, exist_ok=True)
    state = {"step": 0, "minutes": 0.0, "cpu": 0.0, "questions": 0, "means": [None, None, None]}
    if (options.out / "state.pt").exists():
        kept = torch.load(options.out / "state.pt")
        reader.load_state_dict(kept.pop("weights"))
        optimiser.load_state_dict(kept.pop("optimiser"))
        state = kept
    chance = random.Random(1000 * options.seed + state["step"])
    worlds = Worlds(options.train, prompt, options.tokens, options.silent, chance)
    curve = open(options.out / "curve.csv", "a", encoding="utf-8")
    told = csv.writer(curve)
    if not state["step"]:
        told.writerow(CURVE)
    begun, cpu, before, saved = time.time(), time.process_time(), dict(state), time.time()
    while state["minutes"] < options.minutes:
        share = state["minutes"] / options.minutes
        for group in optimiser.param_groups:
            group["lr"] = options.rate * min(1, (state["step"] + 1) / WARM_UP) * max(0.02, 1 - share)
        world, ids, blocks = worlds.next()
        questions = some(world["questions"], options.questions, chance)
        loss, seen, said, rows = loss_of(reader, prompt, world, ids, blocks, questions, chance)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
        optimiser.step()
        state["means"] = [smoothed(mean, losses) for mean, losses in zip(state["means"], (loss.detach()[None], seen, said))]
        state.update(step=state["step"] + 1, minutes=before["minutes"] + (time.time() - begun) / 60,
            cpu=before["cpu"] + time.process_time() - cpu,
                     questions=state["questions"] + len(questions))
        told.writerow([state["step"], round(state["minutes"], 2), round(state["cpu"]), rows, state["questions"]]
                      + ["" if mean is None else round(mean, 4) for mean in state["means"]])
        curve.flush()
        if time.time() - saved > SAVE_EVERY:
            save(reader, optimiser, options.out, state)
            saved = time.time()
    save(reader, optimiser, options.out, state)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--train", type=pathlib.Path, nargs="+", required=True)
    arguments.add_argument("--out", type=pathlib.Path, required=True)
    arguments.add_argument("--minutes", type=float, default=60)
    arguments.add_argument("--questions", type=int, default=14, help="most asked of one world a step")
    arguments.add_argument("--tokens", type=int, default=420, help="most of the pinned prompt and the notes of a world")
    arguments.add_argument("--silent", type=float, default=0.6, help="share of the worlds without speech that is passed over")
    arguments.add_argument("--rank", type=int, default=8)
    arguments.add_argument("--rate", type=float, default=2e-3)
    arguments.add_argument("--threads", type=int, default=1)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    torch.set_num_threads(options.threads)
    train(options)


if __name__ == "__main__":
    main()
