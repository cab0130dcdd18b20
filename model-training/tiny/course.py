"""The course of a training, the same for every stage: rates by the minute, means of its figures, curves, and
checkpoints that it goes on from."""
import csv
import os
import time

import torch
from torch import nn

from crew import Crew


class Course:
    def __init__(self, path, kept, optimisers, minutes, clip, floor=0.1, warm=150, steepest=None):
        """`path`: of the checkpoint; `kept`: by the name that it has there, what it holds the state of; `clip`: of the
        gradient's norm; `floor` and `warm`: of the rates (`share`); `steepest`: how many times as steep as usual a
        batch may be: one that is steeper teaches nothing."""
        self.path, self.kept, self.optimisers, self.minutes, self.clip, self.floor, self.warm, self.steepest = path, kept, optimisers, minutes, clip, floor, warm, steepest
        self.crew, self.step, self.first, self.spent, self.usual = Crew(), 0, 0, 0.0, None
        self.learns = [p for optimiser in optimisers for group in optimiser.param_groups for p in group["params"]]
        self.rates = [group["lr"] for optimiser in optimisers for group in optimiser.param_groups]
        self.resumed = path.exists()
        if self.resumed:
            self.resume()
        self.begun = self.noted = time.time()
        self.minute, self.sums, self.count = self.spent / 60, {}, 0

    def resume(self):
        state = torch.load(self.path, weights_only=False)
        for name, part in self.kept.items():
            part.load_state_dict(state[name])
        for optimiser, saved in zip(self.optimisers, state["optimisers"]):
            optimiser.load_state_dict(saved)
        self.step, self.spent = state["step"], state["spent"]

    def skip(self, step):
        """Begins at a later step with weights from elsewhere: optimisers that have gathered nothing yet warm up all the same."""
        self.step = self.first = step

    def seed(self, base):
        """Of what this process draws from here on."""
        return base + self.step + 500_000 * self.crew.rank

    def goes_on(self):
        if self.minute < self.minutes:
            return True
        self.store()
        return False

    def share(self):
        """Of the first rates: a warm-up over steps, then a straight fall by elapsed minutes to `floor`."""
        return min(1.0, (self.step - self.first + 1) / self.warm) * (1 - (1 - self.floor) * min(1.0, self.minute / self.minutes))

    def learn(self, loss, figures):
        """A step; `figures` are numbers or tensors of one."""
        groups = [group for optimiser in self.optimisers for group in optimiser.param_groups]
        for group, rate in zip(groups, self.rates):
            group["lr"] = rate * self.share()
        loss.backward()
        self.minute = self.crew.averaged(self.learns, (self.spent + time.time() - self.begun) / 60)
        steepness = nn.utils.clip_grad_norm_(self.learns, self.clip).item()
        self.usual = steepness if self.usual is None else self.usual + 0.02 * (min(steepness, 4 * self.usual) - self.usual)
        for optimiser in self.optimisers:
            if self.steepest is None or steepness < self.steepest * self.usual:
                optimiser.step()
            optimiser.zero_grad()
        self.step, self.count = self.step + 1, self.count + 1
        for name, value in {**figures, "steepness": steepness}.items():
            self.sums.setdefault(name, []).append(value.item() if isinstance(value, torch.Tensor) else value)

    def due(self, seconds, early):
        """Whether the curve should have another point by now; all processes wait for it. The first one comes `early`, a
        step, to show that all is well."""
        return self.crew.rank == 0 and (time.time() - self.noted > seconds or self.step == early)

    def note(self, names, measured):
        """Adds a point to the curve: means of the figures `names` since the last one, 0 for what there was none of, and
        what was `measured`, by name. Stores the checkpoint."""
        means = {name: round(sum(self.sums.get(name, [0])) / len(self.sums.get(name, [0])), 4) for name in names}
        pace = round((time.time() - self.noted) / max(1, self.count), 3)
        log_row(self.path.with_suffix(".csv"), {"minute": round(self.minute, 2), "step": self.step, "seconds_a_step": pace} | means
            | measured)
        self.store()
        self.noted, self.sums, self.count = time.time(), {}, 0

    def store(self):
        if self.crew.rank == 0:
            save(self.path, **{name: part.state_dict() for name, part in self.kept.items()},
                optimisers=[optimiser.state_dict() for optimiser in self.optimisers],
                 step=self.step, spent=self.spent + time.time() - self.begun)


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
