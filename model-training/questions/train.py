"""Trains the reader: train.py WORDS.jsonl STATES.npz OUT.npz --seed N --without voice-49 voice-50 ..."""
import argparse
import time

import jax
import jax.numpy as jnp
import numpy

import linear
import model
from linear import INDEX, SYMBOLS

SHAPES = [(12, 8), (20, 12), (44, 28)]


def prepare(row, states, vocabulary):
    words, kind, n = row["words"], model.kinds(row["words"]), len(row["words"])
    facts = numpy.zeros((n, model.FACTS), dtype=numpy.float32)
    for i, w in enumerate(words):
        facts[i, w["f"]] = 1
    ids = numpy.array([vocabulary.get(w["t"], 0) for w in words])
    t = len(row["steps"])
    allow = numpy.zeros((t, len(SYMBOLS) + n), dtype=numpy.float32)
    right = numpy.zeros((t, len(SYMBOLS) + n), dtype=numpy.float32)
    used = numpy.zeros((t, n), dtype=numpy.float32)
    symbol, position, last = [], [], []
    stack, at, seen = ["query"], -1, numpy.zeros(n)
    previous_symbol, previous_position = INDEX["end"], -1
    for k, (s, positions) in enumerate(row["steps"]):
        symbols, copies = model.mask(stack, kind)
        allow[k] = numpy.concatenate([symbols, copies])
        used[k] = seen
        symbol.append(previous_symbol)
        position.append(previous_position)
        last.append(at)
        steps = model.follows(stack)[1]
        if s is not None:
            right[k, INDEX[s]] = 1
            previous_symbol, previous_position = INDEX[s], -1
            stack = steps[s]
        else:
            chosen = [p for p in positions if copies[p]]
            right[k, [len(SYMBOLS) + p for p in chosen]] = 1
            at = chosen[0]
            seen = seen.copy()
            seen[at] = 1
            previous_symbol, previous_position = len(SYMBOLS), at
            stack = steps["WINDOW" if "w" in words[at] else "NUMBER" if "NUMBER" in steps and "COPY" not in steps else "COPY"]
    return {"states": states, "facts": facts, "ids": ids, "symbol": symbol, "position": position, "last": last, "used": used,
            "allow": allow, "right": right, "n": n, "t": t}


def batch(examples, n, t, random, lost):
    b = len(examples)
    out = {"states": numpy.zeros((b, n, 384), numpy.float32), "facts": numpy.zeros((b, n, model.FACTS), numpy.float32),
           "ids": numpy.zeros((b, n), numpy.int32), "there": numpy.zeros((b, n), numpy.float32),
           "symbol": numpy.zeros((b, t), numpy.int32), "position": -numpy.ones((b, t), numpy.int32),
           "last": -numpy.ones((b, t), numpy.int32), "used": numpy.zeros((b, t, n), numpy.float32),
           "allow": numpy.zeros((b, t, len(SYMBOLS) + n), numpy.float32), "right": numpy.zeros((b, t, len(SYMBOLS) + n), numpy.float32),
           "weight": numpy.zeros((b, t), numpy.float32)}
    out["allow"][:, :, 0] = 1
    out["right"][:, :, 0] = 1
    for i, e in enumerate(examples):
        out["states"][i, :e["n"]] = e["states"]
        out["facts"][i, :e["n"]] = e["facts"]
        out["ids"][i, :e["n"]] = e["ids"] * (random.random(e["n"]) >= lost)
        out["there"][i, :e["n"]] = 1
        for x in ("symbol", "position", "last"):
            out[x][i, :e["t"]] = e[x]
        out["used"][i, :e["t"], :e["n"]] = e["used"]
        for x in ("allow", "right"):
            out[x][i, :e["t"]] = 0
            out[x][i, :e["t"], :len(SYMBOLS) + e["n"]] = e[x]
        out["weight"][i, :e["t"]] = 1
    return out


def rows_and_states(paths):
    rows = []
    for words, states in paths:
        saved = numpy.load(states)
        ends = numpy.cumsum(saved["lengths"])
        loaded = saved["states"]
        for row, end, length in zip(linear.load(words), ends, saved["lengths"]):
            row["states"] = loaded[end - length:end]
            rows.append(row)
    return rows


def words_of(rows, least=3):
    """Words that at least so many voices use."""
    voices = {}
    for row in rows:
        for w in row["words"]:
            voices.setdefault(w["t"], set()).add(row["voice"])
    return ["?"] + sorted(w for w, v in voices.items() if len(v) >= least and w)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", nargs="+", required=True, help="words.jsonl,states.npz")
    parser.add_argument("--out", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--width", type=int, default=192)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--dropout", type=float, default=0.3)
    parser.add_argument("--lost", type=float, default=0.15, help="share of words whose own embedding is left out")
    parser.add_argument("--without", nargs="*", default=[], help="voices that are left out, by the beginnings of their names")
    a = parser.parse_args()
    rows = [r for r in rows_and_states([d.split(",") for d in a.data]) if not r["voice"].startswith(tuple(a.without) or ("\0",))]
    vocabulary = words_of(rows)
    ids = {w: i for i, w in enumerate(vocabulary)}
    examples = [prepare(r, r["states"], ids) for r in rows if r["steps"] is not None]
    print(len(rows), "questions", len(examples), "usable", len(vocabulary), "words", flush=True)
    p = {k: jnp.asarray(v) for k, v in model.create(a.seed, len(vocabulary), a.width).items()}
    print(sum(v.size for v in p.values()), "parameters", flush=True)
    buckets = {}
    for e in examples:
        shape = next(((n, t) for n, t in SHAPES if e["n"] <= n and e["t"] <= t), None)
        if shape:
            buckets.setdefault(shape, []).append(e)
    print({s: len(v) for s, v in buckets.items()})
    random = numpy.random.default_rng(a.seed)
    size = 48
    total = sum(-(-len(v) // size) for v in buckets.values()) * a.epochs

    @jax.jit
    def update(p, m, v, data, key, step):
        value, g = jax.value_and_grad(model.loss)(p, data, key, a.dropout)
        norm = jnp.sqrt(sum((x * x).sum() for x in g.values()))
        g = {k: x * jnp.minimum(1, 2.0 / (norm + 1e-9)) for k, x in g.items()}
        rate = a.rate * jnp.minimum(step / 60, 1) * (0.5 + 0.5 * jnp.cos(jnp.pi * step / total))
        m = {k: 0.9 * m[k] + 0.1 * g[k] for k in g}
        v = {k: 0.98 * v[k] + 0.02 * g[k] ** 2 for k in g}
        p = {k: p[k] * (1 - 0.01 * rate) - rate * (m[k] / (1 - 0.9 ** step)) / (jnp.sqrt(v[k] / (1 - 0.98 ** step)) + 1e-8) for k in g}
        return p, m, v, value
    m = {k: jnp.zeros_like(x) for k, x in p.items()}
    v = {k: jnp.zeros_like(x) for k, x in p.items()}
    key, step, began = jax.random.PRNGKey(a.seed), 0, time.time()
    for epoch in range(a.epochs):
        plan = []
        for shape, members in buckets.items():
            order = random.permutation(len(members))
            for i in range(0, len(order), size):
                take = list(order[i:i + size])
                while len(take) < size:
                    take.append(int(random.integers(len(members))))
                plan.append((shape, take))
        random.shuffle(plan)
        sum_loss = 0.0
        for shape, take in plan:
            step += 1
            key, k = jax.random.split(key)
            data = batch([buckets[shape][i] for i in take], *shape, random, a.lost)
            p, m, v, value = update(p, m, v, data, k, float(step))
            sum_loss += float(value)
        print(f"epoch {epoch} loss {sum_loss / len(plan):.3f} {time.time() - began:.0f} s", flush=True)
        numpy.savez(a.out, **{k: numpy.asarray(x) for k, x in p.items()}, vocabulary=numpy.array(vocabulary))


if __name__ == "__main__":
    main()
