"""Which notes a question is given in training: those it rests on, the newest, and others by chance up to the product's budget."""

BUDGET = 768
RECENT = 4


def chosen(world, question, blocks, chance, every=False):
    """Numbers of blocks, ascending; nothing later than the question's moment."""
    until = question.get("at", world["seconds"])
    known = [i for i, note in enumerate(world["notes"]) if note["seconds"] <= until]
    if every:
        return known
    needed = set(known[-RECENT:])
    for start, end in question["cited"]:
        holding = [i for i in known if world["notes"][i]["seconds"] <= start + 1e-6]
        needed.update(holding[-1:])
        needed.update(i for i in known if start <= world["notes"][i]["seconds"] <= end + 1)
    room = BUDGET - sum(blocks[i][1] - blocks[i][0] for i in needed)
    rest = [i for i in known if i not in needed]
    chance.shuffle(rest)
    if chance.random() < 0.3:
        rest = rest[:len(rest) // 2]
    for i in rest:
        size = blocks[i][1] - blocks[i][0]
        if size <= room:
            needed.add(i)
            room -= size
    return sorted(needed)
