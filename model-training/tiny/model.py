"""The model in the form in which it is trained; parameters are named as in `SmolVLMForConditionalGeneration`.

Two passes, as the product runs it: `remember` turns blocks into keys before RoPE and values, a block seeing the pinned prompt and at most
a window of earlier tokens; `answer` gives gathered keys contiguous positions and lets questions read them. Attention is written out: on
a CPU with bf16 tiles that is several times quicker than the fused kernel at these sizes.
"""
import dataclasses
import math

import torch
from torch import nn
from torch.nn import functional as F


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


# --- the eye -------------------------------------------------------------------------------------------------------------------------
class VisionAttention(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.heads = shape.vision_heads
        for name in ("q_proj", "k_proj", "v_proj", "out_proj"):
            setattr(self, name, nn.Linear(shape.vision_width, shape.vision_width))

    def forward(self, x):                                              # [B, P, D]
        batch, count, width = x.shape
        q, k, v = (part(x).view(batch, count, self.heads, -1).transpose(1, 2).contiguous()
                   for part in (self.q_proj, self.k_proj, self.v_proj))
        weights = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(width // self.heads), -1)
        return self.out_proj((weights @ v).transpose(1, 2).reshape(batch, count, width))


class VisionMlp(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.fc1 = nn.Linear(shape.vision_width, shape.vision_mlp)
        self.fc2 = nn.Linear(shape.vision_mlp, shape.vision_width)

    def forward(self, x):
        return self.fc2(F.gelu(self.fc1(x), approximate="none" if self.training else "tanh"))


class VisionLayer(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.layer_norm1 = nn.LayerNorm(shape.vision_width, eps=1e-6)
        self.self_attn = VisionAttention(shape)
        self.layer_norm2 = nn.LayerNorm(shape.vision_width, eps=1e-6)
        self.mlp = VisionMlp(shape)

    def forward(self, x):
        x = x + self.self_attn(self.layer_norm1(x))
        return x + self.mlp(self.layer_norm2(x))


class VisionEmbeddings(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.patch_embedding = nn.Conv2d(3, shape.vision_width, shape.patch, shape.patch)
        self.position_embedding = nn.Embedding(shape.patches, shape.vision_width)
        self.patch = shape.patch

    def forward(self, pictures):                                       # [B, 3, S, S] -> [B, P, D]; a matrix product is what the convolution is
        batch, _, side, _ = pictures.shape
        grid = side // self.patch
        cut = pictures.view(batch, 3, grid, self.patch, grid, self.patch).permute(0, 2, 4, 1, 3, 5).reshape(batch, grid * grid, -1)
        return F.linear(cut, self.patch_embedding.weight.flatten(1), self.patch_embedding.bias) + self.position_embedding.weight


class Vision(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.embeddings = VisionEmbeddings(shape)
        self.encoder = nn.Module()
        self.encoder.layers = nn.ModuleList(VisionLayer(shape) for _ in range(shape.vision_layers))
        self.post_layernorm = nn.LayerNorm(shape.vision_width, eps=1e-6)

    def forward(self, pictures):
        x = self.embeddings(pictures)
        for layer in self.encoder.layers:
            x = layer(x)
        return self.post_layernorm(x)


class Connector(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.shuffle = shape.shuffle
        self.modality_projection = nn.Module()
        self.modality_projection.proj = nn.Linear(shape.vision_width * shape.shuffle ** 2, shape.width, bias=False)

    def forward(self, x):                                              # [B, P, D] -> [B, P / shuffle^2, width]
        batch, count, width = x.shape
        grid, block = math.isqrt(count), self.shuffle
        x = x.view(batch, grid // block, block, grid // block, block, width).permute(0, 1, 3, 2, 4, 5)
        return self.modality_projection.proj(x.reshape(batch, count // block ** 2, width * block ** 2))


def wave_positions(grid, width, height=0.5):
    """Sines and cosines over rows and columns, [grid * grid, width]: near patches begin alike."""
    rates = math.pi / grid * torch.linspace(0.5, grid / 2, width // 4)
    angles = torch.arange(grid)[:, None] * rates
    waves = torch.cat([angles.sin(), angles.cos()], -1)                # [grid, width / 2]
    return height * torch.cat([waves[:, None].expand(-1, grid, -1), waves[None].expand(grid, -1, -1)], -1).reshape(grid * grid, width)


class Eye(nn.Module):
    """Pictures in [-1, 1], [B, 3, S, S] -> image tokens [B, 16, width]; also the patches, for a training-only head."""

    def __init__(self, shape):
        super().__init__()
        self.vision_model = Vision(shape)
        self.connector = Connector(shape)
        for name, part in self.named_modules():
            if isinstance(part, nn.Linear):
                nn.init.trunc_normal_(part.weight, std=part.in_features ** -0.5 * (0.5 if "out_proj" in name or "fc2" in name else 1.0))
                if part.bias is not None:
                    nn.init.zeros_(part.bias)
        self.connector.modality_projection.proj.weight.data *= 0.08   # what it is to emit has about unit length
        for layer in self.vision_model.encoder.layers:   # a patch first of all looks at patches like it and near it
            a = layer.self_attn
            a.q_proj.weight.data = 0.6 * a.k_proj.weight.data + 0.6 * a.q_proj.weight.data
        self.vision_model.embeddings.position_embedding.weight.data = wave_positions(math.isqrt(shape.patches), shape.vision_width)

    @torch.no_grad()
    def whiten(self, pictures):
        """Patch embedding that starts as the patches' principal components, each of variance one, turned at random: pixels alone differ mostly in
        brightness, and a random projection of them hides what tells things apart."""
        embeddings = self.vision_model.embeddings
        grid, patch = pictures.shape[-1] // embeddings.patch, embeddings.patch
        cut = pictures.view(-1, 3, grid, patch, grid, patch).permute(0, 2, 4, 1, 3, 5).reshape(-1, 3 * patch * patch)
        mean = cut.mean(0)
        values, vectors = torch.linalg.eigh((cut - mean).t() @ (cut - mean) / len(cut))
        width = embeddings.patch_embedding.out_channels
        turn = torch.linalg.qr(torch.randn(width, width))[0]
        weight = turn @ (vectors[:, -width:] * (values[-width:] + 1e-3).rsqrt()).t()
        embeddings.patch_embedding.weight.copy_(weight.view_as(embeddings.patch_embedding.weight))
        embeddings.patch_embedding.bias.copy_(-weight @ mean)

    def forward(self, pictures):
        patches = self.vision_model(pictures)
        return self.connector(patches), patches


# --- the decoder -------------------------------------------------------------------------------------------------------------------
class RmsNorm(nn.Module):
    def __init__(self, width, eps):
        super().__init__()
        self.weight, self.eps = nn.Parameter(torch.ones(width)), eps

    def forward(self, x):
        wide = x.float()
        return (wide * torch.rsqrt(wide.pow(2).mean(-1, keepdim=True) + self.eps)).to(x.dtype) * self.weight.to(x.dtype)


def rotation(positions, shape):
    """cos and sin, [..., head], for integer positions; halves rotate against each other as in Llama."""
    rates = shape.theta ** -(torch.arange(0, shape.head, 2, device=positions.device).float() / shape.head)
    angles = positions.float()[..., None] * rates
    return torch.cat([angles.cos()] * 2, -1), torch.cat([angles.sin()] * 2, -1)


def rotate(x, turn):
    cos, sin = (part.to(x.dtype) for part in turn)
    near, far = x.chunk(2, -1)
    return x * cos + torch.cat([-far, near], -1) * sin


class Attention(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.shape = shape
        self.q_proj = nn.Linear(shape.width, shape.heads * shape.head, bias=False)
        self.k_proj = nn.Linear(shape.width, shape.kv_heads * shape.head, bias=False)
        self.v_proj = nn.Linear(shape.width, shape.kv_heads * shape.head, bias=False)
        self.o_proj = nn.Linear(shape.heads * shape.head, shape.width, bias=False)

    def project(self, x):
        """Before RoPE: q [B, kv, group, N, head], k and v [B, kv, N, head]."""
        batch, count, _ = x.shape
        s = self.shape
        q = self.q_proj(x).view(batch, count, s.kv_heads, s.heads // s.kv_heads, s.head).permute(0, 2, 3, 1, 4).contiguous()
        k = self.k_proj(x).view(batch, count, s.kv_heads, s.head).transpose(1, 2).contiguous()
        v = self.v_proj(x).view(batch, count, s.kv_heads, s.head).transpose(1, 2).contiguous()
        return q, k, v

    def attend(self, q, k, v, mask):
        """q and k already turned; mask [B or 1, N, M] is added. -> [B, N, width]"""
        batch, kv, group, count, head = q.shape
        scores = (q.reshape(batch, kv, group * count, head) @ k.transpose(-1, -2)).view(batch, kv, group, count, -1)
        weights = torch.softmax(scores.float() * head ** -0.5 + mask[:, None, None], -1).to(v.dtype)
        mixed = (weights.view(batch, kv, group * count, -1) @ v).view(batch, kv, group, count, head)
        return self.o_proj(mixed.permute(0, 3, 1, 2, 4).reshape(batch, count, -1))

    def attend_in_strips(self, q, past, k, v, strip):
        """As `attend` for rows made of strips [N / strip of them] that see all of `past` and, of their own row, what came before in the same strip:
        nothing is computed for what a strip may not see."""
        batch, kv, group, count, head = q.shape
        strips, known = count // strip, past[0].shape[2]
        q = q * head ** -0.5
        before = (q.reshape(batch, kv, group * count, head) @ past[0].transpose(-1, -2)).view(batch, kv, group, count, known)
        own = q.reshape(batch, kv, group, strips, strip, head) @ k.view(batch, kv, 1, strips, strip, head).transpose(-1, -2)
        own = own + torch.full((strip, strip), -1e9, dtype=own.dtype).triu(1)
        weights = torch.softmax(torch.cat([before, own.view(batch, kv, group, count, strip)], -1), -1)
        mixed = (weights[..., :known].reshape(batch, kv, group * count, known) @ past[1]).view(batch, kv, group, strips, strip, head)
        mixed = mixed + weights[..., known:].reshape(batch, kv, group, strips, strip, strip) @ v.view(batch, kv, 1, strips, strip, head)
        return self.o_proj(mixed.view(batch, kv, group, count, head).permute(0, 3, 1, 2, 4).reshape(batch, count, -1))


class Mlp(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.gate_proj = nn.Linear(shape.width, shape.mlp, bias=False)
        self.up_proj = nn.Linear(shape.width, shape.mlp, bias=False)
        self.down_proj = nn.Linear(shape.mlp, shape.width, bias=False)

    def forward(self, x):
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class Layer(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.input_layernorm = RmsNorm(shape.width, shape.eps)
        self.self_attn = Attention(shape)
        self.post_attention_layernorm = RmsNorm(shape.width, shape.eps)
        self.mlp = Mlp(shape)

    def forward(self, x, turn, mask, past=None, strip=None):
        """`turn`: cos and sin, [N, head] or [B, 1, N, head]. `past`: keys already turned and values, put before x's own; with `strip`, x is rows of
        strips of that length and `mask` isn't used. Also gives x's own q, k and v before RoPE."""
        q, k, v = self.self_attn.project(self.input_layernorm(x))
        keys, values = rotate(k, turn), v
        of_q = tuple(part[:, :, None] if part.dim() == 4 else part for part in turn)   # q has a group axis that k lacks
        if strip:
            x = x + self.self_attn.attend_in_strips(rotate(q, of_q), past, keys, values, strip)
        else:
            if past is not None:
                keys, values = torch.cat([past[0], keys], 2), torch.cat([past[1], values], 2)
            x = x + self.self_attn.attend(rotate(q, of_q), keys, values, mask)
        return x + self.mlp(self.post_attention_layernorm(x)), q, k, v


class Decoder(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.shape = shape
        self.embed_tokens = nn.Embedding(shape.vocabulary, shape.width)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.norm = RmsNorm(shape.width, shape.eps)
        self.start()

    def start(self):
        """Queries begin as the keys' own projection and outputs as the values' transpose: a head then looks for tokens like its own, which
        is what finding a named thing needs; from random weights that takes very long to appear."""
        s = self.shape
        nn.init.normal_(self.embed_tokens.weight, std=s.width ** -0.5)
        for layer in self.layers:
            a, m = layer.self_attn, layer.mlp
            nn.init.normal_(a.k_proj.weight, std=s.width ** -0.5)
            nn.init.normal_(a.v_proj.weight, std=s.width ** -0.5)
            keys = a.k_proj.weight.data.view(s.kv_heads, 1, s.head, s.width).expand(-1, s.heads // s.kv_heads, -1, -1)
            values = a.v_proj.weight.data.view(s.kv_heads, 1, s.head, s.width).expand(-1, s.heads // s.kv_heads, -1, -1)
            noise = torch.randn_like(keys) * s.width ** -0.5
            a.q_proj.weight.data = (0.6 * keys + 0.6 * noise).reshape(s.heads * s.head, s.width).clone()
            out = 0.3 * values + 0.6 * torch.randn_like(values) * s.width ** -0.5
            a.o_proj.weight.data = (out * 0.5).reshape(s.heads * s.head, s.width).t().clone()
            nn.init.normal_(m.gate_proj.weight, std=s.width ** -0.5)
            nn.init.normal_(m.up_proj.weight, std=s.width ** -0.5)
            nn.init.normal_(m.down_proj.weight, std=0.4 * s.mlp ** -0.5)

    def run(self, x, positions, mask, past=None, upto=None, strip=None):
        """x [B, N, width] -> hidden states [B, N, width] and per layer (q, k, v) before RoPE."""
        turn = rotation(positions, self.shape)
        turn = tuple(part[:, None] if part.dim() == 3 else part for part in turn)
        kept = []
        for index, layer in enumerate(self.layers[:upto]):
            x, q, k, v = layer(x, turn, mask, None if past is None else past[index], strip)
            kept.append((q, k, v))
        return x, kept

    def logits(self, x):
        return F.linear(self.norm(x), self.embed_tokens.weight)

