"""Writes the trained model as a checkpoint of `SmolVLMForConditionalGeneration`, checks that it computes the same, and writes the fixture.

The check runs the two passes of `passes.py` in fp32 against `transformers` with a cache put together from blocks that ran alone.
"""
import argparse
import base64
import copy
import io
import json
import pathlib

import torch
from PIL import Image
from safetensors.torch import load_file, save_file
from torch import nn
from transformers import DynamicCache, GenerationConfig, PreTrainedTokenizerFast, SmolVLMConfig, SmolVLMForConditionalGeneration, SmolVLMImageProcessor
from transformers.models.llama.modeling_llama import apply_rotary_pos_emb

from artist import Artist
from batches import END, IMAGE, Maker, PICTURE_PINNED, PINNED, Text, block_text
from frames import as_input
from packing import METHOD, packed, unpacked
from passes import answered, memory_of
from whole import loaded
from vocabulary import FIXTURE, SHIPPED

CHAT_TEMPLATE = (
    "<|im_start|>{% for message in messages %}{{ message['role'] | capitalize }}"
    "{% if message['content'] is string or message['content'][0]['type'] != 'image' %}{{ ': ' }}{% else %}{{ ':' }}{% endif %}"
    "{% if message['content'] is string %}{{ message['content'] }}{% else %}{% for part in message['content'] %}"
    "{% if part['type'] == 'text' %}{{ part['text'] }}{% elif part['type'] == 'image' %}{{ '<image>' }}{% endif %}{% endfor %}{% endif %}"
    "<end_of_utterance>\n{% endfor %}{% if add_generation_prompt %}{{ 'Assistant:' }}{% endif %}")
TOLERANCE = 1e-3
# the fixture's pictures are in the repository: drawings that NOTICE names, made backgrounds
SHOWN = ("noto", "fluent-emoji-flat", "twemoji")


def configuration(shape, text):
    ids = {name: text.id(token) for name,
        token in (("pad_token_id", "<pad>"), ("bos_token_id", "<|im_start|>"), ("eos_token_id", "<end_of_utterance>"))}
    vision = dict(hidden_size=shape.vision_width, intermediate_size=shape.vision_mlp, num_hidden_layers=shape.vision_layers,
        num_attention_heads=shape.vision_heads,
                  image_size=shape.side, patch_size=shape.patch, hidden_act="gelu_pytorch_tanh", layer_norm_eps=1e-6)
    decoder = dict(model_type="llama", vocab_size=shape.vocabulary, hidden_size=shape.width, intermediate_size=shape.mlp,
        num_hidden_layers=shape.layers,
                   num_attention_heads=shape.heads, num_key_value_heads=shape.kv_heads, head_dim=shape.head, rms_norm_eps=shape.eps,
                   max_position_embeddings=8192,
                   rope_parameters={"rope_type": "default", "rope_theta": shape.theta}, tie_word_embeddings=True, hidden_act="silu", **ids)
    return SmolVLMConfig(vision_config=vision, text_config=decoder, scale_factor=shape.shuffle, image_token_id=text.image,
        tie_word_embeddings=True, **ids)


def as_transformers(eye, decoder, text):
    model = SmolVLMForConditionalGeneration(configuration(decoder.shape, text))
    weights = {"model." + name: value for name, value in eye.state_dict().items()}
    weights |= {"model.text_model." + name: value for name, value in decoder.state_dict().items()}
    weights["lm_head.weight"] = decoder.embed_tokens.weight.detach()
    missing, unexpected = model.load_state_dict(weights, strict=False)
    assert not unexpected and not missing, (missing, unexpected)
    return model.eval()


def saved(model, folder, text):
    matrices = {name + ".weight" for name, part in model.named_modules() if isinstance(part, nn.Linear)} - {"lm_head.weight"}
    state = {name: weights for name, weights in model.state_dict().items() if name != "lm_head.weight"}   # tied to the embedding
    folder.mkdir(parents=True, exist_ok=True)
    save_file(packed(state, matrices), folder / "model.safetensors", metadata={"format": "pt"})
    config = copy.deepcopy(model.config)
    config.architectures, config.dtype, config.quantization_config = [type(model).__name__], "float16", METHOD
    config.save_pretrained(folder)
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=text.tokenizer, pad_token="<pad>", bos_token="<|im_start|>",
        eos_token="<end_of_utterance>",
                                        additional_special_tokens=["<fake_token_around_image>", "<global-img>", "<image>"],
                                        model_max_length=8192)
    tokenizer.chat_template = CHAT_TEMPLATE
    tokenizer.save_pretrained(folder)
    side = model.config.vision_config.image_size
    SmolVLMImageProcessor(do_image_splitting=False, size={"longest_edge": side},
        max_image_size={"longest_edge": side}).save_pretrained(folder)
    config = model.config.text_config
    GenerationConfig(bos_token_id=config.bos_token_id, eos_token_id=config.eos_token_id, pad_token_id=config.pad_token_id,
        do_sample=False).save_pretrained(folder)


def stream_ids(text, frames, question):
    return [text.ids(PINNED), *[text.ids(block_text(frame.time)) for frame in frames], text.ids("\n\n" + question + END)]


def kept(text, x, past=None):
    """Per layer what k_proj and v_proj of a `transformers` decoder give for embeddings x [T, width], behind the cache
    `past`, before RoPE: [T, kv * head] each."""
    caught, begin = [], past.get_seq_length() if past else 0
    hooks = [getattr(layer.self_attn, name).register_forward_hook(lambda _, __, out: caught.append(out[0])) for layer in text.layers
        for name in ("k_proj", "v_proj")]
    text(inputs_embeds=x[None], past_key_values=past, position_ids=begin + torch.arange(len(x))[None], use_cache=past is not None)
    for hook in hooks:
        hook.remove()
    return list(zip(caught[::2], caught[1::2]))


def cache_of(text, rows):
    """A cache of such rows one behind the other, their keys turned to contiguous positions."""
    cache, known = DynamicCache(config=text.config), sum(len(row[0][0]) for row in rows)
    cos, sin = text.rotary_emb(rows[0][0][0], torch.arange(known)[None])
    for index, parts in enumerate(zip(*rows)):
        k, v = (torch.cat(halves).view(1, known, -1, text.config.head_dim).transpose(1, 2) for halves in zip(*parts))
        cache.update(apply_rotary_pos_emb(k, k, cos, sin)[1], v, index)
    return cache


@torch.no_grad()
def blocked_logits(model, parts, pictures, reader=None, memory=None):
    """Logits of the question's tokens by `transformers`: each block runs after the pinned prompt alone and is handed to
    the question turned to its positions. Where another model, `reader`, reads memory, the question and `memory`,
    embeddings [T, width] before the blocks, are its, over what `model` made of everything else."""
    pinned, blocks, question = parts[0], parts[1:-1], parts[-1]
    features = model.model.get_image_features(pictures[:, None])
    features = getattr(features, "pooler_output", features)
    text, reading = (of.model.text_model for of in (model, reader or model))
    embed, rows = text.get_input_embeddings(), []
    for block, feature in zip(blocks, features):
        ids = torch.tensor(pinned + block)
        rows.append(kept(text, embed(ids).masked_scatter((ids == model.config.image_token_id)[:, None], feature)))
    begin = [[part[:len(pinned)] for part in layer] for layer in rows[0]]
    rows = [[[part[len(pinned):] for part in layer] for layer in row] for row in rows]
    remembered = [] if memory is None else [kept(reading, memory, cache_of(text, [begin]))]
    cache = cache_of(text, [begin, *remembered, *rows])
    positions = cache.get_seq_length() + torch.arange(len(question))[None]
    out = reading(inputs_embeds=embed(torch.tensor([question])), past_key_values=cache, position_ids=positions)
    return model.lm_head(out.last_hidden_state)[0]


@torch.no_grad()
def greedy(model, ids, pictures, limit=16):
    """Plain causal decoding by transformers: ids and first logits."""
    ids, first = torch.tensor([ids]), None
    end, made = model.config.text_config.eos_token_id, []
    while len(made) < limit:
        logits = model(input_ids=ids, pixel_values=pictures[None], use_cache=False).logits[0, -1]
        first = logits if first is None else first
        made.append(int(logits.argmax()))
        if made[-1] == end:
            break
        ids = torch.cat([ids, torch.tensor([[made[-1]]])], 1)
    return made, first


def png(picture):
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()


def top(logits, count=10):
    best = logits.topk(count)
    return [[int(index), round(float(value), 4)] for value, index in zip(best.values, best.indices)]


def shown(data):
    """The fixture's stream of three frames."""
    artist = Artist(data, seed=12, styles=SHOWN)
    artist.grounds.made = 1.0
    return Maker(12, artist).make(3, 1, 4)


def checked(model, eye, decoder, text, data, out):
    """Holds `transformers` against the two passes, and writes the fixture to `out`; gives what the model says of one picture."""
    batch = shown(data)
    pictures = as_input(batch.pictures)
    question = batch.questions[0].text
    parts = stream_ids(text, batch.frames, question)
    with torch.no_grad():
        memory, *_ = memory_of(decoder, batch, eye(pictures)[0], text.image)
        ids = torch.tensor(parts[-1])[None]
        ours = decoder.logits(answered(decoder, memory, ids, ids.shape[1])[0])[0]
        theirs = blocked_logits(model, parts, pictures)
    apart = (ours - theirs).abs().max().item()
    print(f"isolated blocks: logits at most {apart:.2e} apart, range {float(theirs.max() - theirs.min()):.1f}")
    assert apart < TOLERANCE, apart

    causal_ids = [token for part in parts for token in part]
    stream_made, stream_first = greedy(model, causal_ids, pictures)
    asked = "What do you see?"
    single_ids = text.ids(PICTURE_PINNED + IMAGE + asked + END)
    single_made, single_first = greedy(model, single_ids, pictures[:1])
    fixture = {
        "about": "128x128 PNG frames; prompts with their tokens; logits of the first answer token by transformers, weights widened to fp32",
        "pictures": [png(picture) for picture in batch.pictures.numpy()],
        "stream": {"pinned": parts[0], "blocks": parts[1:-1], "question_text": question, "question": parts[-1],
                   "isolated": {"first_logits": top(theirs[-1])}, "causal": {"first_logits": top(stream_first), "greedy": stream_made}},
        "picture": {"question_text": asked, "prompt": single_ids, "first_logits": top(single_first), "greedy": single_made,
        "text": text.tokenizer.decode(single_made).strip()},
        "normalised_pixels": {"mean": float(pictures.mean()), "first": [round(float(v), 5) for v in pictures[0, :, 0, 0]]},
    }
    out.write_text(json.dumps(fixture) + "\n")
    return fixture["picture"]["text"]


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=pathlib.Path, required=True, help="folder of sprites.npz and backgrounds.npz")
    arguments.add_argument("--checkpoints", type=pathlib.Path, required=True)
    arguments.add_argument("--out", type=pathlib.Path, default=SHIPPED)
    arguments.add_argument("--fixture", type=pathlib.Path, default=FIXTURE)
    given = arguments.parse_args()
    text = Text()
    eye, _, decoder, _ = loaded(given.checkpoints, text)
    saved(as_transformers(eye, decoder, text), given.out, text)
    model = SmolVLMForConditionalGeneration.from_pretrained(given.out, dtype=torch.float32, attn_implementation="eager").eval()
    kept = unpacked(load_file(given.out / "model.safetensors"))   # compressed-tensors widens in fp16, which moves logits by a hundredth
    _, unexpected = model.load_state_dict(kept, strict=False)
    assert not unexpected, unexpected
    eye.load_state_dict({name: kept["model." + name] for name in eye.state_dict()})
    decoder.load_state_dict({name: kept["model.text_model." + name] for name in decoder.state_dict()})
    eye.eval(), decoder.eval()   # GELU as the exported configuration says it

    said = checked(model, eye, decoder, text, given.data, given.fixture)
    size = sum(path.stat().st_size for path in given.out.iterdir())
    print(f"{given.out}: {size / 1e6:.1f} MB; single picture: {said!r}")


if __name__ == "__main__":
    main()
