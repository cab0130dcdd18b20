"""Vision tower and connector in the form in which they are trained. Attention is written out: on a CPU that is several
times quicker than the fused kernel at these sizes."""
import math

import torch
from torch import nn
from torch.nn import functional as F


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

    # [B, 3, S, S] -> [B, P, D]; a matrix product is what the convolution is
    def forward(self, pictures):
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
        """Patch embedding that starts as the patches' principal components, each of variance one, turned at random:
        pixels alone differ mostly in brightness, and a random projection of them hides what tells things apart."""
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
