"""Makes LoRAs with random weights for some of the small checkpoints, and writes what PEFT's own merge into them says.

Each is a directory in PEFT's layout; `expected.json` beside it is as that of the checkpoints (make_checkpoints.py).
"""
import argparse
import json
import pathlib

import peft
import torch
from PIL import Image
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM, AutoModelForImageTextToText, PreTrainedTokenizerFast
from transformers.models.smolvlm.image_processing_pil_smolvlm import SmolVLMImageProcessorPil

from make_checkpoints import Smol, TextOnly, expected

# A vision tower has layers of the same names as the language model.
VISION = r".*vision_model\.encoder\.layers\.\d+\.(?:self_attn\.(?:q|k|v|out)_proj|mlp\.fc[12])"
DECODER = r".*(?:text_model|model)\.layers\.\d+\.(?:self_attn\.({attention})|mlp\.({feed}))"
# Name, and of what checkpoint, with what. The seeds leave a gap between the best two logits all along.
ADAPTERS = {
    # Heads that are widened, biases, fewer key heads than queries.
    "llama-odd-bf16": ("llama-odd-bf16", AutoModelForCausalLM, DECODER.format(attention="[qkvo]_proj", feed="(?:gate|up|down)_proj"),
    dict(r=3, lora_alpha=5), 21),
    # Behind a vision tower, some parts only, in half floats, with rsLoRA's scale.
    "smolvlm-f32": ("smolvlm-f32", AutoModelForImageTextToText, DECODER.format(attention="[qv]_proj", feed="down_proj"),
    dict(r=4, lora_alpha=6, use_rslora=True), 3),
    # Of both, the tower whole.
    "smolvlm-f32-eyes": ("smolvlm-f32", AutoModelForImageTextToText, f"(?:{VISION}|{DECODER.format(attention='o_proj', feed='up_proj')})",
    dict(r=2, lora_alpha=2), 5),
}


def adapted(kind, checkpoint, modules, settings, seed):
    plain = kind.from_pretrained(checkpoint, dtype=torch.float32)
    model = peft.get_peft_model(plain, peft.LoraConfig(target_modules=modules, **settings))
    generator = torch.Generator().manual_seed(seed)
    for name, parameter in model.named_parameters():
        if "lora_" in name:
            parameter.data = 0.6 * torch.randn(parameter.shape, generator=generator) / parameter.shape[1] ** 0.5
            if settings.get("use_rslora"):
                parameter.data = parameter.data.half().float()
    return model.eval()


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--checkpoints", type=pathlib.Path, required=True)
    arguments.add_argument("--out", type=pathlib.Path, required=True)
    options = arguments.parse_args()
    torch.set_num_threads(1)
    for name, (of, kind, modules, settings, seed) in ADAPTERS.items():
        checkpoint, target = options.checkpoints / of, options.out / name
        model = adapted(kind, checkpoint, modules, settings, seed)
        model.save_pretrained(target)
        if settings.get("use_rslora"):
            save_file({tensor: weight.half() for tensor, weight in load_file(target / "adapter_model.safetensors").items()},
                target / "adapter_model.safetensors")
        config = json.loads((target / "adapter_config.json").read_text())
        config["base_model_name_or_path"] = of
        (target / "adapter_config.json").write_text(json.dumps(config, indent=2, sort_keys=True) + "\n")
        (target / "README.md").unlink(missing_ok=True)
        merged = model.merge_and_unload()
        words = PreTrainedTokenizerFast.from_pretrained(checkpoint)
        visual = kind is AutoModelForImageTextToText
        family = Smol(merged, SmolVLMImageProcessorPil.from_pretrained(checkpoint)) if visual else TextOnly(merged)
        with torch.inference_mode():
            said = expected(family, words, [Image.open(options.checkpoints / f"picture{number}.png") for number in range(2)])
        (target / "expected.json").write_text(json.dumps(said) + "\n")
        print(name, "smallest gap between the best two logits", min(prompt["smallest_gap"] for prompt in said["prompts"]))


if __name__ == "__main__":
    main()
