"""The reader: the encoder's states of the words, one layer of LSTM in both directions, and an LSTM that writes the query with a pointer."""
import jax
import jax.numpy as jnp
import numpy

from linear import INDEX, SYMBOLS, allowed

FACTS = 60
NEAR = 8


def create(seed, vocabulary, width, states=384):
    random = numpy.random.default_rng(seed)

    def matrix(rows, columns, scale=None):
        return (random.standard_normal((rows, columns)) * (scale or (1 / numpy.sqrt(rows)))).astype(numpy.float32)

    def zeros(n):
        return numpy.zeros(n, dtype=numpy.float32)
    half = width // 2
    return {
        "states": matrix(states, width), "facts": matrix(FACTS, width, 0.1), "words": matrix(vocabulary, width, 0.1), "in": zeros(width),
        "forward": matrix(width + half, 4 * half), "forward.bias": zeros(4 * half),
        "backward": matrix(width + half, 4 * half), "backward.bias": zeros(4 * half),
        "start": matrix(width, width), "symbols": matrix(len(SYMBOLS) + 1, width, 0.1), "copied": matrix(2 * width, width),
        "step": matrix(4 * width, 4 * width), "step.bias": zeros(4 * width),
        "query": matrix(width, 2 * width), "out": matrix(3 * width, width), "out.bias": zeros(width),
        "symbol.out": matrix(width, len(SYMBOLS)), "symbol.bias": zeros(len(SYMBOLS)),
        "point": matrix(width, 2 * width), "near": zeros(2 * NEAR + 2), "again": zeros(1),
    }


def cell(gates, c):
    i, f, g, o = jnp.split(gates, 4, axis=-1)
    c = jax.nn.sigmoid(f + 1) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
    return jax.nn.sigmoid(o) * jnp.tanh(c), c


def dropout(key, x, rate):
    if key is None or rate == 0:
        return x
    return x * jax.random.bernoulli(key, 1 - rate, x.shape) / (1 - rate)


def encode(p, states, facts, ids, there, key=None, rate=0.0):
    """-> memory [B, N, 2 width]: what each word is by itself and among the others, and the decoder's first state."""
    keys = [None] * 3 if key is None else list(jax.random.split(key, 3))
    x = jnp.tanh(dropout(keys[0], states, rate) @ p["states"] + facts @ p["facts"] + p["words"][ids] + p["in"])
    x = dropout(keys[1], x, rate)
    half = p["forward"].shape[1] // 4

    def run(weights, bias, reverse):
        ahead = x @ weights[:x.shape[-1]] + bias

        def step(carry, at):
            h, c = carry
            gates, here = at
            h2, c2 = cell(gates + h @ weights[x.shape[-1]:], c)
            here = here[:, None]
            h, c = here * h2 + (1 - here) * h, here * c2 + (1 - here) * c
            return (h, c), h
        zero = jnp.zeros((x.shape[0], half))
        (h, _), all_h = jax.lax.scan(step, (zero, zero), (ahead.swapaxes(0, 1), there.swapaxes(0, 1)), reverse=reverse)
        return all_h.swapaxes(0, 1), h
    f, f_end = run(p["forward"], p["forward.bias"], False)
    b, b_end = run(p["backward"], p["backward.bias"], True)
    memory = dropout(keys[2], jnp.concatenate([x, f, b], -1), rate)
    return memory, jnp.tanh(jnp.concatenate([f_end, b_end], -1) @ p["start"])


def scores(p, h, context, memory, last, used, key=None, rate=0.0):
    out = dropout(key, jnp.tanh(jnp.concatenate([h, context], -1) @ p["out"] + p["out.bias"]), rate)
    symbols = out @ p["symbol.out"] + p["symbol.bias"]
    point = out @ p["point"]
    at = jnp.arange(memory.shape[1])[None, :]
    apart = jnp.clip(at - last[:, None], -NEAR, NEAR) + NEAR
    apart = jnp.where(last[:, None] < 0, 2 * NEAR + 1, apart)
    words = jnp.einsum("bd,bnd->bn", point, memory) / jnp.sqrt(1.0 * point.shape[-1]) + p["near"][apart] + p["again"] * used
    return jnp.concatenate([symbols, words], -1)


def attend(p, h, memory, there):
    query = h @ p["query"]
    score = jnp.einsum("bd,bnd->bn", query, memory) / jnp.sqrt(1.0 * query.shape[-1])
    weight = jax.nn.softmax(jnp.where(there > 0, score, -1e9), -1)
    return jnp.einsum("bn,bnd->bd", weight, memory)


def advance(p, h, c, context, symbol, copied):
    """symbol: the last step's, len(SYMBOLS) at a copy; copied: memory of the word copied, zeros at a symbol."""
    x = p["symbols"][symbol] + copied @ p["copied"]
    gates = jnp.concatenate([x, context, h], -1) @ p["step"] + p["step.bias"]
    return cell(gates, c)


def loss(p, batch, key, rate):
    """Mean over the steps of the log of one over the probability that is given to the right ones."""
    k1, k2 = jax.random.split(key)
    memory, start = encode(p, batch["states"], batch["facts"], batch["ids"], batch["there"], k1, rate)
    b, n, _ = memory.shape

    def step(carry, at):
        h, c, context = carry
        symbol, position, last, used, allow, right, k = at
        copied = jnp.where(position[:, None] >= 0, memory[jnp.arange(b), jnp.maximum(position, 0)], 0)
        h, c = advance(p, h, c, context, symbol, copied)
        context = attend(p, h, memory, batch["there"])
        s = jnp.where(allow > 0, scores(p, h, context, memory, last, used, k, rate), -1e9)
        log = jax.nn.log_softmax(s, -1)
        return (h, c, context), -jax.nn.logsumexp(jnp.where(right > 0, log, -1e9), axis=-1)
    t = batch["symbol"].shape[1]
    inputs = [batch[x].swapaxes(0, 1) for x in ("symbol", "position", "last", "used", "allow", "right")]
    zero = jnp.zeros_like(memory[:, 0])
    _, losses = jax.lax.scan(step, (start, jnp.zeros_like(start), zero), (*inputs, jax.random.split(k2, t)))
    weight = batch["weight"].swapaxes(0, 1)
    return (losses * weight).sum() / b


ALLOWED = {}


def follows(stack):
    """Allowed symbols (indices), whether words, numbers, windows may be copied, and the stacks behind; kept for each stack."""
    key = tuple(stack)
    if key not in ALLOWED:
        steps = allowed(list(stack))
        symbols = numpy.zeros(len(SYMBOLS), dtype=numpy.float32)
        for s in steps:
            if s in INDEX:
                symbols[INDEX[s]] = 1
        ALLOWED[key] = (symbols, steps)
    return ALLOWED[key]


def kinds(words):
    """Which words each kind of copying may take."""
    n = len(words)
    out = {k: numpy.zeros(n, dtype=numpy.float32) for k in ("COPY", "NUMBER", "WINDOW")}
    for i, w in enumerate(words):
        if "w" in w:
            out["WINDOW"][i] = 1
        elif 19 not in w["f"]:
            out["COPY"][i] = 1
            if w["n"] >= 0:
                out["NUMBER"][i] = 1
    return out


def mask(stack, kind):
    symbols, steps = follows(stack)
    if not kind["WINDOW"].any():
        symbols = symbols.copy()
        symbols[INDEX["window"]] = 0
    words = sum((kind[k] for k in ("COPY", "NUMBER", "WINDOW") if k in steps), numpy.zeros_like(kind["COPY"]))
    return symbols, words
