"""Further shapes of each family, made on the spot and not committed: further_shapes.py --out DIR [--only NAME ...]

Their prompts have up to four pictures of all proportions, and longer texts, beside those that make_checkpoints.py asks.
"""
import argparse
import pathlib

import torch
from transformers import (Gemma3ForCausalLM, Gemma3TextConfig, Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration, Qwen2VLConfig,
                          Qwen2VLForConditionalGeneration, Qwen3Config, Qwen3ForCausalLM, Qwen3VLConfig, Qwen3VLForConditionalGeneration,
                          SmolLM3Config, SmolLM3ForCausalLM)

from make_checkpoints import GEMMA_OLD, GEMMA_TEMPLATE, decoder, gemma, intern, llava, picture, qwen, smol, write

HALF = dict(image_mean=[0.5, 0.5, 0.5], image_std=[0.5, 0.5, 0.5])
PLAIN, HALVES, BRAIN = dict(dtype=torch.float32), dict(dtype=torch.float16), dict(dtype=torch.bfloat16)


def rope(theta, **more):
    return {"rope_type": "default", "rope_theta": theta} | more


def gemma_ropes(far, near, factor=1.0):
    scaled = {"rope_type": "linear", "factor": factor, "rope_theta": far} if factor > 1 else rope(far)
    return {"full_attention": scaled, "sliding_attention": rope(near)}


SHAPES = {
    "qwen2-vl-merge3": (lambda: qwen(
        101, Qwen2VLConfig, Qwen2VLForConditionalGeneration,
        dict(hidden_size=96, intermediate_size=72, num_hidden_layers=4, num_attention_heads=6, num_key_value_heads=2, rms_norm_eps=1e-5,
             rope_parameters=rope(1e6, mrope_section=[1, 5, 2])),
        dict(depth=3, embed_dim=48, num_heads=4, mlp_ratio=3, hidden_size=96, patch_size=5, spatial_merge_size=3, temporal_patch_size=2),
        225, 12000), PLAIN),
    "qwen2-vl-tied-windows": (lambda: qwen(
        102, Qwen2VLConfig, Qwen2VLForConditionalGeneration,
        dict(hidden_size=40, intermediate_size=60, num_hidden_layers=3, num_attention_heads=2, num_key_value_heads=2, use_sliding_window=
             True, sliding_window=24, max_window_layers=1, rope_parameters=rope(10_000.0, mrope_section=[3, 3, 4])),
        dict(depth=2, embed_dim=40, num_heads=2, mlp_ratio=4, hidden_size=40, patch_size=6, spatial_merge_size=2, temporal_patch_size=1,
             hidden_act="gelu_pytorch_tanh"), 144, 5000, tied=True), HALVES),
    "qwen2-vl-one-key-head": (lambda: qwen(
        103, Qwen2VLConfig, Qwen2VLForConditionalGeneration,
        dict(hidden_size=64, intermediate_size=52, num_hidden_layers=2, num_attention_heads=8, num_key_value_heads=1, rope_parameters=rope(
            500_000.0, mrope_section=[2, 1, 1])),
        dict(depth=1, embed_dim=32, num_heads=1, mlp_ratio=2, hidden_size=64, patch_size=14, spatial_merge_size=1, temporal_patch_size=2),
        196, 3136), BRAIN),
    "qwen2.5-vl-14": (lambda: qwen(
        111, Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration,
        dict(hidden_size=64, intermediate_size=80, num_hidden_layers=3, num_attention_heads=4, num_key_value_heads=1, rope_parameters=rope(
            1e6, mrope_section=[2, 3, 3])),
        dict(depth=4, hidden_size=32, intermediate_size=48, num_heads=4, out_hidden_size=64, patch_size=14, spatial_merge_size=2,
             temporal_patch_size=2, window_size=56, fullatt_block_indexes=[0, 3]), 784, 28 * 28 * 40), PLAIN),
    "qwen2.5-vl-windows-alone": (lambda: qwen(
        112, Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration,
        dict(hidden_size=72, intermediate_size=44, num_hidden_layers=2, num_attention_heads=6, num_key_value_heads=3, rms_norm_eps=1e-5,
             rope_parameters=rope(20_000.0, mrope_section=[1, 2, 3])),
        dict(depth=2, hidden_size=48, intermediate_size=20, num_heads=3, out_hidden_size=72, patch_size=4, spatial_merge_size=3,
             temporal_patch_size=2, window_size=60, fullatt_block_indexes=[]), 144, 9000), HALVES),
    "qwen2.5-vl-all-see-all": (lambda: qwen(
        113, Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration,
        dict(hidden_size=48, intermediate_size=64, num_hidden_layers=5, num_attention_heads=3, num_key_value_heads=3, use_sliding_window=
             True, sliding_window=17, max_window_layers=2, rope_parameters=rope(1e6, mrope_section=[4, 2, 2])),
        dict(depth=2, hidden_size=24, intermediate_size=36, num_heads=2, out_hidden_size=48, patch_size=5, spatial_merge_size=2,
             temporal_patch_size=2, window_size=20, fullatt_block_indexes=[0, 1]), 100, 4000, tied=True), BRAIN),
    "qwen3-vl-128": (lambda: qwen(
        121, Qwen3VLConfig, Qwen3VLForConditionalGeneration,
        dict(hidden_size=64, intermediate_size=72, num_hidden_layers=4, num_attention_heads=2, num_key_value_heads=1, head_dim=128,
             attention_bias=True, rope_parameters=rope(5e6, mrope_section=[24, 20, 20], mrope_interleaved=True)),
        dict(depth=5, hidden_size=32, intermediate_size=44, num_heads=2, out_hidden_size=64, patch_size=8, spatial_merge_size=2,
             temporal_patch_size=2, num_position_embeddings=49, deepstack_visual_indexes=[0, 1, 3]), 256, 16000, tied=True, **HALF), PLAIN),
    "qwen3-vl-no-deepstack": (lambda: qwen(
        122, Qwen3VLConfig, Qwen3VLForConditionalGeneration,
        dict(hidden_size=40, intermediate_size=48, num_hidden_layers=2, num_attention_heads=5, num_key_value_heads=1, head_dim=16,
             rope_parameters=rope(1e6, mrope_section=[4, 2, 2], mrope_interleaved=True)),
        dict(depth=2, hidden_size=40, intermediate_size=36, num_heads=5, out_hidden_size=40, patch_size=6, spatial_merge_size=3,
             temporal_patch_size=2, num_position_embeddings=16, deepstack_visual_indexes=[]), 324, 8000, **HALF), HALVES),
    "qwen3-vl-deep-as-layers": (lambda: qwen(
        123, Qwen3VLConfig, Qwen3VLForConditionalGeneration,
        dict(hidden_size=56, intermediate_size=64, num_hidden_layers=3, num_attention_heads=4, num_key_value_heads=4, head_dim=24,
             rms_norm_eps=1e-5, rope_parameters=rope(10_000.0, mrope_section=[4, 4, 4], mrope_interleaved=True)),
        dict(depth=3, hidden_size=24, intermediate_size=30, num_heads=3, out_hidden_size=56, patch_size=4, spatial_merge_size=1,
             temporal_patch_size=1, num_position_embeddings=121, deepstack_visual_indexes=[0, 1, 2]), 64, 2000, **HALF), BRAIN),
    "internvl3-quarter": (lambda: intern(
        131,
        dict(model_type="qwen2", hidden_size=64, intermediate_size=48, num_hidden_layers=3, num_attention_heads=4, num_key_value_heads=4,
             rope_parameters=rope(1e6)),
        dict(hidden_size=24, intermediate_size=36, num_hidden_layers=2, num_attention_heads=2, image_size=[32, 32], patch_size=[4, 4],
             attention_bias=False), 4, downsample_ratio=0.25, projector_hidden_act="gelu"), HALVES),
    "internvl3-untied-bias": (lambda: intern(
        132,
        dict(model_type="qwen2", hidden_size=60, intermediate_size=64, num_hidden_layers=2, num_attention_heads=6, num_key_value_heads=2,
             rms_norm_eps=1e-5),
        dict(hidden_size=32, intermediate_size=52, num_hidden_layers=4, num_attention_heads=4, image_size=[42, 42], patch_size=[7, 7],
             attention_bias=True, hidden_act="gelu_pytorch_tanh"), 9), BRAIN),
    "internvl3.5-wide-heads": (lambda: intern(
        133,
        dict(model_type="qwen3", hidden_size=48, intermediate_size=60, num_hidden_layers=3, num_attention_heads=6, num_key_value_heads=3,
             head_dim=32, attention_bias=True, rope_parameters=rope(1e6)),
        dict(hidden_size=36, intermediate_size=40, num_hidden_layers=2, num_attention_heads=2, image_size=[28, 28], patch_size=[7, 7]), 7),
                               PLAIN),
    "qwen3-five-heads": (lambda: decoder(141, Qwen3Config, Qwen3ForCausalLM, hidden_size=56, intermediate_size=40, num_hidden_layers=5,
                                         num_attention_heads=5, num_key_value_heads=1, head_dim=24, attention_bias=True, tie_word_embeddings
                                         =True, rms_norm_eps=1e-5, rope_parameters=rope(5e6)), BRAIN),
    "qwen3-mixed-windows":
        (lambda: decoder(142, Qwen3Config, Qwen3ForCausalLM, hidden_size=64, intermediate_size=96, num_hidden_layers=4, num_attention_heads=
                         8, num_key_value_heads=4, head_dim=64, use_sliding_window=True, sliding_window=31, layer_types=
                         ["full_attention", "sliding_attention", "full_attention", "sliding_attention"], rope_parameters=rope(1e6)), HALVES
        ),
    "smollm3-interval": (lambda: decoder(143, SmolLM3Config, SmolLM3ForCausalLM, hidden_size=60, intermediate_size=48, num_hidden_layers=7,
                                         num_attention_heads=6, num_key_value_heads=2, no_rope_layer_interval=3, attention_bias=True,
                                         mlp_bias=True, tie_word_embeddings=True, rope_parameters=rope(2e6)), PLAIN),
    "smollm3-windows": (lambda: decoder(144, SmolLM3Config, SmolLM3ForCausalLM, hidden_size=48, intermediate_size=64, num_hidden_layers=4,
                                        num_attention_heads=3, num_key_value_heads=3, use_sliding_window=True, sliding_window=13,
                                        no_rope_layers=[0, 1, 1, 0], tie_word_embeddings=False, rope_parameters=rope(50_000.0)), BRAIN),
    "gemma3-short-windows":
        (lambda: decoder(145, Gemma3TextConfig, Gemma3ForCausalLM, GEMMA_TEMPLATE, hidden_size=48, intermediate_size=40, num_hidden_layers=
                         7, num_attention_heads=6, num_key_value_heads=1, head_dim=20, sliding_window=2, query_pre_attn_scalar=12,
                         attention_bias=True, rope_parameters=gemma_ropes(1e6, 10_000.0, 4.0)), HALVES),
    "gemma3-vision-large-window": (lambda: gemma(
        151,
        dict(hidden_size=64, intermediate_size=72, num_hidden_layers=7, num_attention_heads=4, num_key_value_heads=1, head_dim=32,
             sliding_window=64, query_pre_attn_scalar=40, rope_parameters=gemma_ropes(1e6, 10_000.0, 8.0)),
        dict(hidden_size=40, intermediate_size=48, num_hidden_layers=2, num_attention_heads=2, image_size=80, patch_size=8), 25), HALVES),
    "gemma3-vision-one-token": (lambda: gemma(
        152,
        dict(hidden_size=32, intermediate_size=40, num_hidden_layers=2, num_attention_heads=2, num_key_value_heads=2, head_dim=16,
             sliding_window=3, query_pre_attn_scalar=16, rope_parameters=gemma_ropes(50_000.0, 10_000.0)),
        dict(hidden_size=24, intermediate_size=36, num_hidden_layers=1, num_attention_heads=3, image_size=30, patch_size=5), 1, tied=False),
                                PLAIN),
    "gemma3-vision-unpooled": (lambda: gemma(
        153,
        dict(hidden_size=54, intermediate_size=64, num_hidden_layers=6, num_attention_heads=6, num_key_value_heads=3, head_dim=22,
             sliding_window=10, query_pre_attn_scalar=30, attention_bias=True, rope_parameters=gemma_ropes(1e6, 10_000.0)),
        dict(hidden_size=32, intermediate_size=44, num_hidden_layers=2, num_attention_heads=4, image_size=42, patch_size=6, hidden_act=
             "gelu"), 49), BRAIN | dict(old=GEMMA_OLD)),
    "smolvlm-wide": (lambda: smol(
        161,
        dict(hidden_size=60, intermediate_size=44, num_hidden_layers=4, num_attention_heads=5, num_key_value_heads=5, rope_theta=273768.0),
        dict(hidden_size=48, intermediate_size=72, num_hidden_layers=3, num_attention_heads=6, image_size=60, patch_size=5), 4, 60, 77),
                     HALVES),
    "llava-onevision-six": (lambda: llava(
        162,
        dict(hidden_size=72, intermediate_size=60, num_hidden_layers=3, num_attention_heads=6, num_key_value_heads=2, rope_parameters=rope(
            1e6)), dict(hidden_size=36, intermediate_size=40, num_hidden_layers=2, num_attention_heads=3, image_size=35, patch_size=5), -1,
        [[35, 35], [35, 70], [70, 35], [70, 70], [105, 35], [35, 105]]), BRAIN),
}


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--out", type=pathlib.Path, required=True)
    arguments.add_argument("--only", nargs="*", choices=list(SHAPES), default=list(SHAPES))
    options = arguments.parse_args()
    torch.set_num_threads(2)
    options.out.mkdir(parents=True, exist_ok=True)
    pictures = [picture(11, 90, 53), picture(12, 41, 70), picture(13, 200, 33), picture(14, 31, 150)]
    for i, image in enumerate(pictures):
        image.save(options.out / f"picture{i}.png")
    for name in options.only:
        write(name, *SHAPES[name], options.out / name, pictures)


if __name__ == "__main__":
    main()
