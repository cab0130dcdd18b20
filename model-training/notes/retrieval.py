"""Which notes a question is given in training: those it rests on, the newest, and others by chance up to the product's budget."""

BUDGET = 768
RECENT = 4


def known(world, until):
    """Numbers of the blocks that are known at a moment; what was said is known when it has ended."""
    return [i for i, note in enumerate(world["notes"]) if note["seconds"] <= until]


def needed(world, question, there):
    notes = set()
    for start, end in question["cited"]:
        notes.update([i for i in there if world["notes"][i]["seconds"] <= start + 1e-6][-1:])
        notes.update(i for i in there if start <= world["notes"][i]["seconds"] <= end + 1)
    return notes


def chosen(world, questions, blocks, chance, every=False):
    """Numbers of blocks, ascending, for questions asked at one moment; nothing later than that."""
    there = known(world, questions[0].get("at", world["seconds"]))
    if every:
        return there
    taken = set(there[-RECENT:]).union(*(needed(world, question, there) for question in questions))
    room = BUDGET - sum(blocks[i][1] - blocks[i][0] for i in taken)
    rest = [i for i in there if i not in taken]
    chance.shuffle(rest)
    for i in rest[:int(len(rest) * min(1, 1.4 * chance.random()))]:
        size = blocks[i][1] - blocks[i][0]
        if size <= room:
            taken.add(i)
            room -= size
    return sorted(taken)
