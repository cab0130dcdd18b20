"""Reads questions with a trained reader and compares with their queries: evaluate.py WEIGHTS.npz WORDS.jsonl STATES.npz OUT.jsonl"""
import argparse
import json
import math

import numpy

import model
from linear import INDEX, SYMBOLS, Reader
from train import rows_and_states


def sigmoid(x):
    return 1 / (1 + numpy.exp(-x))


def cell(gates, c):
    i, f, g, o = numpy.split(gates, 4)
    c = sigmoid(f + 1) * c + sigmoid(i) * numpy.tanh(g)
    return sigmoid(o) * numpy.tanh(c), c


class Trained:
    """The same as model.py, by numpy and for one question."""

    def __init__(self, path):
        saved = numpy.load(path)
        self.p = {k: saved[k] for k in saved.files if k != "vocabulary"}
        self.ids = {str(w): i for i, w in enumerate(saved["vocabulary"])}

    def begin(self, words, states):
        p, n = self.p, len(words)
        facts = numpy.zeros((n, model.FACTS), dtype=numpy.float32)
        for i, w in enumerate(words):
            facts[i, w["f"]] = 1
        ids = [self.ids.get(w["t"], 0) for w in words]
        x = numpy.tanh(states.astype(numpy.float32) @ p["states"] + facts @ p["facts"] + p["words"][ids] + p["in"])
        width = x.shape[1]
        ends, all_h = [], []
        for name, order in (("forward", range(n)), ("backward", range(n - 1, -1, -1))):
            ahead = x @ p[name][:width] + p[name + ".bias"]
            h = c = numpy.zeros(p[name].shape[1] // 4, dtype=numpy.float32)
            rows = numpy.zeros((n, len(h)), dtype=numpy.float32)
            for i in order:
                h, c = cell(ahead[i] + h @ p[name][width:], c)
                rows[i] = h
            all_h.append(rows)
            ends.append(h)
        memory = numpy.concatenate([x] + all_h, 1)
        h = numpy.tanh(numpy.concatenate(ends) @ p["start"])
        return memory, (h, numpy.zeros_like(h), numpy.zeros(memory.shape[1], dtype=numpy.float32))

    def step(self, memory, state, symbol, position, last, used):
        p = self.p
        h, c, context = state
        copied = memory[position] if position >= 0 else numpy.zeros(memory.shape[1], dtype=numpy.float32)
        x = p["symbols"][symbol] + copied @ p["copied"]
        h, c = cell(numpy.concatenate([x, context, h]) @ p["step"] + p["step.bias"], c)
        score = memory @ (h @ p["query"]) / math.sqrt(memory.shape[1])
        weight = numpy.exp(score - score.max())
        context = (weight / weight.sum()) @ memory
        out = numpy.tanh(numpy.concatenate([h, context]) @ p["out"] + p["out.bias"])
        symbols = out @ p["symbol.out"] + p["symbol.bias"]
        at = numpy.arange(len(memory))
        apart = numpy.full(len(memory), 2 * model.NEAR + 1) if last < 0 else numpy.clip(at - last, -model.NEAR, model.NEAR) + model.NEAR
        words = memory @ (out @ p["point"]) / math.sqrt(memory.shape[1]) + p["near"][apart] + p["again"] * used
        return (h, c, context), numpy.concatenate([symbols, words])


def read(readers, words, states, longest=40):
    """The likeliest line by the mean of the readers' probabilities, greedy: (log probability of all steps, of the least, steps)."""
    kind = model.kinds(words)
    begun = [r.begin(words, states) for r in readers]
    memories, inner = [b[0] for b in begun], [b[1] for b in begun]
    stack, symbol, position, last, used = ["query"], INDEX["end"], -1, -1, numpy.zeros(len(words), dtype=numpy.float32)
    line, total, least = [], 0.0, 0.0
    while stack and len(line) < longest:
        symbols, copies = model.mask(stack, kind)
        allow = numpy.concatenate([symbols, copies])
        mean = 0
        for k, reader in enumerate(readers):
            inner[k], s = reader.step(memories[k], inner[k], symbol, position, last, used)
            s = numpy.where(allow > 0, s, -1e9)
            e = numpy.exp(s - s.max())
            mean = mean + e / e.sum()
        mean = mean / len(readers)
        # Positions with the same word are one choice.
        best = int(mean.argmax())
        chance = float(mean[best])
        if best >= len(SYMBOLS):
            at = best - len(SYMBOLS)
            chance = float(sum(mean[len(SYMBOLS) + i] for i, w in enumerate(words) if w["t"] == words[at]["t"] and copies[i]
                               and w.get("w") == words[at].get("w")))
        total += math.log(chance + 1e-12)
        least = min(least, math.log(chance + 1e-12))
        steps = model.follows(stack)[1]
        if best < len(SYMBOLS):
            line.append((SYMBOLS[best], None))
            symbol, position = best, -1
            stack = steps[SYMBOLS[best]]
        else:
            line.append((None, [at]))
            symbol, position, last = len(SYMBOLS), at, at
            used = used.copy()
            used[at] = 1
            stack = steps["WINDOW" if "w" in words[at] else "NUMBER" if "NUMBER" in steps and "COPY" not in steps else "COPY"]
    return (total, least, line) if not stack else (-99.0, -99.0, [("open", None), ("end", None)])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("weights", help="one or more, with commas")
    parser.add_argument("words")
    parser.add_argument("states")
    parser.add_argument("out")
    parser.add_argument("--voices", nargs="*", default=[])
    a = parser.parse_args()
    readers = [Trained(w) for w in a.weights.split(",")]
    right = n = 0
    with open(a.out, "w") as out:
        for row in rows_and_states([(a.words, a.states)]):
            if a.voices and not row["voice"].startswith(tuple(a.voices)):
                continue
            total, least, line = read(readers, row["words"], row["states"])
            query = Reader(line, row["words"]).query()
            n += 1
            right += query == row["query"]
            out.write(json.dumps({"voice": row["voice"], "index": row["index"], "q": row["q"], "before": row["before"], "query": row["query"],
                                  "grammar": row["grammar"], "learned": query, "total": total, "least": least,
                                  "line": [s if s else b[0] for s, b in line], "words": row["words"]}) + "\n")
    print(f"{right} of {n} equal ({right / n:.3f})")


if __name__ == "__main__":
    main()
