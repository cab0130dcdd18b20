"""Questions about signs and coloured panels."""
from asking import Asked, Asking, NOT_SEEN
from stories import stamp
from vocabulary import COLOUR_NAMES


class AboutSigns(Asking):
    """Each gives a question, or None when the frames don't allow one."""

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
            return Asked(kind, self.phrase(kind), NOT_SEEN, (), True) if self.random.random() < self.unsigned else None
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
            return Asked("sign when", self.phrase("sign when"), NOT_SEEN, (), True) if self.random.random() < 1.25 * self.unsigned else None
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
