"""Holds the two-pass reader against `transformers` on the same tokens, and the packed pass that trains against the two passes."""
import torch

from packed import Group, PackedReader
from reader import Prompt, Reader

NOTES = [{"text": "[00:00] nothing\n"}, {"text": "[00:05] red car on the left\n"}, {"text": "[00:09] nothing\n"}]
GIVEN = (0, 2)
QUESTIONS = ("When did the red car come?", "Was there a dog?")
RANK = 4


@torch.inference_mode()
def against_transformers():
    reader = Reader(dtype=torch.float32)
    prompt = Prompt(reader.tokenizer)
    kept, blocks = reader.prefill(prompt, NOTES)
    past = reader.loaded(kept, len(prompt.pinned), blocks, range(len(blocks)))
    question = prompt.question(QUESTIONS[0])
    mine = reader.logits(reader.run(torch.tensor([question]), past)[0])[0, -1]
    whole = prompt.pinned + [i for note in NOTES for i in prompt.ids(note["text"])] + question
    theirs = reader.model(torch.tensor([whole])).logits[0, -1]
    difference = float((mine - theirs).abs().max())
    print(f"two passes: largest difference of a logit {difference:.2e}, next token {reader.tokenizer.decode([int(mine.argmax())])!r}")
    assert difference < 1e-2 and mine.argmax() == theirs.argmax()


def of_adapter(reader, logits):
    """The gradient of something made of some logits."""
    (logits.float() * torch.linspace(-1, 1, logits.shape[-1])).sum().backward()
    return {name: weight.grad for name, weight in reader.adapters().items()}


def packed_against_two_passes():
    """An adapter of chance, and blocks left out: logits and gradients of both, up to the rounding of bf16."""
    packed = PackedReader(Reader(), RANK, 2 * RANK)
    reader = Reader(RANK, 2 * RANK, dtype=torch.float32)
    prompt = Prompt(reader.tokenizer)
    torch.manual_seed(1)
    with torch.no_grad():
        for name, weight in packed.adapters().items():
            weight.copy_(0.05 * torch.randn(weight.shape) if "lora_B" in name else weight)
    reader.load({name: weight.detach() for name, weight in packed.adapters().items()})
    kept, blocks = reader.prefill(prompt, NOTES)
    past = reader.loaded(kept, len(prompt.pinned), blocks, GIVEN)
    alone = torch.stack([reader.logits(reader.run(torch.tensor([prompt.question(text)]), past)[0])[0, -1] for text in QUESTIONS])
    ids = prompt.pinned + [i for note in NOTES for i in prompt.ids(note["text"])]
    known, spans = len(ids), []
    for text in QUESTIONS:
        ids = ids + prompt.question(text)
        spans.append(((spans or [(0, known)])[-1][1], len(ids)))
    rows = list(range(len(prompt.pinned))) + [i for block in GIVEN for i in range(*blocks[block])]
    together = packed(torch.tensor(ids), known, [Group(rows, spans)], torch.tensor([end - 1 for _, end in spans]))
    theirs, mine = of_adapter(reader, alone), of_adapter(packed, together)
    likeness = [float(torch.cosine_similarity(mine[name].flatten(), theirs[name].flatten(), 0)) for name in mine]
    difference = float((alone - together).abs().max() / alone.abs().max())
    print(f"packed: largest difference of a logit {100 * difference:.1f} % of the largest, cosine of the gradients {min(likeness):.3f} and more, median "
          f"{sorted(likeness)[len(likeness) // 2]:.4f}")
    assert difference < 0.05 and sorted(likeness)[len(likeness) // 2] > 0.99


if __name__ == "__main__":
    torch.set_num_threads(1)
    packed_against_two_passes()
    against_transformers()
