"""Questions about a stream, their answers, and which frames they rest on.

Answers: a thing with its article ("a fox"), several joined by "and"; "yes" / "no"; a number word; a colour; a sign's text in capitals; a time
"00:13"; a place ("on the left"). What the frames don't show is answered by exactly `not seen`.
"""
import dataclasses

from phrases import AT, PHRASES
from stories import stamp
from vocabulary import CLASSES, COLOUR_NAMES, plural, with_article
from world import ninth_of

NOT_SEEN = "not seen"
NUMBERS = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight"]


@dataclasses.dataclass
class Asked:
    kind: str
    text: str
    answer: str
    key: tuple       # what its frames have in common: ("class", i), ("time", s), ("sign",), ("panel", i or None), or () when none is to be found
    absent: bool = False


def listed(names):
    names = [with_article(name) for name in names]
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def shown(frame):
    """What is in a frame, from left to right; a class that is there several times is named once."""
    names = list(dict.fromkeys(CLASSES[item.label] for item in sorted(frame.objects(), key=lambda item: item.x)))
    if names:
        return listed(names)
    return "a sign" if frame.sign() else f"a {COLOUR_NAMES[frame.panel().label]} panel" if frame.panel() else "nothing"


def spot(item):
    down, across = (names[part] for names, part in zip((("top", "", "bottom"), ("left", "", "right")), divmod(ninth_of(item.x, item.y), 3)))
    if down and across:
        return f"at the {down} {across}"
    return f"on the {across}" if across else f"at the {down}" if down else "in the middle"


class Asker:
    """Asks about a list of frames. `test`: with the phrasings that training never uses."""

    def __init__(self, random, test=False):
        self.random, self.test = random, test

    def phrase(self, kind, **words):
        pool = PHRASES[kind][1 if self.test else 0]
        text = pool[self.random.integers(len(pool))].format(**{"at": "", "t": "", **words})
        if self.random.random() < 0.85:
            text += "?"
        return text[0].upper() + text[1:] if self.random.random() < 0.7 else text

    def words(self, label):
        name = CLASSES[label]
        article = with_article(name)
        return {"n": name, "x": article if self.random.random() < 0.9 else name, "s": plural(name)}

    def absent_label(self, frames):
        present = {item.label for frame in frames for item in frame.objects()}
        while True:
            label = int(self.random.integers(len(CLASSES)))
            if label not in present:
                return label

    def any_label(self, frames, absent=0.0):
        """(label, absent?): one that was there, or with the given chance one that wasn't."""
        present = sorted({item.label for frame in frames for item in frame.objects()})
        if not present or self.random.random() < absent:
            return self.absent_label(frames), True
        return present[self.random.integers(len(present))], False

    def moment(self, frames):
        """A frame, and how the question names its time; nothing need be said when there is only one."""
        frame = frames[self.random.integers(len(frames))]
        if len(frames) == 1 and self.random.random() < 0.6:
            return frame, "", ()
        way = AT[self.random.integers(len(AT))].format(t=stamp(frame.time))
        return frame, " " + way, ("time", frame.time)

    # Each of these gives a question or None when the frames don't allow one.
    def now(self, frames):
        return Asked("now", self.phrase("now"), shown(frames[-1]), ())

    def look(self, frames):
        return Asked("look", self.phrase("look"), shown(frames[-1]), ()) if len(frames) == 1 else None

    def at(self, frames):
        frame = frames[self.random.integers(len(frames))]
        return Asked("at", self.phrase("at", t=stamp(frame.time)), shown(frame), ("time", frame.time))

    def all(self, frames):
        names = list(dict.fromkeys(CLASSES[i.label] for frame in frames for i in sorted(frame.objects(), key=lambda item: item.x)))
        return Asked("all", self.phrase("all"), listed(names) if names else "nothing", ()) if len(names) <= 2 else None

    def side(self, frames, which):
        frame, at, key = self.moment(frames)
        things = sorted(frame.objects(), key=lambda item: item.x if which == "left" else 1 - item.x)
        edge = [item.x if which == "left" else 1 - item.x for item in things]
        if not things or 0.42 < edge[0] < 0.58 or (len(edge) > 1 and edge[1] - edge[0] < 0.1 and edge[0] < 0.5):
            return None
        return Asked(which, self.phrase(which, at=at), with_article(CLASSES[things[0].label]) if edge[0] < 0.5 else "nothing", key)

    def left(self, frames):
        return self.side(frames, "left")

    def right(self, frames):
        return self.side(frames, "right")

    def where(self, frames):
        label, absent = self.any_label(frames, 0.12)
        if absent:
            return Asked("where", self.phrase("where", **self.words(label)), NOT_SEEN, (), True)
        having = [frame for frame in frames if frame.of(label)]
        frame = having[-1]
        if len(frame.of(label)) > 1 or any(spot(item) != spot(frame.of(label)[0]) for f in having for item in f.of(label)):
            return None
        return Asked("where", self.phrase("where", **self.words(label)), spot(frame.of(label)[0]), ("class", label))

    def time_of(self, frames, kind, index):
        label, absent = self.any_label(frames, 0.15)
        having = [frame for frame in frames if frame.of(label)]
        answer = NOT_SEEN if absent else stamp(having[index].time)
        return Asked(kind, self.phrase(kind, **self.words(label)), answer, () if absent else ("class", label), absent)

    def when(self, frames):
        return self.time_of(frames, "when", 0)

    def when_first(self, frames):
        return self.time_of(frames, "when first", 0)

    def when_last(self, frames):
        return self.time_of(frames, "when last", -1)

    def with_what(self, frames):
        label, absent = self.any_label(frames, 0.12)
        if absent:
            return Asked("with", self.phrase("with", **self.words(label)), NOT_SEEN, (), True)
        others = {tuple(sorted({i.label for i in frame.objects()} - {label})) for frame in frames if frame.of(label)}
        if len(others) != 1 or len(first := next(iter(others))) > 2 or (not first and self.random.random() < 0.75):
            return None
        frame = next(frame for frame in frames if frame.of(label))
        names = list(dict.fromkeys(CLASSES[i.label] for i in sorted(frame.objects(), key=lambda item: item.x) if i.label != label))
        return Asked("with", self.phrase("with", **self.words(label)), listed(names) if names else "nothing", ("class", label))

    def count(self, frames):
        label, absent = self.any_label(frames, 0.12)
        if absent:
            return Asked("count", self.phrase("count", **self.words(label)), NOT_SEEN, (), True)
        counts = {len(frame.of(label)) for frame in frames if frame.of(label)}
        if len(counts) > 1 or (counts == {1} and self.random.random() < 0.6):
            return None
        at, key = "", ("class", label)
        if self.random.random() < 0.3:
            frame = next(frame for frame in frames if frame.of(label))
            at = " at " + stamp(frame.time)
        return Asked("count", self.phrase("count", at=at, **self.words(label)), NUMBERS[min(8, counts.pop())], key)

    def things(self, frames):
        frame, at, key = self.moment(frames)
        return Asked("things", self.phrase("things", at=at), NUMBERS[len(frame.objects())], key)

    def colour(self, frames):
        frame, at, key = self.moment(frames)
        having = [f for f in frames if f.panel()]
        if not at.strip() and len(frames) > 1 or (having and self.random.random() < 0.5):
            if len({f.panel().label for f in having}) != 1:
                return None
            return Asked("colour", self.phrase("colour"), COLOUR_NAMES[having[0].panel().label], ("panel", None))
        if frame.panel() is None and self.random.random() < 0.8:
            return None
        answer = COLOUR_NAMES[frame.panel().label] if frame.panel() else NOT_SEEN
        return Asked("colour", self.phrase("colour", at=at), answer, key, frame.panel() is None)

    def sign_question(self, frames, kind, read):
        having = [frame for frame in frames if frame.sign()]
        if not having:
            return Asked(kind, self.phrase(kind), NOT_SEEN, (), True) if self.random.random() < 0.08 else None
        answers = {read(frame.sign()) for frame in having}
        frame = having[self.random.integers(len(having))]
        if len(answers) == 1 and self.random.random() < 0.7:
            return Asked(kind, self.phrase(kind), answers.pop(), ("sign",))
        return Asked(kind, self.phrase(kind, at=" at " + stamp(frame.time)), read(frame.sign()), ("time", frame.time))

    def sign(self, frames):
        return self.sign_question(frames, "sign", lambda item: item.text)

    def sign_colour(self, frames):
        if any(frame.sign() and frame.sign().label < 0 for frame in frames):
            return None
        return self.sign_question(frames, "sign colour", lambda item: COLOUR_NAMES[item.label])

    def sign_when(self, frames):
        having = [frame for frame in frames if frame.sign()]
        if not having:
            return Asked("sign when", self.phrase("sign when"), NOT_SEEN, (), True) if self.random.random() < 0.1 else None
        return Asked("sign when", self.phrase("sign when"), stamp(having[0].time), ("sign",))

    def panel_question(self, frames, kind, found):
        seen = sorted({frame.panel().label for frame in frames if frame.panel()})
        if not seen and self.random.random() < 0.8:
            return None
        absent = not seen or self.random.random() < 0.35
        pool = sorted(set(range(len(COLOUR_NAMES))) - set(seen)) if absent else seen
        label = int(pool[self.random.integers(len(pool))])
        answer = NOT_SEEN if absent else found(next(frame for frame in frames if frame.panel() and frame.panel().label == label))
        return Asked(kind, self.phrase(kind, c=COLOUR_NAMES[label]), answer, () if absent else ("panel", label), absent)

    def panel_when(self, frames):
        return self.panel_question(frames, "panel when", lambda frame: stamp(frame.time))

    def panel_there(self, frames):
        return self.panel_question(frames, "panel there", lambda frame: "yes")

    def ends(self, frames, kind, index):
        having = [frame for frame in frames if frame.objects()]
        return Asked(kind, self.phrase(kind), shown(having[index]), ()) if having and len(frames) > 1 else None

    def first(self, frames):
        return self.ends(frames, "first", 0)

    def last(self, frames):
        return self.ends(frames, "last", -1)

    def order(self, frames):
        start = {}
        for index, frame in enumerate(frames):
            for item in frame.objects():
                start.setdefault(item.label, index)
        if len(start) < 2:
            return None
        one, other = (int(label) for label in self.random.choice(sorted(start), 2, replace=False))
        if start[one] == start[other]:
            return None
        words = self.words(one) | {"m": CLASSES[other], "y": with_article(CLASSES[other])}
        return Asked("order", self.phrase("order", **words), with_article(CLASSES[one if start[one] < start[other] else other]), ("class", one))

    def there(self, frames):
        label, absent = self.any_label(frames, 0.5)
        return Asked("there", self.phrase("there", **self.words(label)), NOT_SEEN if absent else "yes", () if absent else ("class", label), absent)

    def yes_no(self, frames, kind, frame, key, **words):
        """Half yes; among the noes, half ask for what another frame shows."""
        here = sorted({item.label for item in frame.objects()})
        elsewhere = sorted({item.label for f in frames for item in f.objects()} - set(here))
        if here and self.random.random() < 0.5:
            label, answer = here[self.random.integers(len(here))], "yes"
        elif elsewhere and self.random.random() < 0.5:
            label, answer = elsewhere[self.random.integers(len(elsewhere))], "no"
        else:
            label, answer = self.absent_label(frames), "no"
        return Asked(kind, self.phrase(kind, **self.words(label), **words), answer, key)

    def is_there(self, frames):
        frame = frames[self.random.integers(len(frames))]
        return self.yes_no(frames, "is there", frame, ("time", frame.time), t=stamp(frame.time))

    def is_now(self, frames):
        return self.yes_no(frames, "is now", frames[-1], ())

    def is_here(self, frames):
        return self.yes_no(frames, "is here", frames[-1], ()) if len(frames) == 1 else None

    def still(self, frames):
        earlier = sorted({item.label for frame in frames[:-1] for item in frame.objects()})
        if not earlier or len(frames) < 2:
            return None
        here = sorted({item.label for item in frames[-1].objects()} & set(earlier))
        pool = here if here and self.random.random() < 0.6 else earlier
        label, absent = (pool[self.random.integers(len(pool))], False) if self.random.random() < 0.85 else (self.absent_label(frames), True)
        answer = NOT_SEEN if absent else "yes" if frames[-1].of(label) else "no"
        return Asked("still", self.phrase("still", **self.words(label)), answer, () if absent else ("class", label), absent)

    def visits(self, frames):
        """Asked where both ways of counting agree: in how many scenes, and how many times it came anew."""
        label, absent = self.any_label(frames, 0.12)
        if absent:
            return Asked("visits", self.phrase("visits", **self.words(label)), NOT_SEEN, (), True)
        here = [bool(frame.of(label)) for frame in frames]
        came = sum(now and not before for now, before in zip(here, [False] + here))
        if came != len({frame.scene for frame in frames if frame.of(label)}) or came > 8 or (came == 1 and self.random.random() < 0.6):
            return None
        return Asked("visits", self.phrase("visits", **self.words(label)), NUMBERS[came], ("class", label))

    def before(self, frames):
        """What the last frame that showed any thing showed before the first of its kind came."""
        label, absent = self.any_label(frames, 0.12)
        if absent:
            return Asked("before", self.phrase("before", **self.words(label)), NOT_SEEN, (), True)
        first = next(index for index, frame in enumerate(frames) if frame.of(label))
        earlier = [{item.label for item in frame.objects()} for frame in frames[:first] if frame.objects()]
        if len(earlier[-1] if earlier else ()) > 1 or (not earlier and self.random.random() < 0.8):
            return None
        answer = with_article(CLASSES[earlier[-1].pop()]) if earlier else "nothing"
        return Asked("before", self.phrase("before", **self.words(label)), answer, ("class", label))

    def different(self, frames):
        count = len({item.label for frame in frames for item in frame.objects()})
        return Asked("different", self.phrase("different"), NUMBERS[count], ()) if 0 < count <= 8 else None


KINDS = {"now": 1.0, "look": 2.0, "at": 1.8, "all": 1.2, "left": 1.2, "right": 1.2, "where": 2.2, "when": 2.2, "when_first": .6, "when_last": .8, "with_what": 2.2,
         "count": 1.2, "things": .5, "colour": 1.2, "sign": 2.4, "sign_colour": .6, "sign_when": .4, "panel_when": .5, "panel_there": .4, "first": .6, "last": .6,
         "order": .7, "there": 1.6, "is_there": .9, "is_now": .6, "is_here": .8, "still": .6}

STORY_KINDS = {"visits": 2.2, "before": 1.6, "different": 0.8, "first": 0.8, "order": 0.8, "still": 1.2, "there": 1.2}   # what needs the whole story


def ask(asker, frames, count, kinds=KINDS, fits=lambda question: True):
    """`count` questions of random kinds about the frames, of those that fit."""
    names = list(kinds)
    weights = [kinds[name] for name in names]
    total = sum(weights)
    out = []
    while len(out) < count:
        name = names[int(asker.random.choice(len(names), p=[weight / total for weight in weights]))]
        question = getattr(asker, name)(frames)
        if question is not None and fits(question):
            out.append(question)
    return out
