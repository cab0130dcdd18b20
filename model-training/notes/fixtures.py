"""What the adapted model answers in single precision, for `NotesAdapterTest` and the catalogue's self-test.

    python fixtures.py --adapter adapter --out ../../model-runtime/src/test/resources/conformance/notes-135m.json
"""
import argparse
import json
import pathlib

import torch
from safetensors.torch import load_file

from reader import Prompt, Reader

GREEDY_TOKENS = 16
NOTES = ["[00:00] nothing\n", "[00:04] red car on the left\n", "[00:06] said: \"The keys are in the blue drawer.\"\n", "[00:09] nothing\n",
         "[00:12] dog in the centre\n", "[00:14] said: \"We meet at the station at half past three.\"\n", "[00:20] nothing\n"]
QUESTIONS = ("Where are the keys?", "When do they meet?", "Where do they meet?", "Was there a giraffe?", "When did the dog come?",
    "How much is the ticket?",
             "What colour was the car?", "How many dogs were there?")
# As the catalogue knows the published model.
PLAIN = [{"role": "user", "content": "What is the capital of France?"}]


@torch.inference_mode()
def greedy(reader, ids, end):
    tokens, gaps, first, past = [], [], None, None
    step = ids
    while len(tokens) < GREEDY_TOKENS and tokens[-1:] != [end]:
        hidden, kept = reader.run(torch.tensor([step]), past)
        past = kept if past is None else [(torch.cat((k, more_k), 2), torch.cat((v, more_v), 2)) for (k, v),
            (more_k, more_v) in zip(past, kept)]
        best = torch.topk(reader.logits(hidden[0, -1]), 10)
        first = first or [[int(i), round(float(v), 5)] for i, v in zip(best.indices, best.values)]
        gaps.append(float(best.values[0] - best.values[1]))
        tokens.append(int(best.indices[0]))
        step = tokens[-1:]
    return {"prompt_token_ids": ids, "token_ids": tokens, "smallest_gap": round(min(gaps), 4), "first_logits": first}


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--adapter", type=pathlib.Path, required=True)
    arguments.add_argument("--out", type=pathlib.Path, required=True)
    options = arguments.parse_args()
    torch.set_num_threads(1)
    config = json.loads((options.adapter / "adapter_config.json").read_text())
    reader = Reader(config["r"], config["lora_alpha"], dtype=torch.float32)
    reader.load(load_file(options.adapter / "adapter_model.safetensors"))
    prompt = Prompt(reader.tokenizer)
    notes = prompt.pinned + [i for note in NOTES for i in prompt.ids(note)]
    plain = prompt.ids(reader.tokenizer.apply_chat_template(PLAIN, tokenize=False, add_generation_prompt=True))
    said = [{"name": text, **greedy(reader, notes + prompt.question(text), prompt.end)}
        for text in QUESTIONS] + [{"name": "plain", **greedy(reader, plain, prompt.end)}]
    for each in said:
        print(each["name"], "|", reader.tokenizer.decode(each["token_ids"]), "|", each["smallest_gap"])
    options.out.write_text(json.dumps({"prompts": said}) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
