"""Makes small checkpoints with random weights, and writes what `transformers` says about them.

Each checkpoint is a directory in the hub's layout; `expected.json` beside it holds, for prompts of text, one picture and two, the prompt's ids, the
ten best logits after it and greedy tokens, and for the first picture the preprocessed pixels and the features the language model reads. The
shapes are odd on purpose: head sizes that no kernel likes, grids that do not divide, biases, tied and untied heads, three element types, shards.
"""
import argparse
import hashlib
import json
import pathlib
import re
import shutil

import numpy
import torch
from PIL import Image
from safetensors.torch import load_file, save_file
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import (Gemma3Config, Gemma3ForCausalLM, Gemma3ForConditionalGeneration, Gemma3TextConfig, Idefics3Config, Idefics3ForConditionalGeneration, InternVLConfig,
                          InternVLForConditionalGeneration, LlamaConfig, LlamaForCausalLM,
                          LlavaOnevisionConfig, LlavaOnevisionForConditionalGeneration, PreTrainedTokenizerFast, Qwen2_5_VLConfig,
                          Qwen2_5_VLForConditionalGeneration, Qwen2Config, Qwen2VLConfig, Qwen2VLForConditionalGeneration, Qwen3Config, Qwen3ForCausalLM,
                          Qwen3VLConfig, Qwen3VLForConditionalGeneration,
                          SiglipVisionConfig, SmolLM3Config, SmolLM3ForCausalLM, SmolVLMConfig, SmolVLMForConditionalGeneration)
from transformers.models.gemma3.image_processing_pil_gemma3 import Gemma3ImageProcessorPil
from transformers.models.got_ocr2.image_processing_pil_got_ocr2 import GotOcr2ImageProcessorPil
from transformers.models.idefics3.configuration_idefics3 import Idefics3VisionConfig
from transformers.models.idefics3.image_processing_pil_idefics3 import Idefics3ImageProcessorPil
from transformers.models.llava_onevision.image_processing_pil_llava_onevision import LlavaOnevisionImageProcessorPil
from transformers.models.llava_onevision.processing_llava_onevision import LlavaOnevisionProcessor
from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil
from transformers.models.smolvlm.configuration_smolvlm import SmolVLMVisionConfig
from transformers.models.smolvlm.image_processing_pil_smolvlm import SmolVLMImageProcessorPil

GREEDY_TOKENS = 12
CORPUS = ["what is in the picture? a red ball and a blue box on the table.", "how many people are there at the door now?",
          "You are provided the following series of frames from a video.", "Frame from 00:12: the cat has gone; not seen."] * 4
SMOL_TEMPLATE = ("<|im_start|>{% for message in messages %}{{message['role'] | capitalize}}{% if message['content'][0]['type'] == 'image' %}{{':'}}"
                 "{% else %}{{': '}}{% endif %}{% for line in message['content'] %}{% if line['type'] == 'text' %}{{line['text']}}"
                 "{% elif line['type'] == 'image' %}{{ '<image>' }}{% endif %}{% endfor %}<end_of_utterance>\n{% endfor %}"
                 "{% if add_generation_prompt %}{{ 'Assistant:' }}{% endif %}")
LLAVA_TEMPLATE = ("{% for message in messages %}{{'<|im_start|>' + message['role'] + ' '}}"
                  "{% for content in message['content'] | selectattr('type', 'equalto', 'image') %}{{ '<image>' }}{% endfor %}"
                  "{% for content in message['content'] | selectattr('type', 'equalto', 'text') %}{{ '\n' + content['text'] }}{% endfor %}"
                  "{{'<|im_end|>'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}")
LLAMA_TEMPLATE = ("{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>\n' }}{% endfor %}"
                  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}")
GEMMA_TEMPLATE = ("{{ bos_token }}{% for message in messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}"
                  "{{ raise_exception('Conversation roles must alternate user/assistant/user/assistant/...') }}{% endif %}"
                  "{% if message['role'] == 'assistant' %}{% set role = 'model' %}{% else %}{% set role = message['role'] %}{% endif %}"
                  "{{ '<|im_start|>' + role + '\n' + message['content'] | trim + '<|im_end|>\n' }}{% endfor %}"
                  "{% if add_generation_prompt %}{{ '<|im_start|>model\n' }}{% endif %}")
GEMMA_VISION_TEMPLATE = ("{{ bos_token }}{% for message in messages %}{% set role = 'model' if message['role'] == 'assistant' else message['role'] %}"
                         "{{ '<start_of_turn>' + role + '\n' }}{% if message['content'] is string %}{{ message['content'] | trim }}{% else %}"
                         "{% for item in message['content'] %}{% if item['type'] == 'image' %}{{ '<start_of_image>' }}"
                         "{% elif item['type'] == 'text' %}{{ item['text'] | trim }}{% endif %}{% endfor %}{% endif %}{{ '<end_of_turn>\n' }}{% endfor %}"
                         "{% if add_generation_prompt %}{{ '<start_of_turn>model\n' }}{% endif %}")
GEMMA_TOKENS = ["<pad>", "<bos>", "<end_of_turn>", "<start_of_turn>", "<start_of_image>", "<end_of_image>", "<image_soft_token>"]
QWEN_TEMPLATE = ("{% for message in messages %}<|im_start|>{{ message['role'] }}\n{% if message['content'] is string %}{{ message['content'] }}<|im_end|>\n"
                 "{% else %}{% for content in message['content'] %}{% if content['type'] == 'image' or 'image' in content %}<|vision_start|><|image_pad|><|vision_end|>"
                 "{% elif 'text' in content %}{{ content['text'] }}{% endif %}{% endfor %}<|im_end|>\n{% endif %}{% endfor %}"
                 "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}")
QWEN_TOKENS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>", "<|image_pad|>", "<|video_pad|>"]
INTERN_TEMPLATE = ("{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n'}}{% if message['content'] is string %}{{ message['content'] }}"
                   "{% else %}{% for content in message['content'] %}{% if content['type'] == 'image' %}{{ '<IMG_CONTEXT>\n' }}"
                   "{% elif content['type'] == 'text' %}{{ content['text'] }}{% endif %}{% endfor %}{% endif %}{{'<|im_end|>\n'}}{% endfor %}"
                   "{% if add_generation_prompt %}{{'<|im_start|>assistant\n' }}{% endif %}")
INTERN_TOKENS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<img>", "</img>", "<IMG_CONTEXT>"]
SMOL_TOKENS = ["<|endoftext|>", "<|im_start|>", "<end_of_utterance>", "<fake_token_around_image>", "<global-img>", "<image>"]
LLAVA_TOKENS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<image>", "<video>"]


def tokenizer(special, begin="<|im_start|>", pad="<|endoftext|>"):
    raw = Tokenizer(models.BPE())
    raw.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    raw.decoder = decoders.ByteLevel()
    raw.train_from_iterator(CORPUS, trainers.BpeTrainer(vocab_size=300, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
                                                        special_tokens=[AddedToken(t, special=True, normalized=False) for t in special]))
    return PreTrainedTokenizerFast(tokenizer_object=raw, bos_token=begin, eos_token=special[2], pad_token=pad)


def randomise(model, seed):
    """Weights large enough for logits to spread and for every part, biases and norms among them, to matter."""
    gemma = model.config.model_type.startswith("gemma3")
    generator = torch.Generator().manual_seed(seed)
    for name, parameter in model.named_parameters():
        noise = torch.randn(parameter.shape, generator=generator)
        of_gemma = gemma and "vision_tower" not in name
        one = 0 if of_gemma else 1  # Gemma's norms keep what their scale is above 1
        embedding = 2 / model.config.get_text_config().hidden_size ** 0.5 if of_gemma else 0.7  # and its embeddings are multiplied by the root of their width
        if "norm" in name and name.endswith("weight"):
            parameter.data = one + 0.2 * noise
        elif parameter.ndim == 1:
            parameter.data = 0.2 * noise
        elif "embed" in name and "patch" not in name:
            parameter.data = embedding * noise
        else:
            parameter.data = 1.3 * noise / parameter[0].numel() ** 0.5
    model.tie_weights()
    return model.eval()


def picture(seed, width, height):
    """Soft shapes with hard edges, so that a wrong filter shows."""
    random = numpy.random.default_rng(seed)
    y, x = numpy.mgrid[0:height, 0:width]
    channels = [127 + 80 * numpy.sin(x / random.uniform(3, 30) + random.uniform(0, 6)) * numpy.cos(y / random.uniform(3, 30)) for _ in range(3)]
    image = numpy.stack(channels, -1)
    for _ in range(6):
        left, top = int(random.integers(0, width - 4)), int(random.integers(0, height - 4))
        image[top:top + int(random.integers(3, height)), left:left + int(random.integers(3, width // 2))] = random.integers(0, 256, 3)
    return Image.fromarray(image.clip(0, 255).astype("uint8"))


class Smol:
    """SmolVLM and Idefics3: every picture is one square, between marks."""

    template = SMOL_TEMPLATE

    def __init__(self, model, processor):
        self.model, self.processor = model, processor

    def pixels(self, images):
        return torch.tensor(numpy.array(self.processor(images, do_image_splitting=False)["pixel_values"])).reshape(1, len(images), 3, *[self.side()] * 2)

    def side(self):
        return self.processor.max_image_size["longest_edge"]

    def expand(self, text, images):
        grid = self.side() // self.model.config.vision_config.patch_size // self.model.config.scale_factor
        whole = "<fake_token_around_image><global-img>" + "<image>" * grid ** 2 + "<fake_token_around_image>"
        return text.replace("<image>", whole)

    def inputs(self, images):
        return {"pixel_values": self.pixels(images)} if images else {}

    def features(self, images):
        return self.model.model.get_image_features(self.pixels(images)).pooler_output[0]


class Llava:
    """LLaVA-OneVision: one picture is cut into a grid, several are squares, and a stream's frames are pooled."""

    template = LLAVA_TEMPLATE

    def __init__(self, model, processor):
        self.model, self.processor = model, processor
        config = model.config
        tokens = (config.vision_config.image_size // config.vision_config.patch_size) ** 2
        self.expander = LlavaOnevisionProcessor.__new__(LlavaOnevisionProcessor)
        self.expander.image_processor, self.expander.num_image_tokens = processor, tokens
        self.expander.image_token, self.expander.vision_feature_select_strategy = "<image>", "full"
        self.expander.vision_aspect_ratio = config.vision_aspect_ratio

    def inputs(self, images):
        if not images:
            return {}
        made = self.processor([images], return_tensors="pt")
        return {"pixel_values": made["pixel_values"], "image_sizes": torch.tensor(numpy.array(made["image_sizes"])),
                "batch_num_images": torch.tensor([len(images)])}

    def expand(self, text, images):
        inputs = self.inputs(images) | {"batch_num_images": [len(images)]}
        for i in range(len(images)):
            text = text.replace("<image>", self.expander.replace_image_token(inputs, i).replace("<image>", "<one>"), 1)
        return text.replace("<one>", "<image>")

    def pixels(self, images):
        side = self.processor.size["height"]
        return torch.tensor(numpy.array([self.processor([[i]], image_grid_pinpoints=[[side, side]])["pixel_values"][0][0] for i in images]))[None]

    def features(self, images):
        return self.model.model.get_video_features(self.pixels(images)).pooler_output[0][:-1]


class Qwen:
    """Qwen2-VL, Qwen2.5-VL and Qwen3-VL: pictures in their own proportions, three positions a token."""

    template = QWEN_TEMPLATE

    def __init__(self, model, processor):
        self.model, self.processor = model, processor

    def made(self, images):
        made = self.processor(images, return_tensors="pt")
        return made["pixel_values"], made["image_grid_thw"]

    def inputs(self, images):
        if not images:
            return {}
        pixels, grid = self.made(images)
        return {"pixel_values": pixels, "image_grid_thw": grid}

    def expand(self, text, images):
        for grid in self.made(images)[1] if images else []:
            count = int(grid.prod()) // self.processor.merge_size ** 2
            whole = f"<|vision_start|>{'<|image_pad|>' * count}<|vision_end|>".replace("<|image_pad|>", "<one>")
            place = "<|vision_start|><|image_pad|><|vision_end|>" if "<|image_pad|>" in text else "<image>"
            text = text.replace(place, whole, 1)
        return text.replace("<one>", "<|image_pad|>")

    def pixels(self, images):
        return self.made(images)[0]

    def features(self, images):
        """Of a stream's frame, which becomes a square of 14 x 14 tokens here, whatever its proportions."""
        side = 14 * self.processor.patch_size * self.processor.merge_size
        square = [image.resize((side, side), resample=self.processor.resample) for image in images]
        bounds = self.processor.size
        self.processor.size = type(bounds)(**{"shortest_edge": 1, "longest_edge": side * side}) if not isinstance(bounds, dict) else {"shortest_edge": 1, "longest_edge": side * side}
        pixels, grid = self.made(square)
        self.processor.size = bounds
        seen = self.model.model.visual(pixels, grid_thw=grid)
        return torch.cat([seen.pooler_output, *(getattr(seen, "deepstack_features", None) or [])], dim=-1)


class Intern:
    """InternVL: still pictures are cut into squares, with the whole behind them; a stream's frame is one square."""

    template = INTERN_TEMPLATE

    def __init__(self, model, processor):
        self.model, self.processor = model, processor

    def made(self, images):
        return self.processor(images, crop_to_patches=True, return_tensors="pt")

    def inputs(self, images):
        return {"pixel_values": self.made(images)["pixel_values"]} if images else {}

    def expand(self, text, images):
        config = self.model.config
        tokens = int((config.vision_config.image_size[0] // config.vision_config.patch_size[0] * config.downsample_ratio) ** 2)
        for patches in self.made(images)["num_patches"] if images else []:
            whole = f"<img>{'<one>' * tokens * int(patches)}</img>"
            text = text.replace("<IMG_CONTEXT>" if "<IMG_CONTEXT>" in text else "<image>", whole, 1)
        return text.replace("<one>", "<IMG_CONTEXT>")

    def pixels(self, images):
        return self.processor(images, crop_to_patches=False, return_tensors="pt")["pixel_values"]

    def features(self, images):
        return self.model.model.get_image_features(self.pixels(images)).pooler_output[0]


class Gemma:
    """Gemma 3: every picture is one square, whose patches are averaged to as many tokens, which see each other both ways."""

    template = GEMMA_VISION_TEMPLATE

    def __init__(self, model, processor):
        self.model, self.processor = model, processor

    def pixels(self, images):
        return self.processor(images, return_tensors="pt")["pixel_values"]

    def inputs(self, images):
        return {"pixel_values": self.pixels(images)} if images else {}

    def expand(self, text, images):
        whole = "\n\n<start_of_image>" + "<image_soft_token>" * self.model.config.mm_tokens_per_image + "<end_of_image>\n\n"
        return re.sub("<start_of_image>|<image>", lambda _: whole, text)

    def features(self, images):
        return self.model.model.get_image_features(self.pixels(images)).pooler_output[0]


class TextOnly:
    def __init__(self, model, template=LLAMA_TEMPLATE, longer=False):
        self.model, self.template, self.longer = model, template, longer

    def expand(self, text, images):
        return text

    def inputs(self, images):
        return {}


def greedy(family, ids, images, end):
    model, tokens, gaps, first = family.model, [], [], None
    step, past, more = torch.tensor([ids]), None, family.inputs(images)
    if images and isinstance(family, Qwen):
        more["mm_token_type_ids"] = (step == model.config.image_token_id).int()
    if isinstance(family, Gemma):
        more["token_type_ids"] = (step == model.config.image_token_id).int()
    for _ in range(GREEDY_TOKENS):
        out = model(input_ids=step, past_key_values=past, use_cache=True, **more)
        past, logits, more = out.past_key_values, out.logits[0, -1].float(), {}
        best = torch.topk(logits, 10)
        first = first or [[int(i), round(float(v), 6)] for i, v in zip(best.indices, best.values)]
        tokens.append(int(best.indices[0]))
        gaps.append(float(best.values[0] - best.values[1]))
        if tokens[-1] == end:
            break
        step = torch.tensor([[tokens[-1]]])
    return tokens, min(gaps), first


def sample(tensor, count=64):
    """Some elements spread over a tensor, with their places: a whole one would only be large."""
    flat = tensor.flatten()
    places = torch.linspace(0, len(flat) - 1, min(count, len(flat))).long()
    return [[int(p), round(float(flat[p]), 6)] for p in places]


def expected(family, words, images):
    end = words.eos_token_id
    prompts = []
    more = [("four pictures and more words", "Now<image> and <image>: " + CORPUS[0] + " <image>" + CORPUS[2] + CORPUS[3] + "<image>", images[:4])] if len(images) > 2 else []
    longer = [("longer text", " ".join(CORPUS[:4]), [])] if getattr(family, "longer", False) else []
    for name, text, used in [("text", "what is on the table?", []), *longer, ("one picture", "<image>what is in the picture?", images[:1]),
                             ("two pictures", "the first <image> and then<image>", images[:2]), *more]:
        if used and isinstance(family, TextOnly):
            continue
        content = [{"type": "image"} for _ in used] + [{"type": "text", "text": text.replace("<image>", "")}]
        if isinstance(family, TextOnly):
            content = text
        chat = words.apply_chat_template([{"role": "user", "content": content}], chat_template=family.template, tokenize=False, add_generation_prompt=True)
        for form, whole in (("raw", text), ("chat", chat)):
            ids = words(family.expand(whole, used), add_special_tokens=False)["input_ids"]
            tokens, gap, first = greedy(family, ids, used, end)
            prompts.append({"name": f"{name}, {form}", "form": form, "text": text if form == "raw" else text.replace("<image>", ""), "rendered": whole,
                            "pictures": len(used), "prompt_token_ids": ids, "token_ids": tokens, "smallest_gap": round(gap, 5), "first_logits": first})
    said = {"prompts": prompts}
    if not isinstance(family, TextOnly):
        features = family.features(images[:1])
        said |= {"pixels": sample(family.pixels(images[:1])), "features": sample(features, 256),
                 "feature_shape": list(features.shape), "feature_norm": round(float(features.norm()), 4)}
    return said


def rename(directory, changes):
    """Tensor names as older versions of the library wrote them."""
    file = directory / "model.safetensors"
    tensors = load_file(file)
    for new, old in changes:
        tensors = {old + name[len(new):] if name.startswith(new) else name: tensor for name, tensor in tensors.items()}
    save_file(tensors, file)


def old_configuration(directory):
    """`rope_theta` at the top, as before version 5."""
    file = directory / "config.json"
    config = json.loads(file.read_text())
    for part in (config, config.get("text_config", {})):
        rope = part.pop("rope_parameters", None)
        if rope and "full_attention" in rope:
            part["rope_theta"] = rope["full_attention"].pop("rope_theta")
            part["rope_local_base_freq"] = rope["sliding_attention"]["rope_theta"]
            part["rope_scaling"] = rope["full_attention"] if rope["full_attention"]["rope_type"] != "default" else None
            part["sliding_window_pattern"] = part.pop("layer_types").index("full_attention") + 1
        elif rope:
            part["rope_theta"] = rope["rope_theta"]
    file.write_text(json.dumps(config, indent=1))


def text_config(**sizes):
    theta = sizes.pop("rope_theta", 10_000.0)
    return dict(model_type="llama", max_position_embeddings=2048, rope_parameters={"rope_type": "default", "rope_theta": theta}) | sizes


def smol(seed, text, vision, scale, square, longest, tied=False, idefics=False, resample=1, **processing):
    torch.manual_seed(seed)
    words = tokenizer(SMOL_TOKENS)
    make, vision_make, model_make, processor = ((Idefics3Config, Idefics3VisionConfig, Idefics3ForConditionalGeneration, Idefics3ImageProcessorPil) if idefics
                                                else (SmolVLMConfig, SmolVLMVisionConfig, SmolVLMForConditionalGeneration, SmolVLMImageProcessorPil))
    config = make(text_config=text_config(**({"vocab_size": len(words) + 3} | text)), vision_config=vision_make(**vision).to_dict(), scale_factor=scale,
                  image_token_id=words.convert_tokens_to_ids("<image>"), tie_word_embeddings=tied)
    model = randomise(model_make(config), seed)
    return model, words, Smol(model, processor(size={"longest_edge": longest}, max_image_size={"longest_edge": square}, resample=resample, **processing))


def llava(seed, text, vision, layer, grid, aspect="anyres_max_9", tied=True):
    torch.manual_seed(seed)
    words = tokenizer(LLAVA_TOKENS)
    side = vision["image_size"]
    qwen = Qwen2Config(**({"vocab_size": len(words) + 5, "max_position_embeddings": 2048, "tie_word_embeddings": tied} | text))
    config = LlavaOnevisionConfig(text_config=qwen.to_dict(), vision_config=SiglipVisionConfig(vision_use_head=False, **vision).to_dict(),
                                  image_token_index=words.convert_tokens_to_ids("<image>"), video_token_index=words.convert_tokens_to_ids("<video>"),
                                  vision_feature_layer=layer, image_grid_pinpoints=grid, tie_word_embeddings=tied, vision_aspect_ratio=aspect)
    model = randomise(LlavaOnevisionForConditionalGeneration(config), seed)
    return model, words, Llava(model, LlavaOnevisionImageProcessorPil(size={"height": side, "width": side}, image_grid_pinpoints=grid))


def intern(seed, text, vision, most, **more):
    torch.manual_seed(seed)
    words = tokenizer(INTERN_TOKENS)
    ends = dict(vocab_size=len(words) + 1, max_position_embeddings=2048, bos_token_id=1, eos_token_id=2, pad_token_id=0)
    config = InternVLConfig(text_config=ends | text, vision_config=vision, image_token_id=words.convert_tokens_to_ids("<IMG_CONTEXT>"), tie_word_embeddings=False,
                            **more)
    model = randomise(InternVLForConditionalGeneration(config), seed)
    side = vision["image_size"][0]
    return model, words, Intern(model, GotOcr2ImageProcessorPil(size={"height": side, "width": side}, min_patches=1, max_patches=most, image_mean=[0.485, 0.456, 0.406],
                                                                image_std=[0.229, 0.224, 0.225]))


def gemma(seed, text, vision, tokens, tied=True):
    torch.manual_seed(seed)
    words = tokenizer(GEMMA_TOKENS, "<bos>", "<pad>")
    ids = {f"{name}_token_index": words.convert_tokens_to_ids(mark) for name, mark in
           [("boi", "<start_of_image>"), ("eoi", "<end_of_image>"), ("image", "<image_soft_token>")]}
    ends = dict(vocab_size=len(words) + 3, max_position_embeddings=2048, bos_token_id=1, eos_token_id=2, pad_token_id=0)
    config = Gemma3Config(text_config=Gemma3TextConfig(**(ends | text)).to_dict(), vision_config=SiglipVisionConfig(vision_use_head=False, **vision).to_dict(),
                          mm_tokens_per_image=tokens, tie_word_embeddings=tied, **ids)
    model = randomise(Gemma3ForConditionalGeneration(config), seed)
    side = vision["image_size"]
    return model, words, Gemma(model, Gemma3ImageProcessorPil(size={"height": side, "width": side}, image_seq_length=tokens, image_mean=[0.5] * 3, image_std=[0.5] * 3))


def qwen(seed, config_make, model_make, text, vision, fewest, most, tied=False, **processing):
    torch.manual_seed(seed)
    words = tokenizer(QWEN_TOKENS)
    ids = {f"{name}_token_id": words.convert_tokens_to_ids(f"<|{mark}|>") for name, mark in
           [("vision_start", "vision_start"), ("vision_end", "vision_end"), ("image", "image_pad"), ("video", "video_pad")]}
    ends = dict(bos_token_id=1, eos_token_id=2, pad_token_id=0)
    config = config_make(text_config=dict(vocab_size=len(words) + 2, max_position_embeddings=4096, tie_word_embeddings=tied) | ends | text, vision_config=vision,
                         tie_word_embeddings=tied, **ids)
    model = randomise(model_make(config), seed)
    processor = Qwen2VLImageProcessorPil(size={"shortest_edge": fewest, "longest_edge": most}, patch_size=vision["patch_size"], merge_size=vision["spatial_merge_size"],
                                         temporal_patch_size=vision["temporal_patch_size"], **processing)
    return model, words, Qwen(model, processor)


def llama(seed, tied=False, **sizes):
    torch.manual_seed(seed)
    words = tokenizer(["<|endoftext|>", "<|im_start|>", "<|im_end|>"])
    model = randomise(LlamaForCausalLM(LlamaConfig(**(text_config(vocab_size=len(words), tie_word_embeddings=tied, **sizes) | {"model_type": "llama"}))), seed)
    return model, words, TextOnly(model)


def decoder(seed, config_make, model_make, template=LLAMA_TEMPLATE, **sizes):
    torch.manual_seed(seed)
    words = tokenizer(["<|endoftext|>", "<|im_start|>", "<|im_end|>"])
    ends = dict(bos_token_id=1, eos_token_id=2, pad_token_id=0)
    model = randomise(model_make(config_make(**(dict(vocab_size=len(words), max_position_embeddings=2048) | ends | sizes))), seed)
    return model, words, TextOnly(model, template, longer=True)


LLAVA_OLD = [("model.language_model.", "language_model.model."), ("lm_head.", "language_model.lm_head."), ("model.vision_tower.", "vision_tower.vision_model."),
             ("model.multi_modal_projector.", "multi_modal_projector."), ("model.image_newline", "image_newline")]

GEMMA_OLD = [("model.language_model.", "language_model.model."), ("model.vision_tower.vision_model.", "vision_tower.vision_model."),
             ("model.vision_tower.", "vision_tower.vision_model."), ("model.multi_modal_projector.", "multi_modal_projector.")]

CHECKPOINTS = {
    # 3 query heads on 1 KV head of 16; 4 x 4 patches, 2 x 2 tokens
    "smolvlm-f32": (lambda: smol(1, dict(hidden_size=48, intermediate_size=80, num_hidden_layers=3, num_attention_heads=3, num_key_value_heads=1, rms_norm_eps=1e-5),
                                 dict(hidden_size=36, intermediate_size=60, num_hidden_layers=2, num_attention_heads=3, image_size=32, patch_size=8), 2, 32, 96),
                    dict(dtype=torch.float32)),
    # heads of 10, tied, 25 patches a side whose positions fall short of their buckets, shuffle by 5
    "smolvlm-odd-bf16-tied": (lambda: smol(2, dict(hidden_size=40, intermediate_size=52, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2, rope_theta=100_000.0),
                                           dict(hidden_size=24, intermediate_size=40, num_hidden_layers=2, num_attention_heads=2, image_size=100, patch_size=4,
                                                hidden_act="gelu", layer_norm_eps=1e-5), 5, 100, 128, tied=True),
                              dict(dtype=torch.bfloat16)),
    # an explicit head size, other pictures than the positions were trained on, leftover pixels, three shards, biases
    "idefics3-f16-shards": (lambda: smol(3, dict(hidden_size=48, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=4, head_dim=20,
                                                 attention_bias=True, mlp_bias=True),
                                         dict(hidden_size=32, intermediate_size=48, num_hidden_layers=1, num_attention_heads=4, image_size=42, patch_size=7), 3, 64, 80, idefics=True, resample=3),
                            dict(dtype=torch.float16, max_shard_size="40KB")),
    # the embedding of the next to last layer, a grid of up to 2 x 3 squares, old names
    "llava-onevision-old": (lambda: llava(4, dict(hidden_size=56, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2),
                                          dict(hidden_size=32, intermediate_size=48, num_hidden_layers=3, num_attention_heads=2, image_size=30, patch_size=6),
                                          -2, [[30, 30], [30, 60], [60, 30], [60, 60], [60, 90]]),
                            dict(dtype=torch.float32, old=LLAVA_OLD)),
    # as written today, untied, all layers, at most one square's worth of tokens, so that the grid is shrunk
    "llava-onevision-f16": (lambda: llava(5, dict(hidden_size=64, intermediate_size=72, num_hidden_layers=2, num_attention_heads=2, num_key_value_heads=1),
                                          dict(hidden_size=40, intermediate_size=56, num_hidden_layers=2, num_attention_heads=4, image_size=28, patch_size=4),
                                          -1, [[28, 28], [28, 56], [56, 28], [56, 56]], aspect="anyres_max_1", tied=False),
                            dict(dtype=torch.float16)),
    "llama-f32-tied": (lambda: llama(6, tied=True, hidden_size=64, intermediate_size=96, num_hidden_layers=3, num_attention_heads=4, num_key_value_heads=2), dict(dtype=torch.float32, old=[])),
    "llama-odd-bf16": (lambda: llama(7, hidden_size=72, intermediate_size=50, num_hidden_layers=2, num_attention_heads=6, num_key_value_heads=3, head_dim=22,
                                     attention_bias=True, mlp_bias=True, hidden_act="gelu_pytorch_tanh"), dict(dtype=torch.bfloat16)),
    # heads of 14 that are no share of the width, normalised each; windows from the second layer on, so that the longer text passes them
    "qwen3-odd-bf16": (lambda: decoder(21, Qwen3Config, Qwen3ForCausalLM, hidden_size=44, intermediate_size=60, num_hidden_layers=3, num_attention_heads=4,
                                       num_key_value_heads=2, head_dim=14, tie_word_embeddings=True, use_sliding_window=True, sliding_window=9, max_window_layers=1,
                                       rope_parameters={"rope_type": "default", "rope_theta": 1_000_000.0}), dict(dtype=torch.bfloat16)),
    # biases, positions scaled linearly, untied
    "qwen3-f32": (lambda: decoder(22, Qwen3Config, Qwen3ForCausalLM, hidden_size=48, intermediate_size=64, num_hidden_layers=2, num_attention_heads=2,
                                  num_key_value_heads=1, head_dim=32, attention_bias=True,
                                  rope_parameters={"rope_type": "linear", "factor": 4.0, "rope_theta": 50_000.0}), dict(dtype=torch.float32)),
    # the first and third of four layers know positions
    "smollm3-odd-f16": (lambda: decoder(23, SmolLM3Config, SmolLM3ForCausalLM, hidden_size=40, intermediate_size=56, num_hidden_layers=4, num_attention_heads=4,
                                        num_key_value_heads=1, no_rope_layers=[1, 0, 1, 0], rms_norm_eps=1e-5), dict(dtype=torch.float16)),
    # local layers of 7 tokens, every third attends to everything with a base of its own, scaled; heads of 12, queries scaled by another size
    "gemma3-odd-bf16": (lambda: decoder(24, Gemma3TextConfig, Gemma3ForCausalLM, GEMMA_TEMPLATE, hidden_size=40, intermediate_size=56, num_hidden_layers=4,
                                        num_attention_heads=4, num_key_value_heads=2, head_dim=12, sliding_window=7, query_pre_attn_scalar=20,
                                        layer_types=["sliding_attention", "sliding_attention", "full_attention", "sliding_attention"],
                                        rope_parameters={"full_attention": {"rope_type": "linear", "factor": 8.0, "rope_theta": 1_000_000.0},
                                                         "sliding_attention": {"rope_type": "default", "rope_theta": 10_000.0}}), dict(dtype=torch.bfloat16)),
    # the same kind as older versions write it
    "gemma3-old": (lambda: decoder(25, Gemma3TextConfig, Gemma3ForCausalLM, GEMMA_TEMPLATE, hidden_size=32, intermediate_size=48, num_hidden_layers=3,
                                   num_attention_heads=2, num_key_value_heads=1, head_dim=16, sliding_window=12, query_pre_attn_scalar=16,
                                   layer_types=["sliding_attention", "full_attention", "sliding_attention"],
                                   rope_parameters={"full_attention": {"rope_type": "default", "rope_theta": 300_000.0},
                                                    "sliding_attention": {"rope_type": "default", "rope_theta": 8_000.0}}), dict(dtype=torch.float32, old=[])),
    # heads of 16 in the tower, pictures of several proportions; the third picture bounds are reached by the first
    "qwen2-vl-f32": (lambda: qwen(31, Qwen2VLConfig, Qwen2VLForConditionalGeneration,
                                  dict(hidden_size=48, intermediate_size=64, num_hidden_layers=3, num_attention_heads=3, num_key_value_heads=1,
                                       rope_parameters={"rope_type": "default", "rope_theta": 1_000_000.0, "mrope_section": [2, 3, 3]}),
                                  dict(depth=2, embed_dim=32, num_heads=2, mlp_ratio=2, hidden_size=48, patch_size=4, spatial_merge_size=2, temporal_patch_size=2), 64, 2048),
                     dict(dtype=torch.float32)),
    # heads of 12 in the decoder and of 20 in the tower; windows of 3 x 3 tokens that pictures do not fill, one layer that sees all
    "qwen2.5-vl-odd-bf16": (lambda: qwen(32, Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration,
                                         dict(hidden_size=48, intermediate_size=56, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2,
                                              rope_parameters={"rope_type": "default", "rope_theta": 10_000.0, "mrope_section": [2, 1, 3]}),
                                         dict(depth=3, hidden_size=40, intermediate_size=36, num_heads=2, out_hidden_size=48, patch_size=6, spatial_merge_size=2,
                                              temporal_patch_size=2, window_size=36, fullatt_block_indexes=[1]), 300, 6000, tied=True),
                            dict(dtype=torch.bfloat16)),
    # interleaved positions, two levels of DeepStack, learnt positions of 6 x 6
    "qwen3-vl-odd-f16": (lambda: qwen(33, Qwen3VLConfig, Qwen3VLForConditionalGeneration,
                                      dict(hidden_size=40, intermediate_size=52, num_hidden_layers=3, num_attention_heads=4, num_key_value_heads=2, head_dim=20,
                                           rope_parameters={"rope_type": "default", "rope_theta": 5_000_000.0, "mrope_section": [4, 3, 3], "mrope_interleaved": True}),
                                      dict(depth=4, hidden_size=48, intermediate_size=60, num_heads=3, out_hidden_size=40, patch_size=4, spatial_merge_size=2,
                                           temporal_patch_size=2, num_position_embeddings=36, deepstack_visual_indexes=[0, 2]), 64, 3000,
                                      image_mean=[0.5, 0.5, 0.5], image_std=[0.5, 0.5, 0.5]),
                         dict(dtype=torch.float16)),
    # InternVL 3: Qwen2, pictures in up to 6 squares of 4 x 4 patches
    "internvl3-f32": (lambda: intern(41, dict(model_type="qwen2", hidden_size=48, intermediate_size=60, num_hidden_layers=2, num_attention_heads=3, num_key_value_heads=1),
                                     dict(hidden_size=36, intermediate_size=50, num_hidden_layers=2, num_attention_heads=3, image_size=[24, 24], patch_size=[6, 6],
                                          attention_bias=True), 6),
                      dict(dtype=torch.float32)),
    # InternVL 3.5: Qwen3, no biases of queries, keys and values
    "internvl3.5-odd-bf16": (lambda: intern(42, dict(model_type="qwen3", hidden_size=40, intermediate_size=52, num_hidden_layers=2, num_attention_heads=2,
                                                     num_key_value_heads=1, head_dim=14, tie_word_embeddings=True),
                                            dict(hidden_size=40, intermediate_size=44, num_hidden_layers=3, num_attention_heads=4, image_size=[40, 40], patch_size=[5, 5],
                                                 layer_norm_eps=1e-5), 12),
                             dict(dtype=torch.bfloat16)),
    # 3 x 3 tokens of 2 x 2 patches, of which one row and column is left out; windows of 5 tokens are shorter than a picture; heads of 12
    "gemma3-vision-odd-bf16": (lambda: gemma(45, dict(hidden_size=40, intermediate_size=56, num_hidden_layers=4, num_attention_heads=4, num_key_value_heads=2,
                                                      head_dim=12, sliding_window=5, query_pre_attn_scalar=20, attention_bias=True,
                                                      layer_types=["sliding_attention", "sliding_attention", "full_attention", "sliding_attention"],
                                                      rope_parameters={"full_attention": {"rope_type": "linear", "factor": 8.0, "rope_theta": 1_000_000.0},
                                                                       "sliding_attention": {"rope_type": "default", "rope_theta": 10_000.0}}),
                                             dict(hidden_size=36, intermediate_size=44, num_hidden_layers=2, num_attention_heads=3, image_size=56, patch_size=8), 9),
                               dict(dtype=torch.bfloat16)),
    # 4 x 4 tokens of 2 x 2 patches, one key and value for three queries, as published checkpoints are written
    "gemma3-vision-old": (lambda: gemma(44, dict(hidden_size=48, intermediate_size=64, num_hidden_layers=3, num_attention_heads=3, num_key_value_heads=1,
                                                 head_dim=16, sliding_window=24, query_pre_attn_scalar=16,
                                                 layer_types=["sliding_attention", "full_attention", "sliding_attention"],
                                                 rope_parameters={"full_attention": {"rope_type": "default", "rope_theta": 300_000.0},
                                                                  "sliding_attention": {"rope_type": "default", "rope_theta": 8_000.0}}),
                                        dict(hidden_size=32, intermediate_size=48, num_hidden_layers=3, num_attention_heads=2, image_size=48, patch_size=6,
                                             layer_norm_eps=1e-5), 16),
                          dict(dtype=torch.float32, old=GEMMA_OLD)),
}

# As the published checkpoints say it: a video's frames are read smaller than still pictures.
VIDEO = dict(video_sampling={"fps": 1, "max_frames": 64, "video_size": {"longest_edge": 512}})

# At the sizes of published checkpoints; too large to commit, made on the spot for the check that the README describes.
FULL = {
    "smolvlm2-256m": (lambda: smol(8, dict(hidden_size=576, intermediate_size=1536, num_hidden_layers=30, num_attention_heads=9, num_key_value_heads=3, vocab_size=49280,
                                           rope_theta=100_000.0, rms_norm_eps=1e-5),
                                   dict(hidden_size=768, intermediate_size=3072, num_hidden_layers=12, num_attention_heads=12, image_size=512, patch_size=16), 4, 512, 2048, **VIDEO),
                      dict(dtype=torch.bfloat16)),
    "smolvlm2-500m": (lambda: smol(9, dict(hidden_size=960, intermediate_size=2560, num_hidden_layers=32, num_attention_heads=15, num_key_value_heads=5, vocab_size=49280,
                                           rope_theta=100_000.0, rms_norm_eps=1e-5),
                                   dict(hidden_size=768, intermediate_size=3072, num_hidden_layers=12, num_attention_heads=12, image_size=512, patch_size=16), 4, 512, 2048, **VIDEO),
                      dict(dtype=torch.bfloat16)),
    "qwen3-0.6b": (lambda: decoder(51, Qwen3Config, Qwen3ForCausalLM, hidden_size=1024, intermediate_size=3072, num_hidden_layers=28, num_attention_heads=16,
                                   num_key_value_heads=8, head_dim=128, vocab_size=151936, tie_word_embeddings=True,
                                   rope_parameters={"rope_type": "default", "rope_theta": 1_000_000.0}), dict(dtype=torch.bfloat16)),
    "gemma3-270m": (lambda: decoder(52, Gemma3TextConfig, Gemma3ForCausalLM, GEMMA_TEMPLATE, hidden_size=640, intermediate_size=2048, num_hidden_layers=18,
                                    num_attention_heads=4, num_key_value_heads=1, head_dim=256, sliding_window=512, query_pre_attn_scalar=256, vocab_size=262144),
                    dict(dtype=torch.bfloat16)),
    "smollm3-3b": (lambda: decoder(53, SmolLM3Config, SmolLM3ForCausalLM, hidden_size=2048, intermediate_size=11008, num_hidden_layers=36, num_attention_heads=16,
                                   num_key_value_heads=4, vocab_size=128256, tie_word_embeddings=True,
                                   rope_parameters={"rope_type": "default", "rope_theta": 5_000_000.0}), dict(dtype=torch.bfloat16)),
    "qwen2-vl-2b": (lambda: qwen(54, Qwen2VLConfig, Qwen2VLForConditionalGeneration,
                                 dict(hidden_size=1536, intermediate_size=8960, num_hidden_layers=28, num_attention_heads=12, num_key_value_heads=2, vocab_size=151936,
                                      rope_parameters={"rope_type": "default", "rope_theta": 1_000_000.0, "mrope_section": [16, 24, 24]}),
                                 dict(depth=32, embed_dim=1280, num_heads=16, mlp_ratio=4, hidden_size=1536, patch_size=14, spatial_merge_size=2, temporal_patch_size=2),
                                 56 * 56, 28 * 28 * 1280, tied=True), dict(dtype=torch.bfloat16)),
    "qwen2.5-vl-3b": (lambda: qwen(55, Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration,
                                   dict(hidden_size=2048, intermediate_size=11008, num_hidden_layers=36, num_attention_heads=16, num_key_value_heads=2, vocab_size=151936,
                                        rope_parameters={"rope_type": "default", "rope_theta": 1_000_000.0, "mrope_section": [16, 24, 24]}),
                                   dict(depth=32, hidden_size=1280, intermediate_size=3420, num_heads=16, out_hidden_size=2048, patch_size=14, spatial_merge_size=2,
                                        temporal_patch_size=2, window_size=112, fullatt_block_indexes=[7, 15, 23, 31]), 56 * 56, 28 * 28 * 1280, tied=True),
                      dict(dtype=torch.bfloat16)),
    "qwen3-vl-2b": (lambda: qwen(56, Qwen3VLConfig, Qwen3VLForConditionalGeneration,
                                 dict(hidden_size=2048, intermediate_size=6144, num_hidden_layers=28, num_attention_heads=16, num_key_value_heads=8, head_dim=128,
                                      vocab_size=151936, rope_parameters={"rope_type": "default", "rope_theta": 5_000_000.0, "mrope_section": [24, 20, 20],
                                                                          "mrope_interleaved": True}),
                                 dict(depth=24, hidden_size=1024, intermediate_size=4096, num_heads=16, out_hidden_size=2048, patch_size=16, spatial_merge_size=2,
                                      temporal_patch_size=2, num_position_embeddings=2304, deepstack_visual_indexes=[5, 11, 17]), 65536, 32 * 32 * 1280, tied=True,
                                 image_mean=[0.5, 0.5, 0.5], image_std=[0.5, 0.5, 0.5]), dict(dtype=torch.bfloat16)),
    "internvl3-1b": (lambda: intern(57, dict(model_type="qwen2", hidden_size=896, intermediate_size=4864, num_hidden_layers=24, num_attention_heads=14,
                                             num_key_value_heads=2, vocab_size=151674),
                                    dict(hidden_size=1024, intermediate_size=4096, num_hidden_layers=24, num_attention_heads=16, image_size=[448, 448],
                                         patch_size=[14, 14], attention_bias=True), 12), dict(dtype=torch.bfloat16)),
    "gemma3-4b": (lambda: gemma(58, dict(hidden_size=2560, intermediate_size=10240, num_hidden_layers=34, num_attention_heads=8, num_key_value_heads=4, head_dim=256,
                                         sliding_window=1024, query_pre_attn_scalar=256, vocab_size=262208,
                                         rope_parameters={"full_attention": {"rope_type": "linear", "factor": 8.0, "rope_theta": 1_000_000.0},
                                                          "sliding_attention": {"rope_type": "default", "rope_theta": 10_000.0}}),
                                dict(hidden_size=1152, intermediate_size=4304, num_hidden_layers=27, num_attention_heads=16, image_size=896, patch_size=14), 256),
                  dict(dtype=torch.bfloat16)),
    "llava-onevision-0.5b": (lambda: llava(10, dict(hidden_size=896, intermediate_size=4864, num_hidden_layers=24, num_attention_heads=14, num_key_value_heads=2, vocab_size=152000,
                                                    rope_parameters={"rope_type": "default", "rope_theta": 1_000_000.0}),
                                           dict(hidden_size=1152, intermediate_size=4304, num_hidden_layers=26, num_attention_heads=16, image_size=384, patch_size=14),
                                           -1, [[384, 384], [384, 768], [768, 384], [768, 768]]),
                             dict(dtype=torch.float16)),
}


def write(name, make, how, directory, pictures):
    shutil.rmtree(directory, ignore_errors=True)
    model, words, family = make()
    model.to(how["dtype"]).save_pretrained(directory, max_shard_size=how.get("max_shard_size", "2GB"))
    words.chat_template = family.template
    words.save_pretrained(directory)
    if not isinstance(family, TextOnly):
        family.processor.save_pretrained(directory)
    # The weights as they were stored, the arithmetic in single precision; converting back would leave RoPE's frequencies rounded.
    family.model = type(model).from_pretrained(directory, dtype=torch.float32).eval()
    with torch.inference_mode():
        said = expected(family, words, pictures)
    if "old" in how:
        rename(directory, how["old"])
        old_configuration(directory)
    (directory / "expected.json").write_text(json.dumps(said) + "\n", encoding="utf-8")
    print(name, sum(f.stat().st_size for f in directory.iterdir()) // 1000, "kB", [p["smallest_gap"] for p in said["prompts"]], said.get("feature_shape"), flush=True)


def resized(image):
    """Sums over the bytes that Pillow gives for each filter and some sizes."""
    sizes = [(56, 96), (32, 32), (200, 40), (41, 10), (7, 70), (128, 128), (1, 1), (300, 200)]
    return [{"filter": f, "width": w, "height": h, "sha256": hashlib.sha256(image.resize((w, h), resample=f).tobytes()).hexdigest()} for f in range(6) for w, h in sizes]


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--out", type=pathlib.Path, required=True)
    arguments.add_argument("--only", nargs="*", choices=list(CHECKPOINTS | FULL), default=list(CHECKPOINTS))
    options = arguments.parse_args()
    torch.set_num_threads(2)
    options.out.mkdir(parents=True, exist_ok=True)
    pictures = [picture(11, 90, 53), picture(12, 41, 70)]
    for i, image in enumerate(pictures):
        image.save(options.out / f"picture{i}.png")
    (options.out / "resized.json").write_text(json.dumps([resized(image) for image in pictures]) + "\n", encoding="utf-8")
    for name in options.only:
        write(name, *(CHECKPOINTS | FULL)[name], options.out / name, pictures)


if __name__ == "__main__":
    main()
