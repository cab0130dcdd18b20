"""Trains a LoRA for reading timed notes: grounded answers, honest "Not seen.", in the product's own prompt with retrieved KV.

    benchmarks/run worlds --write train.jsonl --from 1 --worlds 4000 --questions 12
    python train_adapter.py --train train.jsonl --out adapter --minutes 60
"""
import argparse
import json
import pathlib
import random
import time

import torch
import torch.nn.functional as F
from safetensors.torch import save_file

from reader import Prompt, Reader, worlds
from retrieval import chosen

EARLIER_SEPARATOR = " "


def asked(question):
    """A follow-up is read with the turns it leans on."""
    return EARLIER_SEPARATOR.join(question["earlier"] + [question["text"]])


def loss_of(reader, prompt, world, chance, most):
    kept, blocks = reader.prefill(prompt, world["notes"])
    questions = chance.sample(world["questions"], min(most, len(world["questions"])))
    losses = []
    for question in questions:
        past = reader.loaded(kept, len(prompt.pinned), blocks, chosen(world, question, blocks, chance))
        head = prompt.question(asked(question))
        tail = prompt.ids(question["answer"]) + [prompt.end]
        hidden, _ = reader.run(torch.tensor([head + tail[:-1]]), past)
        logits = reader.logits(hidden[0, len(head) - 1:]).float()
        losses.append(F.cross_entropy(logits, torch.tensor(tail), reduction="mean"))
    return torch.stack(losses).mean()


def save(reader, out, step):
    out.mkdir(parents=True, exist_ok=True)
    tensors = {name: weight.detach().to(torch.float16).contiguous() for name, weight in reader.adapters().items()}
    save_file(tensors, out / "adapter_model.safetensors", metadata={"step": str(step), "format": "pt"})


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--train", type=pathlib.Path, required=True)
    arguments.add_argument("--out", type=pathlib.Path, required=True)
    arguments.add_argument("--minutes", type=float, default=60)
    arguments.add_argument("--questions", type=int, default=8, help="asked of one world a step")
    arguments.add_argument("--rank", type=int, default=16)
    arguments.add_argument("--rate", type=float, default=5e-4)
    arguments.add_argument("--steps", type=int, default=3000, help="after which the rate has fallen to a tenth")
    arguments.add_argument("--threads", type=int, default=1)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    chance = random.Random(options.seed)
    reader = Reader(options.rank, alpha=2 * options.rank)
    prompt = Prompt(reader.tokenizer)
    weights = list(reader.adapters().values())
    optimiser = torch.optim.AdamW(weights, lr=options.rate, weight_decay=0.0, betas=(0.9, 0.98))
    data = worlds(options.train)
    options.out.mkdir(parents=True, exist_ok=True)
    curve = open(options.out / "curve.tsv", "a", encoding="utf-8")
    begun, mean = time.time(), None
    for step in range(1, options.steps + 1):
        for group in optimiser.param_groups:
            group["lr"] = options.rate * min(1, step / 20) * max(0.1, 1 - step / options.steps)
        world = chance.choice([w for w in (chance.choice(data) for _ in range(4)) if w["questions"]])
        loss = loss_of(reader, prompt, world, chance, options.questions)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimiser.step()
        mean = loss.item() if mean is None else 0.95 * mean + 0.05 * loss.item()
        if step % 10 == 0:
            print(json.dumps({"step": step, "loss": round(mean, 4), "minutes": round((time.time() - begun) / 60, 1)}), flush=True)
            curve.write(f"{step}\t{mean:.4f}\n")
            curve.flush()
        if step % 50 == 0:
            save(reader, options.out, step)
        if time.time() - begun > 60 * options.minutes:
            break
    save(reader, options.out, step)


if __name__ == "__main__":
    main()
