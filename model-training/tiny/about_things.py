"""Questions about a thing that they name."""
from asking import Asked, Asking, NOT_SEEN, NUMBERS, listed, spot
from stories import stamp
from vocabulary import CLASSES


class AboutThings(Asking):
    """Each gives a question, or None when the frames don't allow one."""

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

    def there(self, frames):
        label, absent = self.any_label(frames, 0.5)
        return Asked("there", self.phrase("there", **self.words(label)), NOT_SEEN if absent else "yes", () if absent else ("class", label),
            absent)

    def still(self, frames):
        earlier = sorted({item.label for frame in frames[:-1] for item in frame.objects()})
        if not earlier or len(frames) < 2:
            return None
        here = sorted({item.label for item in frames[-1].objects()} & set(earlier))
        pool = here if here and self.random.random() < 0.6 else earlier
        label, absent = (pool[self.random.integers(len(pool))], False) if self.random.random() < 0.85 else (self.absent_label(frames), True)
        answer = NOT_SEEN if absent else "yes" if frames[-1].of(label) else "no"
        return Asked("still", self.phrase("still", **self.words(label)), answer, () if absent else ("class", label), absent)
