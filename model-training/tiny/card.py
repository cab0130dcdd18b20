"""Writes the tables of `results.json` into the model card, between its two marks."""
import json
import pathlib

HERE = pathlib.Path(__file__).parent
CARD = HERE.parents[1] / "docs/tiny-model-card.md"
BEGIN, END = "<!-- tables of card.py -->\n", "<!-- end of tables -->\n"
SPLITS = ("train", "style", "backgrounds", "both", "footage", "footage-style")
STYLES = {"trained styles": ("train", "backgrounds", "footage"), "held-out style": ("style", "both", "footage-style")}
COLUMNS = [f"{name}, layer {layer}" for layer in range(3) for name in ("late interaction", "mean key")]


def row(*cells):
    return "| " + " | ".join(cells) + " |\n"


def head(*cells):
    return row(*cells) + row(*["---"] * len(cells)).replace(" ", "")


def figures(line):
    return f"**{line['right']:.2f}** / {line['grey']:.2f} / {line['constant']:.2f} ({line['n']})" if line else ""


def refused(line):
    return f"{line['share']:.2f} ({line['n']})" if line["n"] else ""


def accuracies(results, length):
    return "".join(of_style(results, length, style, splits) for style, splits in STYLES.items())


def of_style(results, length, style, splits):
    found = [results[split][length] for split in splits]
    text = f"**{length}, {style}**: right / grey / constant (n)\n\n" + head("question", *splits)
    text += row("all", *(figures(part["all"]) for part in found))
    for group in found[0]["groups"]:
        if any(part["groups"][group] for part in found):
            text += row(group, *(figures(part["groups"][group]) for part in found))
    text += row("absent things refused", *(refused(part["refused absent"]) for part in found))
    text += row("present things refused (wrongly)", *(refused(part["refused present"]) for part in found))
    return text + "\n"


def spelt(results):
    found = [results[split]["signs"] for split in SPLITS]
    text = "**Signs** of one frame, read rightly by their length (n)\n\n" + head("characters", *SPLITS)
    for length in ("1", "2", "3", "4", "5", "6", "to four"):
        text += row(length, *(f"{part[length]['right']:.2f} ({part[length]['n']})" if length in part else "" for part in found))
    return text + "\n"


def retrieval(results):
    found = results["retrieval"]
    text = "**Retrieval**: the one right block of 256, R@1 / R@4 (chance .004 / .016)\n\n" + head("score", *found)
    for name in COLUMNS:
        text += row(name, *(f"{part[name]['R@1']:.2f} / {part[name]['R@4']:.2f}" for part in found.values()))
    return text + "\n"


def by_blocks(results):
    found = results["by blocks read"]
    one = next(iter(found.values()))
    numbers = [name for name in one if name[0].isdigit()]
    text = f"**Blocks read** of a stream of {one['frames']} ({one['questions']} questions): right / a right block among them; "
    text += "four are always the newest\n\n" + head("blocks", *numbers)
    for split, part in found.items():
        text += row(split, *(f"{part[name]['right']:.2f} / {part[name]['block found']:.2f}" for name in numbers))
    return text + "\n"


def phrasings(results):
    found = results["phrasings"]
    names = list(next(iter(found.values())))
    text = "**Phrasings** that training draws from against those that only measurements use, trained styles: right (n)\n\n" + head("frames",
        *names)
    for count, part in found.items():
        text += row(count, *(f"{part[name]['all']['right']:.2f} ({part[name]['all']['n']})" for name in names))
    groups = next(iter(found["6"].values()))["groups"]
    for group in groups:
        if all(found["6"][name]["groups"][group] for name in names):
            text += row(f"6, {group}",
                *(f"{found['6'][name]['groups'][group]['right']:.2f} ({found['6'][name]['groups'][group]['n']})" for name in names))
    return text + "\n"


def int8(results):
    whole, small = results["train"]["1 frame"]["all"], results["int8"]["train"]["1 frame"]["all"]
    text = f"Dynamic int8 of all linear layers, one frame, trained styles: {small['right']:.3f} against {whole['right']:.3f}"
    return text + f" in fp32 (n = {whole['n']}).\n"


def main():
    results = json.loads((HERE / "results.json").read_text())
    tables = "".join(accuracies(results, length)
        for length in ("1 frame", "12 frames")) + spelt(results) + retrieval(results) + by_blocks(results) + phrasings(results) + int8(
        results)
    card = CARD.read_text()
    before, rest = card.split(BEGIN)
    CARD.write_text(before + BEGIN + tables + END + rest.split(END)[1])


if __name__ == "__main__":
    main()
