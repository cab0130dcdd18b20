"""Writes what the stage "memory" has learnt: an activated adapter in PEFT's layout with the memory bridge beside it.
Checks that `transformers` computes the same with the adapter merged into a second model that reads what the first
prefilled, and writes the fixture."""
import argparse
import json
import pathlib

import torch

import adapter
from batches import Text
from bridge import HEADER, remembered
from export import TOLERANCE, as_transformers, blocked_logits, checked, shown, stream_ids, top
from export_bridge import beside
from frames import as_input
from passes import answered, memory_of
from recalled import header_of, with_memory
from shipped import read, read_bridge, read_whole
from vocabulary import ADAPTER, FIXTURE, SHIPPED

ASKED = "How many different things were there?"


@torch.no_grad()
def remembered_of(begin, folder, text, data):
    """What the bridge makes of the fixture's frames: how many things it noted after each, what places 0 and 1 say at
    last, and what the decoder answers from that and the frames' blocks, held against `transformers`."""
    eye, decoder = (part.eval() for part in read_whole(begin, folder, text))
    batch, bridge = shown(data), read_bridge(folder).eval()
    pictures = as_input(batch.pictures)
    images, header = eye(pictures)[0], header_of(text)
    memories, noted, _, _ = remembered(bridge, images[None])
    context, *_ = memory_of(decoder, batch, images, text.image)
    parts = stream_ids(text, batch.frames, ASKED)
    ids = torch.tensor(parts[-1])[None]
    with adapter.activated(decoder):
        context = with_memory(decoder, context, memories[:, -1], header, len(batch.pinned))
        ours = decoder.logits(answered(decoder, context, ids, ids.shape[1])[0])[0]
    plain, reader = (as_transformers(eye, of, text) for of in (read(begin, text)[1], adapter.merged(read(begin, text)[1], folder)))
    theirs = blocked_logits(plain, parts, pictures, reader, torch.cat([decoder.embed_tokens(header), memories[0, -1]]))
    apart = (ours - theirs).abs().max().item()
    print(f"memory and blocks: logits at most {apart:.2e} apart")
    assert apart < TOLERANCE, apart
    return {"noted": [int(count) for count in noted[0]],
        "places": [[round(value, 4) for value in memories[0, -1, place].tolist()] for place in (0, 1)],
            "question_text": ASKED, "first_logits": top(theirs[-1])}


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=pathlib.Path, required=True, help="folder of sprites.npz and backgrounds.npz")
    arguments.add_argument("--checkpoints", type=pathlib.Path, required=True, help="folder of memory.pt")
    arguments.add_argument("--begin", type=pathlib.Path, default=SHIPPED, help="exported checkpoint that the stage began with")
    arguments.add_argument("--out", type=pathlib.Path, default=ADAPTER)
    arguments.add_argument("--fixture", type=pathlib.Path, default=FIXTURE)
    given = arguments.parse_args()
    text, state = Text(), torch.load(given.checkpoints / "memory.pt", weights_only=False)
    eye, decoder = (part.eval() for part in read(given.begin, text))   # GELU as the exported configuration says it
    said = checked(as_transformers(eye, decoder, text), eye, decoder, text, given.data, given.fixture)
    decoder = adapter.adapted(decoder)
    decoder.load_state_dict(state["decoder"])
    adapter.write(decoder, given.out, text.ids(HEADER))
    (given.out / "afterimage.json").write_text(json.dumps({"not_seen": "not seen"}))
    beside(state["bridge"], given.out)
    fixture = json.loads(given.fixture.read_text())
    fixture["memory"] = remembered_of(given.begin, given.out, text, given.data)
    given.fixture.write_text(json.dumps(fixture) + "\n")
    size = sum(path.stat().st_size for path in given.out.iterdir())
    print(f"{given.out}: {size / 1e6:.2f} MB; single picture: {said!r}")


if __name__ == "__main__":
    main()
