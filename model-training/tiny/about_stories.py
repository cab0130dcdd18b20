"""Questions about what came first, and about the whole story."""
from asking import Asked, Asking, NOT_SEEN, NUMBERS, shown
from vocabulary import CLASSES, with_article


class AboutStories(Asking):
    """Each gives a question, or None when the frames don't allow one."""

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
        return Asked("order", self.phrase("order", **words), with_article(CLASSES[one if start[one] < start[other] else other]),
            ("class", one))

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
