"""Queries as lines of symbols: what a query says comes from a closed list, words are copied from the question.

A line is a list of steps. A step is (symbol, None) or (None, [positions]): any of these positions of the question copies the word.
"""
import json
import sys

KINDS = ["present", "absent", "appears", "leaves", "passes", "returns", "put_down", "taken", "moves", "stops", "changes", "says"]
NAMES = ["person", "thing", "text", "speech", "video"]
PLACES = ["left", "right", "middle", "top", "bottom", "front", "back"]
NUMBERS = [-1, 1, 2, 3, 4, 5]
# Words that a phrase may hold though the question has them in another form or not at all.
WORDS = ["of", "in", "on", "at", "with", "to", "from", "through", "by", "into", "up", "left", "right", "top", "bottom", "not", "open", "closed"]
SEVERAL = ["distinct", "at_once", "times"]
ATTRIBUTES = ["colour", "wearing", "carrying", "holding", "kind", "size", "doing"]
RECAPS = ["all", "unusual", "now"]
UNWATCHED = ["whether", "watched", "when", "how_long", "times", "reason"]
PARTS = ["start", "end", "middle", "first half", "second half"]

SYMBOLS = (["end"] + ["count " + x for x in SEVERAL] + ["exists", "when", "how_long", "time_between", "order first", "order last",
           "before_after before", "before_after after", "where"] + ["attribute " + x for x in ATTRIBUTES]
           + ["is", "compare more", "compare fewer", "compare same", "what", "written", "said"] + ["recap " + x for x in RECAPS]
           + [f"unwatched {x} {y}" for x in UNWATCHED for y in ("camera", "paused", "any")] + ["small_talk", "open"]
           + ["kind " + k for k in KINDS] + ["name " + n for n in NAMES]
           + ["thing", "or", "and", "colour", "with", "says", "value", "choice", "versus"]
           + ["place " + p for p in PLACES] + [f"nth {n}" for n in NUMBERS] + [f"time {n}" for n in NUMBERS]
           + ["most", "fewest", "none", "exactly", "at_least", "at_most", "more_than", "fewer_than"]
           + ["number 0", "number 1", "number 2", "number 3", "number 4"]
           + ["window", "window now", "window ago 5", "window last 5", "window day today"] + ["window part " + p for p in PARTS]
           + ["after", "before", "while", "between"] + ["word " + w for w in WORDS])
INDEX = {s: i for i, s in enumerate(SYMBOLS)}


class Unsayable(Exception):
    """The query holds something that the question has not, and no symbol says it."""


class Writer:
    """Writes the query of one question as a line."""

    def __init__(self, words):
        self.words = words
        self.steps = []
        self.last = -1

    def put(self, symbol):
        if symbol not in INDEX:
            raise Unsayable(symbol)
        self.steps.append((symbol, None))

    def copy(self, positions):
        near = [p for p in positions if p > self.last]
        now = [p for p in near if not self.words[p]["e"]] or near or positions
        first = min(now) if near else max(positions)
        if self.last + 1 in positions:
            first = self.last + 1
        self.last = first
        self.steps.append((None, [first] + [p for p in positions if p != first]))

    def phrase(self, text, name=False):
        parts = text.split(" ")
        for i, part in enumerate(parts):
            single = name and i == len(parts) - 1
            found = [p for p, w in enumerate(self.words) if w["t"] and (w["s"] if single else w["t"]) == part and not (19 in w["f"])]
            if found:
                self.copy(found)
            elif part in WORDS and not single:
                self.put("word " + part)
            else:
                raise Unsayable(part)

    def number(self, value):
        found = [p for p, w in enumerate(self.words) if w["n"] == value]
        if found:
            self.copy(found)
        else:
            self.put(f"number {value}")

    def amount(self, amount):
        if amount in ("most", "fewest"):
            return self.put(amount)
        (relation, value), = amount.items()
        numbers = {w["n"] for w in self.words}
        if relation == "exactly" and value == 0:
            return self.put("none")
        if relation == "at_least" and value not in numbers and value - 1 in numbers:
            self.put("more_than")
            return self.number(value - 1)
        if relation == "at_most" and value not in numbers and value + 1 in numbers:
            self.put("fewer_than")
            return self.number(value + 1)
        self.put(relation)
        self.number(value)

    def thing(self, thing):
        if thing["name"] in NAMES:
            self.put("name " + thing["name"])
        else:
            self.put("thing")
            self.phrase(thing["name"], True)
        for joined in ("or", "and"):
            for name in thing.get(joined, []):
                self.put(joined)
                self.phrase(name, True)
        if "nth" in thing:
            self.put(f"nth {thing['nth']}")
        if "colour" in thing:
            self.put("colour")
            self.phrase(thing["colour"])
        if "place" in thing:
            self.put("place " + thing["place"])
        for phrase in thing.get("with", []):
            self.put("with")
            self.phrase(phrase)
        if "says" in thing:
            self.put("says")
            self.phrase(thing["says"])

    def event(self, event):
        self.put("kind " + event["kind"])
        if "nth" in event:
            self.put(f"time {event['nth']}")
        if "amount" in event:
            self.amount(event["amount"])
        self.thing(event["thing"])

    def window(self, window):
        if not window:
            return
        found = [p for p, w in enumerate(self.words) if w.get("w") == window]
        if found:
            self.put("window")
            return self.copy(found)
        if len(window) != 1:
            raise Unsayable("window")
        (key, value), = window.items()
        if key in ("after", "before", "while") and isinstance(value, dict):
            self.put(key)
            self.event(value)
        elif key == "between":
            self.put(key)
            self.event(value[0])
            self.event(value[1])
        elif key == "now":
            self.put("window now")
        elif key == "clock":
            if value != {"day": "today"}:
                raise Unsayable("clock")
            self.put("window day today")
        else:
            self.put(f"window {key} {value}")

    def query(self, q):
        ask = q["ask"]
        if ask == "count":
            self.put("count " + q["of"])
            event = q.get("event") or {"thing": q["thing"], "kind": "present"}
            self.event(dict(event, **({"amount": q["amount"]} if "amount" in q else {})))
        elif ask in ("exists", "when", "how_long", "what", "where"):
            self.put(ask)
            self.event(q["event"])
            for choice in q.get("choices", []):
                self.put("choice")
                self.phrase(choice)
        elif ask == "time_between":
            self.put(ask)
            self.event(q["first"])
            self.event(q["second"])
        elif ask == "order":
            self.put("order " + q["which"])
            for event in q["of"]:
                self.event(event)
        elif ask == "before_after":
            self.put("before_after " + q["relation"])
            self.event(q["first"])
            self.event(q["second"])
        elif ask == "attribute":
            self.put("attribute " + q["of"])
            self.thing(q["thing"])
        elif ask == "is":
            self.put("is")
            self.thing(q["thing"])
            for value in q["values"]:
                self.put("value")
                self.phrase(value)
        elif ask == "compare":
            self.put("compare " + q["relation"])
            self.thing(q["first"]["thing"])
            self.window(q["first"].get("window"))
            self.put("versus")
            self.thing(q["second"]["thing"])
            self.window(q["second"].get("window"))
        elif ask in ("written", "said"):
            self.put(ask)
            self.thing(q["thing"])
        elif ask == "recap":
            self.put("recap " + q["of"])
        elif ask == "unwatched":
            self.put(f"unwatched {q['of']} {q['why']}")
        else:
            self.put(ask)
        self.window(q.get("window"))
        self.put("end")
        return self.steps


def rules():
    """State -> (skippable, {step: states that follow}). COPY is a word of the question, NUMBER one that tells a number, WINDOW a window."""
    r = {}
    q = {}
    for x in SEVERAL:
        q["count " + x] = ["event", "when", "end"]
    for x in ("exists", "when", "how_long", "what"):
        q[x] = ["event", "when", "end"]
    q["where"] = ["event", "choices", "when", "end"]
    q["time_between"] = ["event", "event", "end"]
    q["order first"] = q["order last"] = ["event", "event", "events", "end"]
    q["before_after before"] = q["before_after after"] = ["event", "event", "end"]
    for x in ATTRIBUTES:
        q["attribute " + x] = ["a thing", "when", "end"]
    q["is"] = ["a thing", "value", "values", "when", "end"]
    for x in ("more", "fewer", "same"):
        q["compare " + x] = ["a thing", "when", "versus", "a thing", "when", "end"]
    q["written"] = q["said"] = ["a thing", "when", "end"]
    for x in RECAPS:
        q["recap " + x] = ["when", "end"]
    for x in UNWATCHED:
        for y in ("camera", "paused", "any"):
            q[f"unwatched {x} {y}"] = ["when", "end"]
    q["small_talk"] = q["open"] = ["end"]
    r["query"] = (False, q)
    r["end"] = (False, {"end": []})
    event = {"kind " + k: ["nth of event", "amount", "a thing"] for k in KINDS}
    r["event"] = (False, event)
    r["events"] = (True, {k: v + ["events"] for k, v in event.items()})
    r["nth of event"] = (True, {f"time {n}": [] for n in NUMBERS})
    amount = {"most": [], "fewest": [], "none": []}
    amount.update({x: ["number"] for x in ("exactly", "at_least", "at_most", "more_than", "fewer_than")})
    r["amount"] = (True, amount)
    r["number"] = (False, dict({f"number {n}": [] for n in range(5)}, NUMBER=[]))
    about = ["or", "and", "nth", "colour", "place", "with", "says"]
    r["a thing"] = (False, dict({"name " + n: about for n in NAMES}, thing=["word", "words"] + about))
    word = dict({"word " + w: [] for w in WORDS}, COPY=[])
    r["word"] = (False, word)
    r["words"] = (True, {k: ["words"] for k in word})
    r["or"] = (True, {"or": ["word", "words", "or"]})
    r["and"] = (True, {"and": ["word", "words", "and"]})
    r["nth"] = (True, {f"nth {n}": [] for n in NUMBERS})
    r["colour"] = (True, {"colour": ["word", "words"]})
    r["place"] = (True, {"place " + p: [] for p in PLACES})
    r["with"] = (True, {"with": ["word", "words", "with"]})
    r["says"] = (True, {"says": ["word", "words"]})
    r["value"] = (False, {"value": ["word", "words"]})
    r["values"] = (True, {"value": ["word", "words", "values"]})
    r["choices"] = (True, {"choice": ["word", "words", "choices"]})
    r["versus"] = (False, {"versus": []})
    when = {"window": ["the window"]}
    when.update({s: [] for s in SYMBOLS if s.startswith("window ")})
    when.update({"after": ["event"], "before": ["event"], "while": ["event"], "between": ["event", "event"]})
    r["when"] = (True, when)
    r["the window"] = (False, {"WINDOW": []})
    return r


RULES = rules()


def allowed(stack):
    """Step -> the stack behind it."""
    steps = {}
    for depth, state in enumerate(stack):
        skippable, follow = RULES[state]
        for step, more in follow.items():
            steps.setdefault(step, list(more) + stack[depth + 1:])
        if not skippable:
            break
    return steps


def sort_of(words, position):
    w = words[position]
    if "w" in w:
        return "WINDOW"
    return "COPY"


class Reader:
    """A line back to its query."""

    def __init__(self, steps, words):
        self.s = [(a, None) if b is None else (None, b[0]) for a, b in steps]
        self.i = 0
        self.words = words

    def peek(self):
        return self.s[self.i][0] if self.i < len(self.s) else None

    def next(self):
        self.i += 1
        return self.s[self.i - 1]

    def phrase(self, name=False):
        out = []
        while self.i < len(self.s) and (self.s[self.i][1] is not None or (self.s[self.i][0] or "").startswith("word ")):
            symbol, at = self.next()
            out.append((symbol[5:], None) if symbol else (self.words[at]["t"], at))
        if name and out[-1][1] is not None:
            out[-1] = (self.words[out[-1][1]]["s"], 0)
        return " ".join(o[0] for o in out)

    def thing(self):
        symbol, _ = self.next()
        t = {"name": symbol[5:] if symbol.startswith("name ") else self.phrase(True)}
        while (p := self.peek()):
            if p in ("or", "and"):
                self.next()
                t.setdefault(p, []).append(self.phrase(True))
            elif p.startswith("nth "):
                t["nth"] = int(self.next()[0][4:])
            elif p in ("colour", "says"):
                self.next()
                t[p] = self.phrase()
            elif p.startswith("place "):
                t["place"] = self.next()[0][6:]
            elif p == "with":
                self.next()
                t.setdefault("with", []).append(self.phrase())
            else:
                break
        return t

    def event(self):
        e = {"kind": self.next()[0][5:]}
        if (self.peek() or "").startswith("time "):
            e["nth"] = int(self.next()[0][5:])
        p = self.peek()
        if p in ("most", "fewest"):
            e["amount"] = self.next()[0]
        elif p == "none":
            self.next()
            e["amount"] = {"exactly": 0}
        elif p in ("exactly", "at_least", "at_most", "more_than", "fewer_than"):
            self.next()
            symbol, at = self.next()
            n = int(symbol[7:]) if symbol else self.words[at]["n"]
            key = {"more_than": "at_least", "fewer_than": "at_most"}.get(p, p)
            e["amount"] = {key: n + (p == "more_than") - (p == "fewer_than")}
        e["thing"] = self.thing()
        return e

    def window(self):
        p = self.peek()
        if p == "window":
            self.next()
            return self.words[self.next()[1]]["w"]
        if p in ("after", "before", "while"):
            self.next()
            return {p: self.event()}
        if p == "between":
            self.next()
            return {p: [self.event(), self.event()]}
        if p and p.startswith("window "):
            self.next()
            part = p.split(" ", 2)
            return {"now": {"now": True}, "ago": {"ago": 5}, "last": {"last": 5}, "day": {"clock": {"day": "today"}}}.get(part[1]) or {
                "part": part[2]}
        return None

    def query(self):
        head = self.next()[0].split(" ")
        q = {"ask": head[0]}
        ask = head[0]
        if ask == "count":
            q["of"] = head[1]
            e = self.event()
            if q["of"] == "times" or e["kind"] != "present":
                q["event"] = e
            else:
                q["thing"] = e["thing"]
                if "amount" in e:
                    q["amount"] = e["amount"]
        elif ask in ("exists", "when", "how_long", "what", "where"):
            q["event"] = self.event()
            while self.peek() == "choice":
                self.next()
                q.setdefault("choices", []).append(self.phrase())
        elif ask in ("time_between", "before_after"):
            if ask == "before_after":
                q["relation"] = head[1]
            q["first"], q["second"] = self.event(), self.event()
        elif ask == "order":
            q["which"] = head[1]
            q["of"] = []
            while (self.peek() or "").startswith("kind "):
                q["of"].append(self.event())
        elif ask in ("attribute", "written", "said", "is"):
            if ask == "attribute":
                q["of"] = head[1]
            q["thing"] = self.thing()
            while self.peek() == "value":
                self.next()
                q.setdefault("values", []).append(self.phrase())
        elif ask == "compare":
            q["relation"] = head[1]
            for side in ("first", "second"):
                q[side] = {"thing": self.thing()}
                w = self.window()
                if w:
                    q[side]["window"] = w
                if side == "first":
                    self.next()
        elif ask == "recap":
            q["of"] = head[1]
        elif ask == "unwatched":
            q["of"], q["why"] = head[1], head[2]
        if ask != "compare":
            w = self.window()
            if w:
                q["window"] = w
        return q


def load(path):
    rows = []
    for line in open(path):
        row = json.loads(line)
        row["index"] = len(rows)
        try:
            row["steps"] = Writer(row["words"]).query(row["query"])
        except (Unsayable, KeyError) as e:
            row["steps"], row["why"] = None, str(e)
        rows.append(row)
    return rows


def check(row):
    """The line is one that the rules allow, and writes its query."""
    stack = ["query"]
    for symbol, at in row["steps"]:
        steps = allowed(stack)
        key = symbol or sort_of(row["words"], at[0])
        key = "NUMBER" if symbol is None and key not in steps else key
        stack = steps[key]
    assert not stack and Reader(row["steps"], row["words"]).query() == row["query"], row["q"]


def main():
    """linear.py WORDS.jsonl LINES.jsonl: checks that every query is written and read back, and writes the lines."""
    rows = load(sys.argv[1])
    with open(sys.argv[2], "w") as out:
        for row in rows:
            if row["steps"] is not None:
                check(row)
                line = [symbol or at[0] for symbol, at in row["steps"]]
                out.write(json.dumps({k: row[k] for k in ("voice", "q", "before", "query")} | {"line": line}) + "\n")
    print(sum(r["steps"] is None for r in rows), "of", len(rows), "queries hold what their question has not")


if __name__ == "__main__":
    main()
