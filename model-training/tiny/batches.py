"""Token ids of streams, pictures and questions, in the layouts of the README; one `Batch` is what a training step or a
measurement takes."""
import dataclasses
import pathlib

import numpy as np
import torch
from tokenizers import Tokenizer

import stories
import world
from asking import NOT_SEEN, SIGN_ASKED_FOR
from questions import Asker, KINDS, ask
from vocabulary import CLASSES, COLOUR_NAMES, GRID, SIGN_SLOTS, plural

PINNED = "<|im_start|>User: You are provided the following series of frames from a video.\n"
PICTURE_PINNED = "<|im_start|>User:"
IMAGE = "<fake_token_around_image><global-img>" + "<image>" * (GRID * GRID) + "<fake_token_around_image>"
END = "<end_of_utterance>\nAssistant:"
TIMED = {"when", "when_first", "when_last", "sign_when", "panel_when"}   # a lone picture has no time
SEEN = ("centre", "part", "panel", "panel_centre", "sign", "patch", "spot", "letter")


def block_text(time):
    return f"\nFrame from {stories.stamp(time)}:" + IMAGE


class Text:
    def __init__(self, path=pathlib.Path(__file__).parent / "tokenizer.json"):
        self.tokenizer = Tokenizer.from_file(str(path))
        self.id = self.tokenizer.token_to_id
        self.naming = [{ids[-1] for ids in map(self.ids, (name, plural(name)))} for name in CLASSES]
        self.class_of = {token: label for label, tokens in enumerate(self.naming) for token in tokens}
        self.colour_of = {self.word(name): index for index, name in enumerate(COLOUR_NAMES)}
        self.end, self.image, self.pad = self.id("<end_of_utterance>"), self.id("<image>"), self.id("<pad>")

    def ids(self, text):
        return self.tokenizer.encode(text).ids

    def answer_ids(self, question):
        """A sign's text is written in single capitals and digits; all else as it would be read."""
        spelt = question.kind == "sign" and question.answer != NOT_SEEN
        return [self.id(letter) for letter in question.answer] if spelt else self.ids(question.answer)

    def word(self, name):
        ids = self.ids(name)
        assert len(ids) == 1, name
        return ids[0]


@dataclasses.dataclass
class Batch:
    pinned: torch.Tensor       # [p]
    blocks: torch.Tensor       # [F, T], stories one after another
    seen: dict                 # int tensors [F, 16] ...
    per_story: int             # blocks of a story: F = G * per_story
    asked: torch.Tensor        # [G, N] a story's questions and answers, one after another, each filled up to `strip` tokens
    owner: torch.Tensor        # [G, N] which of the story's questions a token belongs to, -1 for padding
    strip: int                 # tokens that each question takes, N = Q * strip
    learn: torch.Tensor        # bool [G, N]: the next token is part of the answer
    named: torch.Tensor        # [W, 3] story, token and class of every word in a question that names a thing which was there
    timed: torch.Tensor        # [V, 3] story, token of the seconds and frame of the story for every time that a question names
    # [A, 4] story and token of every answer token that stands somewhere in the story's blocks to be read, the sign's
    # slot or -1,
    sourced: torch.Tensor
                               # and the token that names the thing or the time asked about or -1
    source: torch.Tensor       # bool [A, n * T] where it stands, among the story's blocks
    bare: torch.Tensor         # [R, B] the questions that name something to be found, alone
    match: torch.Tensor        # int8 [R, F]: 1 the block answers it, 0 it doesn't, -1 leave out
    questions: list            # Asked, G * Q of them
    frames: list               # stories.Frame, F of them
    pictures: torch.Tensor = None   # uint8 [F, S, S, 3] when drawn, or of more frames than are read


def padded(rows, pad):
    out = torch.full((len(rows), max(map(len, rows))), pad)
    for index, row in enumerate(rows):
        out[index, :len(row)] = torch.tensor(row)
    return out


def matches(key, frame):
    kind = key[0]
    if kind == "class":
        return bool(frame.of(key[1]))
    if kind == "time":
        return frame.time == key[1]
    item = frame.sign() if kind == "sign" else frame.panel()
    return item is not None and (len(key) == 1 or key[1] is None or item.label == key[1])


class Maker:
    """Makes batches; with an artist also the pictures."""

    def __init__(self, seed, artist=None, test=False, text=None, signs=stories.SIGNS, unsigned=SIGN_ASKED_FOR):
        self.random = np.random.default_rng(seed)
        self.text, self.artist, self.signs = text or Text(), artist, signs
        self.asker = Asker(self.random, test, unsigned)
        self.labels = artist.labels if artist else list(range(len(CLASSES)))
        self.pick = artist.pick if artist else lambda label: 0

    def make(self, per_story, count, questions, picture=False, kinds=KINDS, longest=None):
        """`longest`: most tokens that a question may take with its answer; all take as many as the longest one."""
        if picture:
            kinds = {name: share for name, share in kinds.items() if name not in TIMED}
        tales = [stories.story(self.random, per_story, self.labels, self.pick, self.signs) for _ in range(count)]
        asked = [ask(self.asker, tale, questions, kinds, lambda question: longest is None
            or sum(map(len, self.spoken(question, picture))) <= longest) for tale in tales]
        return self.of(tales, asked, picture)

    def spoken(self, question, picture):
        """Token ids of the question as it is put, and of its answer."""
        return self.text.ids(("" if picture else "\n\n") + question.text + END), self.text.answer_ids(question) + [self.text.end]

    def of(self, tales, asked, picture=False, drawn=None):
        """`drawn`: what pictures are made of, where it isn't these frames alone."""
        text, frames = self.text, [frame for tale in tales for frame in tale]
        pictures = torch.from_numpy(np.stack([p for tale in drawn or tales for p in self.drawn(tale)])) if self.artist else None
        facts = [world.seen(frame.items, frame.squeeze) for frame in frames]
        seen = {name: torch.from_numpy(np.stack([getattr(fact, name) for fact in facts])).long() for name in SEEN}
        blocks = [text.ids(IMAGE if picture else block_text(frame.time)) for frame in frames]
        width = max(map(len, blocks))
        keep = [len(row) == width for row in blocks]
        assert all(keep), "blocks of one batch have one length: times under 100 minutes"
        rows, owner, learn, named, timed, sourced, source = [], [], [], [], [], [], []
        spoken = [[self.spoken(question, picture) for question in group] for group in asked]
        strip = max(len(before) + len(after) for group in spoken for before, after in group)
        images = (torch.tensor(blocks) == text.image).view(len(tales), -1)
        for story, group in enumerate(asked):
            times = {} if picture else {tuple(text.ids(stories.stamp(frame.time))): index for index, frame in enumerate(tales[story])}
            rows.append([]), owner.append([]), learn.append([])
            for index, question in enumerate(group):
                before, after = spoken[story][index]
                rest = strip - len(before) - len(after)
                mentions = [place for place, token in enumerate(before) if question.key[:1] == ("class",)
                    and token in self.text.naming[question.key[1]]]
                mentions += [place + 2 for place in range(len(before)) if question.key[:1] == ("time",)
                    and tuple(before[place:place + 3]) in times]
                about = len(rows[-1]) + mentions[-1] if mentions else -1
                for place, spots in self.sources(question, tales[story], after, facts[story * len(tales[0]):], images[story]):
                    sourced.append((story, len(rows[-1]) + len(before) - 1 + place, place % SIGN_SLOTS if question.kind == "sign" else -1,
                        about))
                    source.append(spots)
                named += [(story, len(rows[-1]) + place, q_label) for q_label in question.key[1:] if question.key[0] == "class"
                          for place, token in enumerate(before) if token in self.text.naming[q_label]]
                timed += [(story, len(rows[-1]) + place + 2, times[tuple(before[place:place + 3])]) for place in range(len(before))
                    if tuple(before[place:place + 3]) in times]
                rows[-1] += before + after + [text.pad] * rest
                owner[-1] += [index] * (strip - rest) + [-1] * rest
                learn[-1] += [False] * (len(before) - 1) + [True] * len(after) + [False] * (1 + rest)
        found = [(index, q) for index, q in enumerate(q for group in asked for q in group) if q.key]
        per, each = len(tales[0]), len(asked[0])
        match = torch.tensor([[self.relation(q.key, frame, where // per == index // each) for where, frame in enumerate(frames)] for index,
            q in found], dtype=torch.int8)
        bare = padded([text.ids(q.text) for _, q in found], text.pad) if found else torch.zeros(0, 1).long()
        return Batch(torch.tensor(text.ids(PICTURE_PINNED if picture else PINNED)), torch.tensor(blocks), seen, per, torch.tensor(rows),
            torch.tensor(owner), strip,
                     torch.tensor(learn),
                     torch.tensor(named).view(-1, 3), torch.tensor(timed).view(-1, 3), torch.tensor(sourced).view(-1, 4),
                     torch.stack(source) if source else torch.zeros(0, images.shape[1], dtype=torch.bool), bare, match,
                     [q for group in asked for q in group], frames, pictures)

    def sources(self, question, tale, answer, facts, images):
        """(place in the answer, bool [n * T]) for each of its tokens that can be read off: names and places from the
        image tokens that show the thing, times from the image tokens whose frame it is (they have read it,
        `dating_loss`), colours from panels, characters from the sign's tokens."""
        if question.answer in (NOT_SEEN, "yes", "no", "nothing"):
            return
        last_only = question.kind in ("now", "look")
        frames = [index for index, frame in enumerate(tale)
                  if (matches(question.key, frame) if question.key else not last_only or index == len(tale) - 1)]
        text = self.text
        shown = np.full((len(tale), GRID * GRID), False)
        for place, token in enumerate(answer[:-1]):
            spots = torch.zeros_like(images)
            shown[:] = False
            if question.kind.startswith(("when", "sign when", "panel when")):
                when = next(index for index, frame in enumerate(tale) if stories.stamp(frame.time) == question.answer)
                if place != 1:
                    shown[when] = self.showing(question.key, facts[when])
            else:
                for index in frames:
                    fact = facts[index]
                    if question.kind == "sign":
                        shown[index] = fact.sign[:, place] >= 0 if place < fact.sign.shape[1] else False
                    elif question.kind == "where":
                        shown[index] = fact.centre == question.key[1]
                    elif "colour" in question.kind:
                        shown[index] = fact.panel == text.colour_of.get(token, -2)
                    else:
                        shown[index] = fact.part == text.class_of.get(token, -2)
            spots[images] = torch.from_numpy(shown.ravel())
            if spots.any():
                yield place, spots

    @staticmethod
    def showing(key, fact):
        """bool [16]: the image tokens of a frame that show what the question names."""
        if key[0] == "class":
            return fact.part == key[1]
        return (fact.sign >= 0).any(1) if key[0] == "sign" else fact.panel >= 0 if key[1] is None else fact.panel == key[1]

    @staticmethod
    def relation(key, frame, own):
        if matches(key, frame):
            return 1 if own else -1
        return 0

    def drawn(self, tale):
        """Frames of a scene stand before the same background."""
        scene, ground = None, None
        for frame in tale:
            if frame.scene != scene:
                scene, ground = frame.scene, self.artist.grounds.one()
            yield self.artist.draw(frame.items, ground, frame.squeeze)
