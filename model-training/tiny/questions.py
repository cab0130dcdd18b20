"""Questions about a stream, their answers, and which frames they rest on.

Answers: a thing with its article ("a fox"), several joined by "and"; "yes" / "no"; a number word; a colour; a sign's text in capitals; a time
"00:13"; a place ("on the left"). What the frames don't show is answered by exactly `not seen`.
"""
import dataclasses

from stories import stamp
from world import ninth_of
from vocabulary import CLASSES, COLOUR_NAMES, plural, with_article

NOT_SEEN = "not seen"
NUMBERS = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight"]

# {x}: "a fox"; {n}: "fox"; {s}: "foxes"; {y}: another thing with its article; {m}: another's bare name; {t}: "00:13"; {c}: a colour.
# Behind the bar stand phrasings that only measurements use.
PHRASES = {
    "now": """what do you see now|what is there now|what is in the picture now|what can you see right now|what is visible now|what is it now|what are you looking at
now|what's in front of you now|what is currently visible|which object do you see now|what is on screen at the moment|what do you see at present|what is here now
what can be seen at this moment|what's there right now|currently what is in view||tell me what is in view right now|what are we looking at now|name what you see now""",
    "look": """what do you see|what is this|what is in the picture|what is in this image|what can you see|what is shown|what object is this|what's in the image|describe the picture
which object is in the picture|what does the picture show|what is visible|what are the objects|name the object|what do you see in this picture|what is here|what's this
what thing is shown here|which thing can you see|what is depicted|identify the object|describe what you see|what objects are in the image||can you tell me what this is
what does this image contain|list what you can see""",
    "at": """what do you see at {t}|what is there at {t}|what was there at {t}|what did you see at {t}|what happened at {t}|at {t} what do you see|what was visible at {t}
what is in the frame at {t}|what was shown at {t}|what appeared at {t}|at {t} what was there|which object was there at {t}|what could be seen at {t}
what's at {t}|what object appears at {t}|what was in the picture at {t}|what was on screen at {t}||what did the camera show at {t}|tell me what was in view at {t}|at {t} which things were visible""",
    "all": """what did you see|what was there|which objects appeared|what things were there|what was shown|what objects did you see|what appeared in the video|what has been seen
what was in the video|name the objects you saw|which things were shown|what have you seen|what object was shown in the video|what did the video show
what strange object appeared|which item was shown|which object appears in the video|what item shows up||what was the needle|tell me what you have seen so far|what came into view""",
    "left": """what is on the left{at}|what was on the left{at}|what is at the left{at}|what stands on the left{at}|what do you see on the left side{at}|which object is on the left{at}|what's to the left{at}
what is on the left hand side{at}|what is left{at}|what thing is on the left side of the picture{at}||name the thing on the left{at}|what did you see on the left{at}""",
    "right": """what is on the right{at}|what was on the right{at}|what is at the right{at}|what stands on the right{at}|what do you see on the right side{at}|which object is on the right{at}|what's to the right{at}
what is on the right hand side{at}|what is right{at}|what thing is on the right side of the picture{at}||name the thing on the right{at}|what did you see on the right{at}""",
    "where": """where is the {n}{at}|where was the {n}{at}|where do you see the {n}{at}|where did you see the {n}{at}|where is {x}{at}|on which side is the {n}{at}|which side was the {n} on{at}|in which part of the picture is the {n}{at}
where can the {n} be seen{at}|whereabouts is the {n}{at}|what is the position of the {n}{at}|where in the frame was the {n}{at}|where's the {n}{at}||tell me where the {n} was{at}|where was {x}{at}|at which place was the {n}{at}""",
    "when": """when was the {n} there|when did you see {x}|when did you see the {n}|when was {x} there|at what time did you see {x}|when does the {n} appear|when did {x} appear|when do you see {x}|when is there {x}|at what time was the {n} there
when was the {n} visible|when did the {n} show up|at which time does the {n} appear|when can you see the {n}|when was {x} shown|what time was the {n} there||at what moment was {x} visible|when did the {n} come into view|when have you seen {x}""",
    "when first": """when did you first see {x}|when did the {n} first appear|when was {x} first there|when does the first {n} appear|when was the first {n}|when did you see the first {n}|at what time did the {n} first show up||when was the {n} seen for the first time""",
    "when last": """when did you last see {x}|when did you last see the {n}|when was the {n} last seen|when was the last time you saw {x}|when was {x} last there|when did the last {n} appear|when did you see the last {n}|what was the last time the {n} was visible|when was the {n} seen last||at what time was {x} last visible|when was the {n} there for the last time""",
    "with": """what was with the {n}|what is with the {n}|what was next to the {n}|what is next to the {n}|what was beside the {n}|what else was there with the {n}|what stood next to the {n}|what did you see together with the {n}|what was near the {n}|what was shown with the {n}|what is beside {x}
which object was with the {n}|what accompanied the {n}|what appeared with {x}|what other thing was there with the {n}||which thing was close to the {n}|what was together with {x}""",
    "count": """how many {s} are there{at}|how many {s} were there{at}|how many {s} do you see{at}|how many {s} did you see{at}|how many {s}{at}|what is the number of {s}{at}|count the {s}{at}|how many {s} are in the picture{at}|how many {s} can you see{at}|how many {s} were visible{at}
how many {s} have you seen{at}|what number of {s} was there{at}||tell me how many {s} there were{at}|how many {s} could you count{at}""",
    "things": """how many objects are there{at}|how many things do you see{at}|how many things are there{at}|how many objects do you see{at}|how many items are in the picture{at}|count the objects{at}|how many objects were there{at}||how many things were visible{at}|tell me the number of objects{at}""",
    "colour": """what colour is the panel{at}|what color is the panel{at}|what colour was the panel{at}|which colour does the panel have{at}|what color was the panel{at}|what is the colour of the panel{at}|what colour is the board{at}|what colour is the square{at}|what color is the rectangle{at}
what is the color of the board{at}|what colour was the square{at}|what colour is the box{at}|which colour was the rectangle{at}||tell me the colour of the panel{at}|which color was the panel{at}""",
    "sign colour": """what colour is the sign{at}|what color is the sign{at}|what colour was the sign{at}|what is the colour of the sign{at}|what color was the sign{at}|which colour did the sign have{at}|what is the color of the sign{at}||which colour was the sign{at}|tell me the colour of the sign{at}""",
    "sign": """what does the sign say{at}|what did the sign say{at}|what is written on the sign{at}|what was written on the sign{at}|what is on the sign{at}|what text is on the sign{at}|read the sign{at}|what is the text{at}|what does the text say{at}|what is written{at}|what letters are on the sign{at}|what was the text{at}
what could you read{at}|what does it say{at}|which word is on the sign{at}|what number is on the sign{at}|which code was shown{at}|what text was shown{at}|what is the code{at}|what was written there{at}||what stands on the sign{at}|can you read the sign{at}|what did the text say{at}""",
    "sign when": """when was there a sign|when did you see the sign|when does the sign appear|when did you see a sign|when was the sign visible|when was text shown||at what time did the sign appear""",
    "panel when": """when was there a {c} panel|when did you see the {c} panel|when was the {c} panel visible|when does the {c} panel appear|when did you see a {c} board|when was the {c} square there||at what time was there a {c} panel""",
    "panel there": """was there a {c} panel|did you see a {c} panel|have you seen a {c} panel|was there a {c} board|did you see a {c} square|was a {c} panel visible||did a {c} panel appear""",
    "first": """what came first|what did you see first|what was the first thing you saw|which object came first|what was the first object|what appeared first|what was there at the start|what was there at the beginning|what was the first thing|what did it start with||which thing did you see first of all|what was seen first""",
    "last": """what came last|what did you see last|what was the last thing you saw|which object came last|what was the last object|what appeared last|what was there at the end|what was the last thing|what was the most recent object||which thing did you see last of all|what was seen last""",
    "order": """which came first the {n} or the {m}|what did you see first {x} or {y}|which was first the {n} or the {m}|what came first {x} or {y}|which appeared first the {n} or the {m}|did the {n} or the {m} come first|which did you see earlier the {n} or the {m}||was it the {n} or the {m} that came first""",
    "there": """was there {x}|did you see {x}|did you see the {n}|have you seen {x}|was {x} there|did {x} appear|was there any {n}|has there been {x}|did you notice {x}|were there any {s}|did you see any {s}|was {x} visible at any time|did {x} come by|was there ever {x}|have you seen the {n}|did you spot {x}|have there been any {s}|did you see {x} anywhere
did you see {x} today|was {x} in the video|did {x} show up|is there {x} anywhere in the video|was {x} shown|did the video show {x}||did {x} pass by|can you remember {x}|has {x} been visible""",
    "is there": """is there {x} at {t}|was there {x} at {t}|did you see {x} at {t}|was the {n} there at {t}|is the {n} visible at {t}|at {t} was there {x}|do you see {x} at {t}|were there any {s} at {t}||could {x} be seen at {t}|was {x} present at {t}""",
    "is now": """is there {x} now|do you see {x} now|is the {n} there now|can you see {x} right now|is {x} visible now|are there any {s} now|do you see the {n} right now|is there {x} at the moment|do you currently see {x}||is {x} in view now|can the {n} be seen right now""",
    "is here": """is there {x}|do you see {x}|is there {x} in the picture|can you see {x}|is there any {n}|are there any {s}|is {x} visible|do you see any {s}|is this {x}|is there {x} in this image|does the picture show {x}||is {x} shown here|can {x} be seen in the picture""",
    "still": """is the {n} still there|is the {n} still visible|do you still see the {n}|can you still see the {n}|is there still {x}|is the {n} there still|has the {n} stayed||does the {n} remain there|is the {n} still in view""",
    # Of the whole story: what a few frames cannot tell.
    "visits": """how many times did you see {x}|how many times did the {n} come|how many times was there {x}|in how many scenes was there {x}|how many scenes had {x}|how often did you see {x}
how often was {x} there|how many scenes showed {x}|in how many scenes did you see {x}|how often did the {n} appear|how many times did {x} appear||how many times have you seen {x}|in how many scenes did {x} appear|how often has {x} been there""",
    "before": """what was there before the {n}|what was there before the first {n}|what came before the first {n}|what did you see before the {n}|what came before the {n}|what did you see before the first {n}|what was seen just before the first {n}
which object was there before the {n}|what was shown before {x} first came||what appeared before the {n}|which thing came before the first {n}|what had been there before the {n} came""",
    "different": """how many different things did you see|how many different things were there|how many kinds of things did you see|how many different objects were there|how many different objects did you see|how many different things came|how many things have you seen in all
count the different things|how many kinds of objects appeared||how many different things have there been|how many kinds of things were there in all""",
}
AT = ["at {t}", "at {t}", "at time {t}"]


def parsed(text):
    train, test = (part.replace("\n", "|").split("|") for part in text.split("||"))
    return [phrase.strip() for phrase in train], [phrase.strip() for phrase in test]


PHRASES = {kind: parsed(text) for kind, text in PHRASES.items()}


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
