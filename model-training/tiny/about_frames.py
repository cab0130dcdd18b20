"""Questions about what one frame shows."""
from asking import Asked, Asking, NUMBERS, listed, shown
from stories import stamp
from vocabulary import CLASSES, with_article


class AboutFrames(Asking):
    """Each gives a question, or None when the frames don't allow one."""

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

    def things(self, frames):
        frame, at, key = self.moment(frames)
        return Asked("things", self.phrase("things", at=at), NUMBERS[len(frame.objects())], key)

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
