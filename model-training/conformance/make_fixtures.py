"""Writes what `transformers` says about a GGUF checkpoint, for the Java runtime to be held against.

The checkpoint's weights are dequantised to float32 by `transformers`; for each prompt of prompts.json its ids, 32 greedy tokens and the ten
best logits after the prompt are kept. Token ids come from llama.cpp, which reads the tokenizer out of the same file by other code.
"""
import argparse
import json
import pathlib

import torch
from llama_cpp import Llama
from transformers import AutoModelForCausalLM, AutoTokenizer

HERE = pathlib.Path(__file__).parent
GREEDY_TOKENS = 32


def load_json(name):
    return json.loads((HERE / name).read_text(encoding="utf-8"))


def greedy(model, ids, end_token):
    """Greedy tokens, and for each the gap between the best and the second logit: a small gap explains a later difference."""
    tokens, gaps, first = [], [], None
    past, step = None, torch.tensor([ids])
    for _ in range(GREEDY_TOKENS):
        out = model(step, past_key_values=past, use_cache=True)
        past, logits = out.past_key_values, out.logits[0, -1]
        best = torch.topk(logits, 10)
        if first is None:
            first = [[int(i), float(v)] for i, v in zip(best.indices, best.values)]
        tokens.append(int(best.indices[0]))
        gaps.append(float(best.values[0] - best.values[1]))
        if tokens[-1] == end_token:
            break
        step = torch.tensor([[tokens[-1]]])
    return tokens, min(gaps), first


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--gguf", type=pathlib.Path, required=True)
    arguments.add_argument("--out", type=pathlib.Path, required=True)
    options = arguments.parse_args()
    torch.set_num_threads(2)
    source = dict(pretrained_model_name_or_path=str(options.gguf.parent), gguf_file=options.gguf.name)
    model = AutoModelForCausalLM.from_pretrained(**source, dtype=torch.float32).eval()
    template = AutoTokenizer.from_pretrained(**source)
    vocabulary = Llama(str(options.gguf), vocab_only=True, verbose=False)

    def tokens_of(text):
        return vocabulary.tokenize(text.encode("utf-8"), add_bos=False, special=True)

    end_token = vocabulary.token_eos()
    prompts = []
    with torch.inference_mode():
        for prompt in load_json("prompts.json"):
            text = prompt.get("raw") or template.apply_chat_template(prompt["messages"], tokenize=False, add_generation_prompt=True)
            ids = tokens_of(text)
            tokens, gap, first = greedy(model, ids, end_token)
            prompts.append(prompt | {"text": text, "prompt_token_ids": ids, "token_ids": tokens, "smallest_gap": gap,
                "first_logits": first})
            print(prompt["name"], len(ids), repr(template.decode(tokens)), f"{gap:.4f}", flush=True)
    odd = [{"text": text, "token_ids": tokens_of(text)} for text in load_json("odd_texts.json")]
    fixture = {"checkpoint": options.gguf.name, "prompts": prompts, "odd_texts": odd}
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / f"{options.gguf.stem}.json").write_text(json.dumps(fixture, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
