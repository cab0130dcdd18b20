"""What every question is made of: how it is put, what it is about, what is answered."""
import dataclasses

from phrases import AT, PHRASES
from stories import stamp
from vocabulary import CLASSES, COLOUR_NAMES, plural, with_article
from wordings import framed
from world import ninth_of

NOT_SEEN = "not seen"
SIGN_ASKED_FOR = 0.08   # how often, of the times it could be, where there is none
NUMBERS = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight"]


@dataclasses.dataclass
class Asked:
    kind: str
    text: str
    answer: str
    # what its frames have in common: ("class", i), ("time", s), ("sign",), ("panel", i or None), or () when none is to
    # be found
    key: tuple
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


class Asking:
    """Asks about a list of frames. `test`: with the phrasings that training never uses. `unsigned`: how often, of the
    times it could be, a sign is asked for where there is none."""

    def __init__(self, random, test=False, unsigned=SIGN_ASKED_FOR):
        self.random, self.test, self.unsigned = random, test, unsigned

    def phrase(self, kind, **words):
        trained, held_out = PHRASES[kind]
        if self.test:
            text = held_out[self.random.integers(len(held_out))]
        else:
            alike = trained[self.random.integers(len(trained))]
            text = alike[self.random.integers(len(alike))]
            text = text if (said := framed(text, self.random)) in held_out else said
        text = text.format(**{"at": "", "t": "", **words})
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
