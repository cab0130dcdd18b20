"""Which words a query accounts for without copying them, counted from the questions: covered.py WORDS.jsonl... OUT.txt

A word counts for a symbol if somebody used it, uncopied, in a question whose line has the symbol. A word that many voices use so whatever
is asked ("the", "please") counts always, unless it may change what is asked.
"""
import collections
import sys

import linear

FILLER, REMARK, TIME, MARK = 6, 7, 8, 19
ACTIVE, PASSIVE = 22, 34
MANY = 10
CHANGING = {"not", "no", "never", "only", "just", "all", "every", "each", "both", "other", "same", "more", "less", "fewer", "most", "least",
            "first", "second", "third", "last", "alone", "again", "still", "or", "before", "after", "while", "until", "since", "during"}
# Words that narrow a question down: they count for symbols alone that say what they say, never for what is asked as such.
NARROWING = CHANGING | set("""two three four five six seven eight nine ten empty full small big little large parked past ago minute minutes
    second seconds hour hours moment moments morning afternoon evening night today yesterday""".split())
WIDE = ("exists", "is", "what", "where", "kind ", "name ", "attribute ", "word ", "colour", "value")


def symbols_of(line):
    """What a word may have evoked."""
    return {s for s in line if isinstance(s, str) and s not in ("end", "thing", "with")}


def beside(words, copied):
    """Positions of remarks of which nothing is copied; none where there is nothing but remarks."""
    runs, run = [], []
    for i, w in enumerate(words):
        if MARK in w["f"]:
            runs.append(run)
            run = []
        elif not w["e"]:
            run.append(i)
    runs = [r for r in runs + [run] if r]
    remarks = [r for r in runs if all("w" in words[i] or REMARK in words[i]["f"] for i in r) and not copied & set(r)]
    return {i for r in remarks for i in r} if len(remarks) < len(runs) else set()


def left_over(words, line, counting=False):
    """Positions of the words that the line does not copy and that no rule explains; when counting, fillers and verbs too."""
    copied = {p for p in line if isinstance(p, int)}
    taken = {words[p]["t"] for p in copied} | {words[p]["s"] for p in copied}
    taken |= {s[5:] for s in line if isinstance(s, str) and s.startswith("word ")}
    remarks = beside(words, copied)
    windows = [words[p]["w"] for p in copied if "w" in words[p]]
    fixed = any(isinstance(s, str) and s.startswith("window ") for s in line)
    out = []
    for i, w in enumerate(words):
        f = set(w["f"])
        if not counting and "w" in w and not w["e"] and i not in remarks and not fixed and w["w"] not in windows:
            out.append(i)
        if w["e"] or MARK in f or "w" in w or w["t"] in taken or i in remarks or TIME in f and windows:
            continue
        told = any(f"kind {k}" in line for n, k in enumerate(linear.KINDS) if ACTIVE + n in f or PASSIVE + n in f)
        if counting or not (FILLER in f or told):
            out.append(i)
    return out


def evoked(rows):
    """Word -> the symbols it counts for; "*" for all."""
    voices, symbols = collections.defaultdict(set), collections.defaultdict(set)
    for row in rows:
        if row["steps"] is None or row["query"]["ask"] == "open":
            continue
        line = [s or p[0] for s, p in row["steps"]]
        for i in left_over(row["words"], line, True):
            voices[row["words"][i]["t"]].add(row["voice"])
            symbols[row["words"][i]["t"]] |= symbols_of(line)
    for word in NARROWING & symbols.keys():
        symbols[word] = {s for s in symbols[word] if not s.startswith(WIDE)}
    return {w: {"*"} if len(voices[w]) >= MANY and w not in NARROWING else s for w, s in symbols.items() if s}


def accounted(known, words, line):
    symbols = symbols_of(line) | {"*"}
    return all(known.get(words[i]["t"], set()) & symbols for i in left_over(words, line))


def main():
    known = evoked([row for path in sys.argv[1:-1] for row in linear.load(path)])
    with open(sys.argv[-1], "w") as out:
        out.write("# word TAB the symbols of a line that it may stand for, * for any; written by model-training/questions/covered.py\n")
        for word in sorted(known):
            out.write(word + "\t" + ",".join(sorted(known[word])) + "\n")


if __name__ == "__main__":
    main()
