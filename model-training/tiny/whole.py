"""Eye and decoder together, with the losses of the stage "both"."""
import dataclasses

import torch
from torch import nn

from batches import Text
from codes import Codes
from decoder import Decoder
from eye import Eye
from finding import Earlier, Temperatures, retrieval_loss
from frames import as_input
from passes import IMAGES_FROM, answer_loss, answered, memory_of, pointing_loss
from shape import Shape
from shipped import read
from stage import mixed
from train_eyes import patch_head, word_loss
from train_words import accuracy, by_kind


@torch.no_grad()
def images_of(eye, pictures):
    with mixed():
        return torch.cat([eye(as_input(part))[0] for part in pictures.split(64)]).float()


def loaded(folder, text, begin=None):
    """Eye, patch head, decoder and temperatures as this stage left them; else each from its own stage before, or from
    the exported checkpoint `begin`, which has neither head nor temperatures: they start anew."""
    shape = Shape(vocabulary=text.tokenizer.get_vocab_size())
    eye, decoder = read(begin, text) if begin else (Eye(shape), Decoder(shape))
    head, temperatures = patch_head(shape), Temperatures()
    for stage, parts in (("eyes", {"eye": eye, "head": head}), ("words", {"decoder": decoder, "temperatures": temperatures})):
        left = [path for path in (folder / "both.pt", folder / f"{stage}.pt") if path.exists()]
        if left or not begin:
            state = torch.load(left[0] if left else folder / f"{stage}.pt", weights_only=False)
            for name, part in parts.items():
                part.load_state_dict(state[name])
    return eye, head, decoder, temperatures


@dataclasses.dataclass
class Model:
    eye: Eye
    head: nn.Module
    decoder: Decoder
    temperatures: Temperatures
    text: Text
    codes: Codes
    earlier: Earlier = dataclasses.field(default_factory=Earlier)

    def losses(self, batch, more):
        """Loss and figures of a batch of frames that are all read; `more`: (pictures, facts) of frames that are only looked at."""
        window = 2 if batch.per_story % 2 == 0 and torch.rand(()) < 0.1 else 1
        with mixed():
            images, patches = self.eye(as_input(torch.cat([batch.pictures, more[0]])))
            loss, figures = self.read(batch, images[:len(batch.pictures)], window)
        facts = {name: torch.cat([part, more[1][name]]) for name, part in batch.seen.items()}
        seen_loss, parts = word_loss(self.codes, images, facts, self.head(patches))
        return loss + 0.8 * seen_loss, figures | {"class": parts["class"].item(), "sign": parts["sign"].item()}

    def read(self, batch, images, window):
        """Loss and figures of what the decoder makes of image tokens [F, 16, width]."""
        context, keys, dating = memory_of(self.decoder, batch, images, self.text.image, window)
        hidden, own = answered(self.decoder, context, batch.asked, batch.strip)
        loss, right = answer_loss(self.decoder, hidden, batch)
        pointing = pointing_loss(self.decoder, context, own, batch, self.text.image)
        stream = batch.blocks.shape[1] > IMAGES_FROM + 16   # a lone picture's block has no time, and nothing to be found among
        found_loss, found = retrieval_loss(self.decoder, self.temperatures, batch, keys, self.text.pad, self.earlier if stream else None)
        figures = {"loss": loss.item(), "right": right.float().mean().item(), "retrieval": found_loss.item(), "pointing": pointing.item(),
            "dating": dating.item(), **found}
        return loss + 0.05 * found_loss + 0.2 * (pointing + dating), figures

    @torch.no_grad()
    def measured(self, tests):
        row = {}
        for split, test in tests.items():
            ok = accuracy(self.decoder, test, images_of(self.eye, test.pictures), self.text.image)
            row |= {f"{split}.overall": round(ok.float().mean().item(), 3)}
            row |= {f"{split}.{kind}": round(value, 2) for kind, value in by_kind(test.questions, ok).items()}
        return row
