"""Eye, decoder and memory bridge together, with the losses of the stage "both"."""
import dataclasses

import torch
from torch import nn

import recalled
from batches import Text
from bridge import Bridge, MemoryCodes
from codes import Codes
from decoder import Decoder
from eye import Eye
from frames import as_input
from passes import answer_loss, answered, memory_of, pointing_loss
from questions import NUMBERS
from shape import Shape
from stage import mixed
from train_eyes import patch_head, word_loss
from train_words import Temperatures, accuracy, by_kind, retrieval_loss


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


def bridge_of(state, decoder, text):
    """The bridge of a state of this stage, or one that begins; and the decoder's embeddings of numbers that its memory is made of."""
    bridge = Bridge(decoder.shape)
    if state and "bridge" in state:
        bridge.load_state_dict(state["bridge"])
        return bridge, state["numbers"]
    numbers = decoder.embed_tokens.weight.detach()[[text.word(name) for name in NUMBERS[1:]]].clone()
    bridge.begin(Codes(), MemoryCodes(Codes(), numbers))
    return bridge, numbers


@dataclasses.dataclass
class Model:
    eye: Eye
    head: nn.Module
    decoder: Decoder
    temperatures: Temperatures
    bridge: Bridge
    text: Text
    codes: Codes

    def losses(self, batch):
        """Loss and figures of a batch of frames that are all read."""
        window = 2 if batch.per_story % 2 == 0 and torch.rand(()) < 0.1 else 1
        with mixed():
            images, patches = self.eye(as_input(batch.pictures))
            loss, figures = self.read(batch, images, window)
        return self.seen(images, patches, batch.seen, loss, figures)

    def losses_told(self, tale):
        """The same where memory has seen the streams; what the bridge learns does not reach the eye."""
        with mixed():
            images, patches = self.eye(as_input(tale.batch.pictures))
            memory, bridge_loss, aligned, told = recalled.through(self.bridge, tale, images.detach())
            loss, figures = self.read(tale.batch, tale.read(images), 1, (tale, memory, aligned))
        loss, _ = self.seen(images, patches, tale.seen, loss, {})
        return loss + bridge_loss, {f"told.{name}": figures[name] for name in ("loss", "right")} | told

    def read(self, batch, images, window, recall=None):
        header = recalled.header_of(self.text)
        context, keys, dating = memory_of(self.decoder, batch, images, self.text.image, window)
        more = 0
        if recall:
            tale, memory, aligned = recall
            context, more = recalled.with_memory(self.decoder, context, memory, header, batch.pinned), len(header) + memory.shape[1]
        hidden, own = answered(self.decoder, context, batch.asked, batch.strip)
        loss, right = answer_loss(self.decoder, hidden, batch)
        pointing = pointing_loss(self.decoder, context, own, batch, self.text.image, more)
        if recall:
            pointing = pointing + recalled.memory_gaze(self.decoder, context, own, tale, len(header), aligned)
        found_loss, found = retrieval_loss(self.decoder, self.temperatures, batch, keys, self.text.pad)
        figures = {"loss": loss.item(), "right": right.float().mean().item(), "retrieval": found_loss.item(), "pointing": pointing.item(), "dating": dating.item(), **found}
        return loss + 0.05 * found_loss + 0.2 * (pointing + dating), figures

    def seen(self, images, patches, facts, loss, figures):
        seen_loss, parts = word_loss(self.codes, images, facts, self.head(patches))
        return loss + 0.5 * seen_loss, figures | {"class": parts["class"].item(), "sign": parts["sign"].item()}

    @torch.no_grad()
    def measured(self, tests, told):
        row = {}
        for split, test in tests.items():
            ok = accuracy(self.decoder, test, images_of(self.eye, test.pictures), self.text.image)
            row |= {f"{split}.overall": round(ok.float().mean().item(), 3)}
            row |= {f"{split}.{kind}": round(value, 2) for kind, value in by_kind(test.questions, ok).items()}
        for use in ("bridge", "told", "none") if told else ():
            row[f"recalled.{use}"] = round(recalled.right(self.decoder, self.bridge, self.text, told, images_of(self.eye, told.batch.pictures), use).float().mean().item(), 3)
        return row
