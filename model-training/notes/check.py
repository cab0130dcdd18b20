"""Holds the two-pass reader against `transformers` on the same tokens: with every block loaded both must give the same next token."""
import torch

from reader import Prompt, Reader

NOTES = [{"text": "[00:00] nothing\n"}, {"text": "[00:05] red car on the left\n"}, {"text": "[00:09] nothing\n"}]


@torch.inference_mode()
def main():
    torch.set_num_threads(1)
    reader = Reader(dtype=torch.float32)
    prompt = Prompt(reader.tokenizer)
    kept, blocks = reader.prefill(prompt, NOTES)
    past = reader.loaded(kept, len(prompt.pinned), blocks, range(len(blocks)))
    question = prompt.question("When did the red car come?")
    mine = reader.logits(reader.run(torch.tensor([question]), past)[0])[0, -1]
    whole = prompt.pinned + [i for note in NOTES for i in prompt.ids(note["text"])] + question
    theirs = reader.model(torch.tensor([whole])).logits[0, -1]
    difference = float((mine - theirs).abs().max())
    print(f"largest difference of a logit {difference:.2e}, next token {reader.tokenizer.decode([int(mine.argmax())])!r}")
    assert difference < 1e-2 and mine.argmax() == theirs.argmax()


if __name__ == "__main__":
    main()
