"""What all stages of training share: optimisers, rates, curves and checkpoints."""
import csv
import os

import torch

HALVES = torch.backends.cpu.get_cpu_capability() == "AVX512"   # without it bfloat16 is emulated: 1.4 frames a second through the eye instead of 34


def optimisers(parts, muon_rate, adam_rate, hidden):
    """Muon for the hidden matrices, AdamW for everything else."""
    matrices = [p for name, p in parts if p.requires_grad and p.ndim == 2 and hidden(name)]
    chosen = {id(p) for p in matrices}
    others = [p for _, p in parts if p.requires_grad and id(p) not in chosen]
    return [torch.optim.Muon(matrices, lr=muon_rate, weight_decay=0.02, momentum=0.95, adjust_lr_fn="original", ns_steps=4),
            torch.optim.AdamW(others, lr=adam_rate, betas=(0.9, 0.98), weight_decay=0.0)]


class Rates:
    """Warm-up over steps, then a straight fall by elapsed minutes to `floor` of the first rate."""

    def __init__(self, optimisers, minutes, floor=0.1, warm=150):
        self.of, self.minutes, self.floor, self.warm = optimisers, minutes, floor, warm
        self.first = [group["lr"] for optimiser in optimisers for group in optimiser.param_groups]

    def set(self, step, minute):
        share = min(1.0, (step + 1) / self.warm) * (1 - (1 - self.floor) * min(1.0, minute / self.minutes))
        groups = [group for optimiser in self.of for group in optimiser.param_groups]
        for group, first in zip(groups, self.first):
            group["lr"] = first * share
        return share


def mixed():
    """Products in bfloat16, where that is quicker."""
    return torch.autocast("cpu", torch.bfloat16, enabled=HALVES)


def orthogonal(matrix, coefficients, steps, eps):
    """Muon's Newton-Schulz iteration as torch has it, in float32 instead of bfloat16."""
    wide = matrix.T if matrix.shape[0] > matrix.shape[1] else matrix
    x = wide / wide.norm().clamp(min=eps)
    a, b, c = coefficients
    for _ in range(steps):
        gram = x @ x.T
        x = torch.addmm(x, torch.addmm(gram, gram, gram, beta=b, alpha=c), x, beta=a)
    return x.T if matrix.shape[0] > matrix.shape[1] else x


if not HALVES:
    torch.optim._muon._zeropower_via_newtonschulz = orthogonal


def log_row(path, row):
    new = not path.exists()
    with open(path, "a", newline="") as out:
        writer = csv.DictWriter(out, row.keys())
        if new:
            writer.writeheader()
        writer.writerow(row)


def save(path, **state):
    torch.save(state, str(path) + ".part")
    os.replace(str(path) + ".part", path)
