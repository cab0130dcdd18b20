"""One pass over a world and all questions asked of it, for training: what `reader.Reader` computes in two passes for
one question.

Rows of the pass are [pinned prompt | notes | question and answer | question and answer | ...]. Notes see what is before
them, as when they are prefilled. A question sees its own rows and, at contiguous positions, the pinned prompt and the
notes its group was given: keys are taken before RoPE and turned anew for each group. Base weights are frozen in bf16
and fused (q, k and v; gate and up); what is trained is fp32."""
import math

import torch
import torch.nn.functional as F

FUSED = (("q_proj", "k_proj", "v_proj"), ("o_proj",), ("gate_proj", "up_proj"), ("down_proj",))


class LowRank(torch.autograd.Function):
    """y = x W^T + scale (x A^T) B^T for x (rows, in), frozen W (out, in), A (rank, in), B (out, rank)."""

    @staticmethod
    def forward(ctx, x, weight, a, b, scale):
        low = x @ a.T
        ctx.save_for_backward(x, weight, a, b, low)
        ctx.scale = scale
        return torch.addmm(F.linear(x, weight), low, b.T, alpha=scale)

    @staticmethod
    def backward(ctx, dy):
        x, weight, a, b, low = ctx.saved_tensors
        dy = dy.contiguous()
        back = (dy @ b).mul_(ctx.scale)  # (rows, rank)
        dx = torch.addmm(dy @ weight, back, a) if ctx.needs_input_grad[0] else None
        return dx, None, back.T @ x, (dy.T @ low).mul_(ctx.scale), None


class Norm(torch.autograd.Function):
    """RMSNorm with a frozen gain."""

    @staticmethod
    def forward(ctx, x, gain, epsilon):
        inverse = torch.rsqrt(torch.linalg.vector_norm(x, dim=-1, keepdim=True,
            dtype=torch.float32).square_().div_(x.shape[-1]).add_(epsilon)).to(x.dtype)
        unit = x * inverse
        ctx.save_for_backward(unit, inverse, gain)
        return unit * gain

    @staticmethod
    def backward(ctx, dy):
        unit, inverse, gain = ctx.saved_tensors
        d = dy * gain
        mean = (d * unit).sum(-1, keepdim=True, dtype=torch.float32).div_(unit.shape[-1]).to(d.dtype)
        return d.addcmul_(unit, mean, value=-1).mul_(inverse), None, None


class Gated(torch.autograd.Function):
    """silu(gate) * up of both side by side."""

    @staticmethod
    def forward(ctx, both):
        ctx.save_for_backward(both)
        gate, up = both.chunk(2, -1)
        return F.silu(gate).mul_(up)

    @staticmethod
    def backward(ctx, dy):
        both, = ctx.saved_tensors
        gate, up = both.chunk(2, -1)
        out = torch.empty_like(both)
        sigmoid = torch.sigmoid(gate)
        silu = gate * sigmoid
        torch.mul(dy, silu, out=out[:, both.shape[1] // 2:])
        # silu' = sigmoid + silu (1 - sigmoid)
        slope = silu.addcmul_(silu, sigmoid, value=-1).add_(sigmoid)
        torch.mul(dy * up, slope, out=out[:, :both.shape[1] // 2])
        return out


class Turn(torch.autograd.Function):
    """RoPE of x (rows, heads * width) at positions given as cos and sin (rows, 1, width / 2); its gradient turns back."""

    @staticmethod
    def turned(x, cos, sin, width):
        rows = x.shape[0]
        halves = x.view(rows, -1, 2, width // 2)
        first, second = halves[:, :, 0], halves[:, :, 1]
        out = torch.empty_like(halves)
        torch.mul(first, cos, out=out[:, :, 0]).addcmul_(second, sin, value=-1)
        torch.mul(second, cos, out=out[:, :, 1]).addcmul_(first, sin)
        return out.view(rows, -1)

    @staticmethod
    def forward(ctx, x, cos, sin, width):
        ctx.save_for_backward(cos, sin)
        ctx.width = width
        return Turn.turned(x, cos, sin, width)

    @staticmethod
    def backward(ctx, dy):
        cos, sin = ctx.saved_tensors
        return Turn.turned(dy.contiguous(), cos, -sin, ctx.width), None, None, None


class Attention(torch.autograd.Function):
    """Attention of q (rows, heads * width) over k and v (more rows, kv heads * width), chunk by chunk of q's rows.

    chunks: (first row, row after the last, key after the last that any of them sees, mask added to the scores (rows,
    keys)). Query heads of one key head are laid one below the other, so that nothing is copied for them."""

    @staticmethod
    def forward(ctx, q, k, v, chunks, kv_heads, width):
        scale = width ** -0.5
        q = (q * scale).view(q.shape[0], kv_heads, -1, width).permute(1, 2, 0, 3).contiguous()  # (kv heads, spread, rows, width)
        k, v = (x.view(x.shape[0], kv_heads, width).transpose(0, 1).contiguous() for x in (k, v))
        out, shares = torch.empty_like(q), []
        for start, end, seen, mask in chunks:
            scores = torch.bmm(q[:, :, start:end].reshape(kv_heads, -1, width), k[:, :seen].transpose(1, 2))
            share = torch.softmax(scores.view(kv_heads, -1, end - start, seen).add_(mask), -1).view_as(scores)
            out[:, :, start:end] = torch.bmm(share, v[:, :seen]).view(kv_heads, -1, end - start, width)
            shares.append(share)
        ctx.save_for_backward(q, k, v, *shares)
        ctx.chunks, ctx.scale = chunks, scale
        return out.permute(2, 0, 1, 3).reshape(q.shape[2], -1)

    @staticmethod
    def backward(ctx, dy):
        q, k, v, *shares = ctx.saved_tensors
        kv_heads, _, rows, width = q.shape
        dy = dy.view(rows, kv_heads, -1, width).permute(1, 2, 0, 3).contiguous()
        dq, dk, dv = torch.empty_like(q), torch.zeros_like(k), torch.zeros_like(v)
        for (start, end, seen, _), share in zip(ctx.chunks, shares):
            part, asking = (x[:, :, start:end].reshape(kv_heads, -1, width) for x in (dy, q))
            d = torch._softmax_backward_data(torch.bmm(part, v[:, :seen].transpose(1, 2)), share, -1, share.dtype)
            dq[:, :, start:end] = torch.bmm(d, k[:, :seen]).view(kv_heads, -1, end - start, width)
            dk[:, :seen] += torch.bmm(d.transpose(1, 2), asking)
            dv[:, :seen] += torch.bmm(share.transpose(1, 2), part)
        dk, dv = (x.transpose(0, 1).reshape(x.shape[1], -1) for x in (dk, dv))
        return dq.mul_(ctx.scale).permute(2, 0, 1, 3).reshape(rows, -1), dk, dv, None, None, None


class Group:
    """Questions that were given the same notes.

    rows: rows of the pinned prompt and the notes given, ascending. spans: (start, end) of each question's rows, adjacent.
    """

    def __init__(self, rows, spans):
        self.rows = torch.tensor(rows)
        self.start, self.end = spans[0][0], spans[-1][1]
        given, own = len(rows), self.end - self.start
        positions = list(range(given))
        mask = torch.zeros(own, given + own, dtype=torch.bool)
        mask[:, :given] = True
        for start, end in spans:
            positions += range(given, given + end - start)
            at, size = start - self.start, end - start
            mask[at:at + size, given + at:given + at + size] = torch.ones(size, size, dtype=torch.bool).tril()
        self.positions = torch.tensor(positions)
        self.chunks = [(0, own, given + own, added(mask))]


def added(mask):
    """What is added to scores for what may be seen (True) and what not."""
    return torch.zeros(mask.shape, dtype=torch.bfloat16).masked_fill_(~mask, float("-inf"))


def causal(rows, size=192):
    return [(start, min(rows, start + size), min(rows, start + size),
        added(torch.ones(min(rows, start + size) - start, min(rows, start + size), dtype=torch.bool).tril(start)))
            for start in range(0, rows, size)]


class PackedReader(torch.nn.Module):
    def __init__(self, reader, rank, alpha):
        """reader: a bf16 `Reader` without adapters, of which the weights are taken."""
        super().__init__()
        self.heads, self.kv_heads, self.width = reader.heads, reader.kv_heads, reader.width
        self.frequencies, self.scale, self.rank = reader.frequencies, alpha / rank, rank
        model = reader.model.model
        self.embedding, self.norm = model.embed_tokens.weight, model.norm
        self.base, self.gains, self.low = [], [], torch.nn.ParameterDict()
        for number, layer in enumerate(reader.layers):
            self.gains.append((layer.input_layernorm.weight.data, layer.post_attention_layernorm.weight.data))
            weights = []
            for names in FUSED:
                parts = [getattr(layer.self_attn if hasattr(layer.self_attn, name) else layer.mlp, name).weight.data for name in names]
                weights.append(torch.cat(parts).contiguous())
                for name, part in zip(names, parts):
                    self.low[f"{number}_{name}_a"] = torch.nn.Parameter(torch.randn(rank, part.shape[1]) / math.sqrt(part.shape[1]))
                    self.low[f"{number}_{name}_b"] = torch.nn.Parameter(torch.zeros(part.shape[0], rank))
            self.base.append(weights)
        self.epsilon = reader.model.config.rms_norm_eps

    def adapters(self):
        """What is trained, by PEFT's names."""
        named = {}
        for key, weight in self.low.items():
            number, name, which = key.split("_", 1)[0], key.split("_", 1)[1][:-2], key[-1].upper()
            block = "self_attn" if name in FUSED[0] + FUSED[1] else "mlp"
            named[f"base_model.model.model.layers.{number}.{block}.{name}.lora_{which}.weight"] = weight
        return named

    def project(self, x, number, fused):
        names = FUSED[fused]
        a = torch.cat([self.low[f"{number}_{name}_a"] for name in names]).to(x.dtype)
        b = torch.block_diag(*[self.low[f"{number}_{name}_b"] for name in names]).to(x.dtype)
        return LowRank.apply(x, self.base[number][fused], a, b, self.scale)

    def turns(self, positions):
        angle = positions.float()[:, None, None] * self.frequencies  # (rows, 1, width / 2)
        return angle.cos().to(torch.bfloat16), angle.sin().to(torch.bfloat16)

    def load(self, tensors):
        with torch.no_grad():
            for name, weight in self.adapters().items():
                weight.copy_(tensors[name])

    def forward(self, ids, known, groups, answers, kept=None):
        """ids: all rows' tokens; known: how many are the prompt's and the notes'; answers: rows whose next token is wanted. Returns logits.

        kept: a list that takes (keys before RoPE, values) of each layer, (rows, kv heads * width) both.
        """
        x = F.embedding(ids, self.embedding)
        turns = self.turns(torch.arange(known))
        each = [self.turns(group.positions) for group in groups]
        before = causal(known)
        wide = self.heads * self.width
        narrow = self.kv_heads * self.width
        for number, (first, second) in enumerate(self.gains):
            q, k, v = self.project(Norm.apply(x, first, self.epsilon), number, 0).split((wide, narrow, narrow), 1)
            q, k, v = q.contiguous(), k.contiguous(), v.contiguous()
            if kept is not None:
                kept.append((k, v))
            attended = [Attention.apply(Turn.apply(q[:known], *turns, self.width), Turn.apply(k[:known], *turns, self.width), v[:known],
                before,
                                        self.kv_heads, self.width)]
            for group, (cos, sin) in zip(groups, each):
                given = len(group.rows)
                keys = torch.cat((k.index_select(0, group.rows), k[group.start:group.end]))
                values = torch.cat((v.index_select(0, group.rows), v[group.start:group.end]))
                attended.append(Attention.apply(Turn.apply(q[group.start:group.end], cos[given:], sin[given:], self.width),
                                                Turn.apply(keys, cos, sin, self.width), values, group.chunks, self.kv_heads, self.width))
            x = x + self.project(torch.cat(attended), number, 1)
            x = x + self.project(Gated.apply(self.project(Norm.apply(x, second, self.epsilon), number, 2)), number, 3)
        return F.linear(self.norm(x[answers]), self.embedding)

    @torch.inference_mode()
    def greedy(self, ids, known, groups, spans, end, most):
        """Answers to all questions together, a token of each a step. ids as above, ending with the questions; spans:
        rows of each question, in the groups' order. Returns the tokens of each answer, `end` left out."""
        kept = []
        logits = self(torch.tensor(ids), known, groups, torch.tensor([last - 1 for _, last in spans]), kept)
        seen = [torch.cat((group.rows, torch.arange(*span))) for group in groups for span in spans if group.start <= span[0] < group.end]
        answers, open_ones = [[] for _ in spans], list(range(len(spans)))
        for _ in range(most):
            best = logits.argmax(-1).tolist()
            for question, token in zip(open_ones, best):
                answers[question].append(token)
            open_ones = [question for question in open_ones if answers[question][-1] != end]
            if not open_ones:
                break
            rows = kept[0][0].shape[0]
            for number, question in enumerate(open_ones):
                seen[question] = torch.cat((seen[question], torch.tensor([rows + number])))
            logits = self.step(torch.tensor([answers[question][-1] for question in open_ones]), [seen[question] for question in open_ones],
                kept)
        return [[token for token in answer if token != end] for answer in answers]

    def step(self, tokens, seen, kept):
        """One token of each of several questions. seen: the rows each sees, its own new one last; kept grows by the new rows."""
        x = F.embedding(tokens, self.embedding)
        turns = [self.turns(torch.arange(len(rows))) for rows in seen]
        wide, narrow = self.heads * self.width, self.kv_heads * self.width
        for number, (first, second) in enumerate(self.gains):
            q, k, v = self.project(Norm.apply(x, first, self.epsilon), number, 0).split((wide, narrow, narrow), 1)
            kept[number] = k, v = torch.cat((kept[number][0], k)), torch.cat((kept[number][1], v))
            attended = []
            for at, (rows, (cos, sin)) in enumerate(zip(seen, turns)):
                chunk = [(0, 1, len(rows), torch.zeros(1, len(rows), dtype=torch.bfloat16))]
                attended.append(Attention.apply(Turn.apply(q[at:at + 1].contiguous(), cos[-1:], sin[-1:], self.width),
                                                Turn.apply(k[rows], cos, sin, self.width), v[rows], chunk, self.kv_heads, self.width))
            x = x + self.project(torch.cat(attended), number, 1)
            x = x + self.project(Gated.apply(self.project(Norm.apply(x, second, self.epsilon), number, 2)), number, 3)
        return F.linear(self.norm(x), self.embedding)
