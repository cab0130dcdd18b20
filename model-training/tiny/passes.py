"""The two passes over a batch: blocks into memory, questions against it; and the retrieval scores that the product uses."""
import torch
from torch.nn import functional as F

from decoder import rotate, rotation
from vocabulary import CLASSES

RETRIEVAL_LAYERS = 3    # retrieval scores are looked at on the first three layers
# Layer and KV head of the gazes that are taught; three heads read answers, since one head's 64 numbers carry too little.
NAMING, READING, DATING, TIMING, RECALLING, REFERRING = (1, 0), ((4, 0), (4, 1), (5, 1)), (1, 1), (2, 0), (2, 1), (3, 0)
MINUTES, SECONDS, IMAGES_FROM = 3, 5, 9            # places in a block that begins with "Frame from MM:SS:"


def causal(count, past=0, window=None):
    """Additive mask [1, count, past + count]: everything past, then what came before."""
    reach = torch.ones(count, past + count, dtype=torch.bool).tril(past)
    return torch.where(reach, 0.0, -1e9)[None]


def embedded(decoder, ids, image_id, images):
    """Token embeddings [F, T, width] with the image tokens' places taken by `images` [F, 16, width]."""
    x = decoder.embed_tokens(ids).to(images.dtype)
    return x.masked_scatter((ids == image_id)[..., None], images)


def memory_of(decoder, batch, images, image_id, window=1):
    """Keys before RoPE and values of the pinned prompt and of each story's blocks, per layer: [G, kv, p + n*T, head].

    `window` blocks in a row see each other (1: isolated blocks); all see the pinned prompt."""
    shape, p = decoder.shape, len(batch.pinned)
    _, pinned = decoder.run(decoder.embed_tokens(batch.pinned)[None].to(images.dtype), torch.arange(p), causal(p))
    turn = rotation(torch.arange(p), shape)
    x = embedded(decoder, batch.blocks, image_id, images)
    count, length, width = x.shape
    x = x.reshape(count // window, window * length, width)
    past = [(rotate(k, turn).expand(len(x), -1, -1, -1), v.expand(len(x), -1, -1, -1)) for _, k, v in pinned]
    _, kept = decoder.run(x, p + torch.arange(window * length), causal(window * length, p), past)
    stories = count // batch.per_story
    memory, keys, dating = [], [], torch.zeros(())
    if window == 1 and length > IMAGES_FROM + 16:
        dating = dating_loss(kept[DATING[0]], pinned[DATING[0]][1], shape, p)
    for (_, k0, v0), (_, k, v) in zip(pinned, kept):
        of_story = [part.view(len(x), shape.kv_heads, window, length, shape.head).permute(0, 2, 1, 3, 4)
                        .reshape(stories, batch.per_story, shape.kv_heads, length, shape.head) for part in (k, v)]
        keys.append(of_story[0].flatten(0, 1))                                     # [F, kv, T, head]
        joined = [torch.cat([start.expand(stories, -1, -1, -1), part.transpose(1, 2).flatten(2, 3)], 2)
                  for start, part in zip((k0, v0), of_story)]
        memory.append(tuple(joined))
    return memory, keys, dating


def dating_loss(kept, pinned, shape, p):
    """How little image tokens look at the time of their own frame, one query head at its minutes and one at its
    seconds: once they carry the time, a question finds what was there at a time, and when a thing was there, in one
    step."""
    q, k, _ = kept                                                                        # [F, kv, group, T, head], [F, kv, T, head]
    length, head = k.shape[2], DATING[1]
    turn = rotation(torch.arange(p + length), shape)
    keys = rotate(torch.cat([pinned[:, head].expand(len(k), -1, -1), k[:, head]], 1), turn)      # [F, p + T, head]
    images = slice(IMAGES_FROM, IMAGES_FROM + 16)
    queries = rotate(q[:, head, :, images], tuple(part[p:][images] for part in turn))
    scores = (queries @ keys[:, None].transpose(-1, -2)).float() * shape.head ** -0.5          # [F, group, 16, p + T]
    later = torch.arange(p + length) > p + torch.arange(length)[images, None]
    of_time = scores.masked_fill(later, -1e9).log_softmax(-1)
    return -(of_time[:, 0, :, p + MINUTES] + of_time[:, 1, :, p + SECONDS]).mean()


def answered(decoder, memory, asked, strip):
    """Hidden states [G, N, width] of questions [G, N], each `strip` tokens long, and per layer their q, k, v before
    RoPE; each question sees its story's memory and itself, and all start at the same position."""
    known = memory[0][0].shape[2]
    turn = rotation(torch.arange(known), decoder.shape)
    past = [(rotate(k, turn), v) for k, v in memory]
    x = decoder.embed_tokens(asked).to(memory[0][1].dtype)
    return decoder.run(x, known + torch.arange(asked.shape[1]) % strip, None, past, strip=strip)


def gaze_loss(memory, own, batch, rows, wanted, shape, layer, head):
    """How little the heads of one KV head, in one layer, look at where they should: rows [W, 2] are tokens (story,
    place), wanted bool [W, p + n*T], or [W, p + n*T + N] where a question's own tokens are meant."""
    story, place = rows.unbind(1)
    known = memory[layer][0].shape[2]
    q, k, _ = own[layer]
    turn = rotation(known + (torch.arange(batch.asked.shape[1]) % batch.strip).expand_as(batch.asked), shape)
    query = rotate(q[story, head, :, place], tuple(part[story, place][:, None] for part in turn))   # [W, group, head]
    past = rotate(memory[layer][0][:, head], rotation(torch.arange(known), shape))[story]                  # [W, M, head]
    now = rotate(k[:, head], turn)[story]                                                                  # [W, N, head]
    scores = torch.cat([query @ past.transpose(1, 2), query @ now.transpose(1, 2)], 2).float() * shape.head ** -0.5
    steps = torch.arange(batch.owner.shape[1])
    visible = (batch.owner[story] == batch.owner[story, place][:, None]) & (steps <= place[:, None])
    scores = scores.masked_fill(torch.cat([torch.zeros(len(story), known, dtype=torch.bool), ~visible], 1)[:, None], -1e9)
    wanted = F.pad(wanted, (0, scores.shape[-1] - wanted.shape[1]))
    found = scores.masked_fill(~wanted[:, None], -1e9).logsumexp(-1)
    return (scores.logsumexp(-1) - found).mean()


def pointing_loss(decoder, memory, own, batch, image_id, more=0):
    """Gazes that answers alone teach only after very long: in an early layer the word that names a thing looks at the
    image tokens that show it, and once more when these know their time; a time's seconds look at the things of its
    frame; where an answer's token is written, one layer looks back at the thing or the time that the question names,
    and later ones at where it can be read, and of a sign's characters each of the three heads reads its own slot.
    `more`: tokens between the pinned prompt and the blocks."""
    start = (len(batch.pinned) + more, 0)
    loss = torch.zeros(())
    if len(batch.named):
        shows = torch.full(batch.blocks.shape, -1).masked_scatter(batch.blocks == image_id, batch.seen["part"])
        wanted = F.pad(shows.view(len(batch.asked), -1), start, value=-1)[batch.named[:, 0]] == batch.named[:, 2:]
        there = wanted.any(1)
        for place in (NAMING, RECALLING) if there.any() else ():
            loss = loss + gaze_loss(memory, own, batch, batch.named[there, :2], wanted[there], decoder.shape, *place)
    of_frame = torch.arange(batch.blocks.numel() // len(batch.asked)) // batch.blocks.shape[1]
    if len(batch.timed):
        shows = torch.zeros(batch.blocks.shape, dtype=torch.bool).masked_scatter(batch.blocks == image_id,
            batch.seen["centre"] < len(CLASSES))
        of_time = of_frame == batch.timed[:, 2:]
        things, images = (part.view(len(batch.asked), -1)[batch.timed[:, 0]] & of_time for part in (shows, batch.blocks == image_id))
        wanted = F.pad(torch.where(things.any(1, keepdim=True), things, images), start)
        loss = loss + gaze_loss(memory, own, batch, batch.timed[:, :2], wanted, decoder.shape, *TIMING)
    if len(batch.sourced):
        wanted = F.pad(batch.source, start)
        for reader, place in enumerate(READING):
            mine = (batch.sourced[:, 2] < 0) | (batch.sourced[:, 2] == reader)
            if mine.any():
                loss = loss + gaze_loss(memory, own, batch, batch.sourced[mine, :2], wanted[mine], decoder.shape, *place) / len(READING)
        about = batch.sourced[batch.sourced[:, 3] >= 0]
        if len(about):
            known = memory[REFERRING[0]][0].shape[2]
            wanted = torch.arange(known + batch.asked.shape[1]) == known + about[:, 3:]
            loss = loss + gaze_loss(memory, own, batch, about[:, :2], wanted, decoder.shape, *REFERRING)
    return loss


def answer_logits(decoder, hidden, batch):
    """Logits and right tokens at every answer token, [A, vocabulary] and [A], and the question, of G * Q, that each belongs to."""
    learn = batch.learn[:, :-1]
    each = len(batch.questions) // len(batch.asked)
    of = (batch.owner + each * torch.arange(len(batch.asked))[:, None])[:, :-1][learn]
    return decoder.logits(hidden[:, :-1][learn]).float(), batch.asked[:, 1:][learn], of


def all_right(logits, target, of, questions):
    """Per question whether every token of its answer comes first: what greedy decoding would say is right."""
    wrong = torch.zeros(questions).index_add_(0, of, (logits.argmax(-1) != target).float())
    return wrong == 0


def answer_loss(decoder, hidden, batch):
    """Mean loss over the answers' tokens, and per question whether its answer is right: bool [G * Q]."""
    logits, target, of = answer_logits(decoder, hidden, batch)
    return F.cross_entropy(logits, target), all_right(logits, target, of, len(batch.questions))


def query_vectors(decoder, bare, pad, upto):
    """Per layer the bare questions' queries before RoPE, summed over each KV head's group: [R, L, kv * head]; and which tokens count."""
    length = bare.shape[1]
    x = decoder.embed_tokens(bare)
    if torch.is_autocast_enabled("cpu"):
        x = x.to(torch.bfloat16)
    _, kept = decoder.run(x, torch.arange(length), causal(length), upto=upto)
    return [q.sum(2).transpose(1, 2).flatten(2) for q, _, _ in kept], bare != pad


def late_score(q, real, keys):
    """Sum over the question's tokens of the best block token: q [R, L, D], keys [F, kv, T, head] -> [R, F]."""
    k = keys.transpose(1, 2).flatten(2)
    blocks, length, width = k.shape
    # amax's gradient takes three times as long
    best = (q.flatten(0, 1) @ k.flatten(0, 1).t()).view(*q.shape[:2], blocks, length).max(-1).values.float()
    return (best * real[..., None]).sum(1)


def mean_score(q, real, keys):
    """ReKV: mean query against mean key."""
    query = (q.float() * real[..., None]).sum(1) / real.sum(1, keepdim=True)
    return query @ keys.float().mean(2).flatten(1).t()


def contrast(scores, match):
    """InfoNCE with several right blocks; blocks marked -1 are left out."""
    scores = scores.masked_fill(match < 0, -1e9)
    return (scores.logsumexp(1) - scores.masked_fill(match != 1, -1e9).logsumexp(1)).mean()


def recall(scores, match, k):
    """Share of questions with a right block among the first k."""
    ranked = scores.masked_fill(match < 0, -1e9).topk(min(k, scores.shape[1]), 1).indices
    return (match.gather(1, ranked) == 1).any(1).float().mean().item()
