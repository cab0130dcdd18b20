"""Sizes of the model; its parts (`eye.py`, `decoder.py`) name their parameters as `SmolVLMForConditionalGeneration` does."""
import dataclasses


@dataclasses.dataclass(frozen=True)
class Shape:
    side: int = 128
    patch: int = 16
    vision_width: int = 256
    vision_layers: int = 6
    vision_heads: int = 4
    vision_mlp: int = 1024
    shuffle: int = 2
    vocabulary: int = 1024
    width: int = 256
    layers: int = 6
    heads: int = 4
    kv_heads: int = 2
    head: int = 64
    mlp: int = 704
    theta: float = 100_000.0
    eps: float = 1e-5

    @property
    def patches(self):
        return (self.side // self.patch) ** 2

    @property
    def image_tokens(self):
        return self.patches // self.shuffle ** 2
