"""Stage "both": the decoder reads what the eye really emits; gradients of the answers reach the eye. Goes on from its checkpoint, else from
those of the stages "eyes" and "words"."""
import argparse
import pathlib
import time

import cv2
import torch
from torch import nn
from torch.utils.data import DataLoader, IterableDataset

from artist import Artist
from batches import Maker, Text
from codes import Codes
from crew import Crew
from decoder import Decoder
from eye import Eye
from frames import as_input
from passes import RETRIEVAL_LAYERS, answer_loss, answered, memory_of, pointing_loss
from shape import Shape
from stage import Rates, log_row, mixed, optimisers, save
from train_eyes import patch_head, word_loss
from train_words import ASKED, LONGEST, SIGNS, Temperatures, accuracy, by_kind, fix_words, retrieval_loss

GENTLE = 1.5e-4   # of what Muon does not turn: the stages before end near this
LENGTHS = [1, 1, 2, 4, 6, 12]
SIZES = {1: (48, 2), 2: (24, 4), 4: (12, 8), 6: (8, 12), 12: (4, 20)}


class Batches(IterableDataset):
    def __init__(self, folder, seed):
        self.folder, self.seed = folder, seed

    def __iter__(self):
        cv2.setNumThreads(0)
        torch.set_num_threads(1)
        maker = Maker(self.seed, Artist(self.folder, seed=self.seed), signs=SIGNS)
        while True:
            per_story = int(maker.random.choice(LENGTHS))
            yield maker.make(per_story, *SIZES[per_story], picture=per_story == 1 and maker.random.random() < 0.6, kinds=ASKED, longest=int(maker.random.choice(LONGEST)))


@torch.no_grad()
def images_of(eye, pictures):
    with mixed():
        return torch.cat([eye(as_input(part))[0] for part in pictures.split(64)]).float()


def loaded(folder, text):
    """Eye, patch head, decoder and temperatures from the newest stage there is, and the state of this stage if it has begun."""
    shape = Shape(vocabulary=text.tokenizer.get_vocab_size())
    eye, head, decoder, temperatures = Eye(shape), patch_head(shape), Decoder(shape), Temperatures()
    path = folder / "both.pt"
    if path.exists():
        state = torch.load(path, weights_only=False)
        seen = said = state
    else:
        state, seen, said = None, torch.load(folder / "eyes.pt", weights_only=False), torch.load(folder / "words.pt", weights_only=False)
    eye.load_state_dict(seen["eye"]), head.load_state_dict(seen["head"])
    decoder.load_state_dict(said["decoder"]), temperatures.load_state_dict(said["temperatures"])
    return eye, head, decoder, temperatures, state


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=pathlib.Path, required=True, help="folder of sprites.npz and backgrounds.npz")
    arguments.add_argument("--out", type=pathlib.Path, required=True, help="folder of checkpoints and curves")
    arguments.add_argument("--minutes", type=float, default=20)
    arguments.add_argument("--rate", type=float, default=0.0012)
    arguments.add_argument("--reading-rate", type=float, default=0.0015, help="the decoder's; the eye would unlearn at it")
    arguments.add_argument("--floor", type=float, default=0.1, help="share of the rate that is left at the end")
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    torch.manual_seed(given.seed)
    crew = Crew()
    codes, text = Codes(), Text()
    eye, head, decoder, temperatures, state = loaded(given.out, text)
    parts = [(f"{name}.{inner}", p) for name, part in (("eye", eye), ("head", head), ("decoder", decoder), ("temperatures", temperatures))
             for inner, p in part.named_parameters()]
    sees = [part for part in parts if part[0].startswith(("eye", "head"))]
    reads = [part for part in parts if not part[0].startswith(("eye", "head"))]
    optimise = [*optimisers(sees, given.rate, GENTLE, lambda name: ".layers." in name), *optimisers(reads, given.reading_rate, GENTLE, lambda name: ".layers." in name)]
    rates, path, step, spent = Rates(optimise, given.minutes, given.floor), given.out / "both.pt", 0, 0.0
    if state:
        for optimiser, saved in zip(optimise, state["optimisers"]):
            optimiser.load_state_dict(saved)
        step, spent = state["step"], state["spent"]
    tests = {f"{split}.{count}": Maker(55, Artist(given.data, split, seed=55), test=True).make(count, 144 // count, 3 if count == 1 else 10)
             for split in ("train", "style") for count in (1, 6)}
    loader = iter(DataLoader(Batches(given.data, given.seed * 7000 + step + 500_000 * crew.rank), batch_size=None, num_workers=1, prefetch_factor=4, multiprocessing_context="spawn"))
    begun, noted, sums, count = time.time(), time.time(), {}, 0

    def store():
        save(path, eye=eye.state_dict(), head=head.state_dict(), decoder=decoder.state_dict(), temperatures=temperatures.state_dict(),
             optimisers=[o.state_dict() for o in optimise], step=step, spent=spent + time.time() - begun)

    minute = spent / 60
    while minute < given.minutes:
        batch = next(loader)
        rates.set(step, minute)
        window = 2 if batch.per_story % 2 == 0 and torch.rand(()) < 0.1 else 1
        with mixed():
            images, patches = eye(as_input(batch.pictures))
            patch_logits = head(patches)
            memory, keys, dating = memory_of(decoder, batch, images, text.image, window)
            hidden, own = answered(decoder, memory, batch.asked, batch.strip)
            loss, right = answer_loss(decoder, hidden, batch)
            pointing = pointing_loss(decoder, memory, own, batch, text.image)
            found_loss, found = retrieval_loss(decoder, temperatures, batch, keys, text.pad)
        seen_loss, parts_of = word_loss(codes, images, batch.seen, patch_logits)
        (loss + 0.05 * found_loss + 0.2 * (pointing + dating) + 0.5 * seen_loss).backward()
        minute = crew.averaged([p for _, p in parts], (spent + time.time() - begun) / 60)
        nn.utils.clip_grad_norm_([p for _, p in parts], 3.0)
        for optimiser in optimise:
            optimiser.step(), optimiser.zero_grad()
        fix_words(decoder, text, codes)
        step, count = step + 1, count + 1
        row = {"loss": loss.item(), "right": right.float().mean().item(), "retrieval": found_loss.item(), "pointing": pointing.item(), "dating": dating.item(), "class": parts_of["class"].item(), "sign": parts_of["sign"].item(), **found}
        for name, value in row.items():
            sums.setdefault(name, []).append(value)
        if crew.rank == 0 and (time.time() - noted > 120 or step == 5):
            row = {"minute": round(minute, 2), "step": step, "seconds_a_step": round((time.time() - noted) / count, 3)}
            row |= {name: round(sum(sums.get(name, [0])) / max(1, len(sums.get(name, []))), 4)
                    for name in ("loss", "right", "retrieval", "pointing", "dating", "class", "sign", *(f"{kind}{layer}" for kind in ("late", "mean") for layer in range(RETRIEVAL_LAYERS)))}
            for split, test in tests.items():
                ok = accuracy(decoder, test, images_of(eye, test.pictures), text.image)
                row |= {f"{split}.overall": round(ok.float().mean().item(), 3)}
                row |= {f"{split}.{kind}": round(value, 2) for kind, value in by_kind(test.questions, ok).items()}
            log_row(given.out / "both.csv", row)
            store()
            noted, sums, count = time.time(), {}, 0
    if crew.rank == 0:
        store()


if __name__ == "__main__":
    main()
