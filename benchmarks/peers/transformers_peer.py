"""Times `transformers` in bf16 for `benchmarks/run vision`, which starts this and asks for one measurement a line.

{"do": "see"} gives the seconds of one picture through vision tower and connector, from pixels already preprocessed;
{"do": "look"} the same with the checkpoint's own processor in front; {"do": "prefill"} those of one picture's tokens
behind a window that is in the cache already."""
import argparse
import json
import sys
import time

import numpy
import torch
import transformers
from PIL import Image
from transformers import AutoModelForImageTextToText, DynamicCache
from transformers.models.smolvlm.image_processing_pil_smolvlm import SmolVLMImageProcessorPil


class Contender:
    def __init__(self, options):
        torch.set_num_threads(options.threads)
        self.model = AutoModelForImageTextToText.from_pretrained(options.checkpoint, dtype=torch.bfloat16).eval()
        self.processor = SmolVLMImageProcessorPil.from_pretrained(options.checkpoint)
        random = numpy.random.default_rng(3)
        self.picture = Image.fromarray(random.integers(0, 256, (options.height, options.width, 3), dtype="uint8"))
        self.pixels = self.preprocessed()
        width = self.model.config.text_config.hidden_size
        self.frame = torch.randn(1, options.tokens, width, dtype=torch.bfloat16)
        self.window = options.window
        self.cache = DynamicCache()
        self.model.model.text_model(inputs_embeds=torch.randn(1, options.window, width, dtype=torch.bfloat16), past_key_values=self.cache,
            use_cache=True)

    def preprocessed(self):
        pixels = self.processor([self.picture], do_image_splitting=False, size=self.processor.video_sampling["video_size"])["pixel_values"]
        return torch.tensor(numpy.array(pixels)).reshape(1, 1, 3, *numpy.array(pixels).shape[-2:]).to(torch.bfloat16)

    def see(self):
        self.model.model.get_image_features(self.pixels)

    def look(self):
        self.model.model.get_image_features(self.preprocessed())

    def prefill(self):
        self.model.model.text_model(inputs_embeds=self.frame, past_key_values=self.cache, use_cache=True)
        self.cache.crop(-self.frame.shape[1])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--width", type=int, required=True, help="of the picture, pixels")
    parser.add_argument("--height", type=int, required=True)
    parser.add_argument("--tokens", type=int, required=True, help="of one picture with the text around it")
    parser.add_argument("--window", type=int, required=True, help="tokens before it")
    parser.add_argument("--clock", choices=["wall", "cpu"], default="wall", help="cpu: of this thread alone, so for one thread")
    options = parser.parse_args()
    clock = {"wall": time.perf_counter, "cpu": time.thread_time}[options.clock]
    with torch.inference_mode():
        contender = Contender(options)
        print(json.dumps({"version": transformers.__version__, "torch": torch.__version__,
            "bf16": "AMX" if torch.cpu._is_amx_tile_supported() else "AVX-512 or emulated"}), flush=True)
        for line in sys.stdin:
            work = getattr(contender, json.loads(line)["do"])
            start = clock()
            work()
            print(json.dumps({"seconds": clock() - start}), flush=True)


if __name__ == "__main__":
    main()
