"""Questions about a stream, their answers, and which frames they rest on.

Answers: a thing with its article ("a fox"), several joined by "and"; "yes" / "no"; a number word; a colour; a sign's
text in capitals; a time "00:13"; a place ("on the left"). What the frames don't show is answered by exactly `not seen`.
"""
from about_frames import AboutFrames
from about_signs import AboutSigns
from about_stories import AboutStories
from about_things import AboutThings


class Asker(AboutFrames, AboutThings, AboutSigns, AboutStories):
    """Asks any kind of question about a list of frames."""


KINDS = {"now": 1.0, "look": 2.0, "at": 1.8, "all": 1.2, "left": 1.2, "right": 1.2, "where": 2.2, "when": 2.2, "when_first": .6,
    "when_last": .8, "with_what": 2.2,
         "count": 1.2, "things": .5, "colour": 1.2, "sign": 2.4, "sign_colour": .6, "sign_when": .4, "panel_when": .5, "panel_there": .4,
         "first": .6, "last": .6,
         "order": .7, "there": 1.6, "is_there": .9, "is_now": .6, "is_here": .8, "still": .6}

# what needs the whole story
STORY_KINDS = {"visits": 2.2, "before": 1.6, "different": 0.8, "first": 0.8, "order": 0.8, "still": 1.2, "there": 1.2}


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
