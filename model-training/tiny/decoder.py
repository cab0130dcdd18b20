"""The decoder in the form in which it is trained: blocks are turned into keys before RoPE and values, and questions
read gathered keys at contiguous positions (`passes.py`)."""
import torch
from torch import nn
from torch.nn import functional as F


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
        """As `attend` for rows made of strips [N / strip of them] that see all of `past` and, of their own row, what
        came before in the same strip: nothing is computed for what a strip may not see."""
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
        """`turn`: cos and sin, [N, head] or [B, 1, N, head]. `past`: keys already turned and values, put before x's
        own; with `strip`, x is rows of strips of that length and `mask` isn't used. Also gives x's own q, k and v
        before RoPE."""
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
