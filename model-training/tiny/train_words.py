"""Stage "words": the decoder learns to answer about frames whose image tokens are given as words, without any picture.
Goes on from its checkpoint."""
import argparse
import pathlib

import torch
from torch.nn import functional as F

from batches import Maker, Text
from codes import Codes
from course import Course
from decoder import Decoder
from finding import Temperatures, retrieval_loss
from passes import RETRIEVAL_LAYERS, answer_loss, answered, memory_of, pointing_loss
from questions import KINDS
from shape import Shape
from shipped import read
from stage import mixed, optimisers
from vocabulary import CHARACTERS, CLASSES, COLOUR_NAMES, plural

BLOCKS, QUESTIONS = 60, 160   # a step's size, whatever the stories' length
LONGEST = [18, 18, 18, 20, 20, 24, 32]   # tokens of a step's longest question: shorter ones are filled up, and that costs as much


def fix_words(decoder, text, codes, first=False):
    """Rows of the words that image tokens carry stay as the codes say; plurals begin close to their singulars."""
    weight = decoder.embed_tokens.weight
    with torch.no_grad():
        for names, vectors in ((CLASSES, codes.classes), (COLOUR_NAMES, codes.colours)):
            weight[[text.word(name) for name in names]] = vectors
        weight[[text.id(character) for character in CHARACTERS]] = codes.characters
        for index, name in enumerate(CLASSES):
            ids = text.ids(plural(name))
            if first and plural(name) != name and len(ids) == 1:
                weight[ids[0]] = F.normalize(codes.classes[index] + 0.6 * weight[ids[0]], dim=0)


def noisy(images, codes, seen, strength=1.0):
    """Image tokens as an imperfect eye emits them: blurred, faint, sometimes missing or mixed with another word."""
    tokens = images.shape[:2]
    gone = (torch.rand(tokens) < 0.04 * strength)[..., None]
    bare = codes.places * 0.7 + codes.image * 0.7
    out = torch.where(gone, bare.expand_as(images), images)
    other = codes.classes[torch.randint(len(CLASSES), tokens)]
    out = out + other * ((torch.rand(tokens) < 0.15) * torch.rand(tokens) * 0.5 * strength)[..., None]
    out = bare + (out - bare) * (1 - strength * 0.4 * torch.rand(*tokens, 1))
    return out + torch.randn_like(out) * 0.035 * strength


SIGNS = 0.45      # share of scenes with a sign: of the world's fifth too little is learnt of spelling
# share of steps without any: among many scenes one has a sign nearly always, and nothing would be learnt of saying that
# none was there
SIGNLESS = 0.35
UNSIGNED = 0.4    # how often a sign is asked for where there is none
NOTED = ("loss", "retrieval", "pointing", "dating", "steepness", "right",
    *(f"{kind}{layer}" for kind in ("late", "mean") for layer in range(RETRIEVAL_LAYERS)))
LATER = 900   # the step from which stories have any length
# what is learnt late is asked more often
ASKED = KINDS | {"at": 3.0, "left": 2.0, "right": 2.0, "with_what": 3.4, "now": 1.4, "things": 0.8, "sign": 8.0}


def lengths(step):
    if step < 500:
        return [1, 1, 2, 3]
    return [1, 1, 2, 3, 4, 6] if step < LATER else [1, 2, 3, 4, 6, 8, 12]


def stories_of(per_story):
    count = max(1, BLOCKS // per_story)
    return (40, 4) if per_story == 1 else (count, max(2, QUESTIONS // count))


@torch.no_grad()
def accuracy(decoder, batch, images, image_id, window=1):
    with mixed():
        memory, *_ = memory_of(decoder, batch, images, image_id, window)
        return answer_loss(decoder, answered(decoder, memory, batch.asked, batch.strip)[0], batch)[1]


def by_kind(questions, right):
    """Share right per question kind, absent things under a kind of their own."""
    found = {}
    for question, ok in zip(questions, right.tolist()):
        found.setdefault(question.kind + (" absent" if question.absent else ""), []).append(ok)
    return {kind: sum(values) / len(values) for kind, values in sorted(found.items())}


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--out", type=pathlib.Path, required=True, help="folder of checkpoints and curves")
    arguments.add_argument("--minutes", type=float, default=30)
    arguments.add_argument("--rate", type=float, default=0.012)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--begin", type=pathlib.Path, help="exported checkpoint to begin with, when --out has none")
    given = arguments.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(given.seed)
    codes, text = Codes(), Text()
    decoder, temperatures = Decoder(Shape(vocabulary=text.tokenizer.get_vocab_size())), Temperatures()
    fix_words(decoder, text, codes, first=True)
    parts = [*decoder.named_parameters(), *temperatures.named_parameters()]
    optimise = optimisers(parts, given.rate, 0.1 * given.rate, lambda name: name.startswith("layers."))
    course = Course(given.out / "words.pt", {"decoder": decoder, "temperatures": temperatures}, optimise, given.minutes, clip=1.0,
        steepest=4)
    if not course.resumed and given.begin:
        decoder.load_state_dict(read(given.begin, text)[1].state_dict())
        fix_words(decoder, text, codes)
        course.skip(LATER)
    tests = {count: Maker(77).make(count, 144 // count, 6 if count == 1 else 14) for count in (1, 4, 12)}
    tests |= {f"signs.{count}": Maker(78, signs=0.8).make(count, 96 // count, 2 * count, kinds={"sign": 1.0}) for count in (1, 4)}
    maker = Maker(course.seed(given.seed * 1000), signs=SIGNS, unsigned=UNSIGNED)
    while course.goes_on():
        per_story = int(maker.random.choice(lengths(course.step)))
        maker.signs = 0.0 if maker.random.random() < SIGNLESS else SIGNS
        batch = maker.make(per_story, *stories_of(per_story), picture=per_story == 1 and maker.random.random() < 0.6, kinds=ASKED,
            longest=int(maker.random.choice(LONGEST)))
        images = noisy(codes.emitted(batch.seen), codes, batch.seen)
        with mixed():
            memory, keys, dating = memory_of(decoder, batch, images, text.image, 2 if per_story % 2 == 0 and maker.random.random() < 0.1
                else 1)
            hidden, own = answered(decoder, memory, batch.asked, batch.strip)
            loss, right = answer_loss(decoder, hidden, batch)
            pointing = pointing_loss(decoder, memory, own, batch, text.image)
            found_loss, found = retrieval_loss(decoder, temperatures, batch, keys, text.pad)
        course.learn(loss + 0.05 * found_loss + 0.2 * (pointing + dating),
                     {"loss": loss, "retrieval": found_loss, "pointing": pointing, "dating": dating, "right": right.float().mean(),
                     **found})
        fix_words(decoder, text, codes)
        if course.due(150, early=10):
            row = {}
            for n, test in tests.items():
                right = accuracy(decoder, test, codes.emitted(test.seen), text.image)
                row |= {f"{n}.overall": round(right.float().mean().item(), 3)}
                row |= {f"{n}.{kind}": round(value, 2) for kind, value in by_kind(test.questions, right).items()}
            course.note(NOTED, row)


if __name__ == "__main__":
    main()
