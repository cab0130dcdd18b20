#!/usr/bin/env python3
"""Writes the lexicon's resource files from WordNet 3.0 (Debian package wordnet-base).

  generate.py WORDNET_DIRECTORY OUT_DIRECTORY

words.txt     word TAB parts of speech (n, v, a, r), the commonest first, TAB how common it is where tagged texts use it: the logarithm to
              base 2 of its count; all single words
proper.txt    single words that WordNet has with a capital alone: names of places, people, makes and peoples
forms.txt     irregular form TAB base TAB part of speech
hyponyms.txt  class of the detector TAB names of its kinds (hyponyms of its synset), for classes whose synset is listed below,
              TAB other names of the class itself
"""
import collections, os, re, sys

# The noun and sense number (in WordNet's order) of each class of the detector; classes without kinds of their own are left out.
SENSES = {
    "person": ("person", 1), "bicycle": ("bicycle", 1), "car": ("car", 1), "motorcycle": ("motorcycle", 1), "airplane": ("airplane", 1), "bus": ("bus", 1),
    "train": ("train", 1), "truck": ("truck", 1), "boat": ("boat", 1), "bird": ("bird", 1), "cat": ("cat", 1), "dog": ("dog", 1), "horse": ("horse", 1),
    "sheep": ("sheep", 1), "cow": ("cattle", 1), "elephant": ("elephant", 1), "bear": ("bear", 1), "backpack": ("backpack", 1), "umbrella": ("umbrella", 1),
    "handbag": ("bag", 4), "tie": ("necktie", 1), "suitcase": ("bag", 6), "bottle": ("bottle", 1), "cup": ("cup", 1), "knife": ("knife", 1), "spoon": ("spoon", 1),
    "bowl": ("bowl", 1), "apple": ("apple", 1), "sandwich": ("sandwich", 1), "pizza": ("pizza", 1), "cake": ("cake", 3), "chair": ("chair", 1), "couch": ("sofa", 1),
    "bed": ("bed", 1), "dining table": ("table", 2), "tv": ("television receiver", 1), "laptop": ("laptop", 1), "cell phone": ("cellular telephone", 1),
    "book": ("book", 2), "clock": ("clock", 1), "vase": ("vase", 1), "sports ball": ("ball", 1), "bench": ("bench", 1),
}
# animal, artifact, body, food, object, person, plant, substance; communication, event, group, location, possession: the names of things
# come first where a word may also be a verb
NAMING = {"05", "06", "08", "13", "17", "18", "20", "27", "10", "11", "14", "15", "21"}
# artifact, group, location, person
PROPER = {"06", "14", "15", "18"}


def lines(directory, name):
    with open(os.path.join(directory, name), encoding="latin-1") as f:
        return [l for l in f if not l.startswith(" ")]


def nouns(directory):
    synsets, index = {}, {}
    for line in lines(directory, "data.noun"):
        fields = line.split("|")[0].split()
        count = int(fields[3], 16)
        words = [fields[4 + 2 * i].replace("_", " ") for i in range(count)]
        pointers = fields[5 + 2 * count:]
        below = [pointers[i + 1] for i in range(0, len(pointers) - 3, 4) if pointers[i] == "~"]
        synsets[fields[0]] = (fields[1], words, below)
    for line in lines(directory, "index.noun"):
        fields = line.split()
        senses = int(fields[2])
        index[fields[0].replace("_", " ")] = fields[-senses:]
    return synsets, index


def kinds(synsets, offset, seen):
    if offset in seen:
        return
    seen.add(offset)
    for below in synsets[offset][2]:
        kinds(synsets, below, seen)


def tagged(directory):
    counts = collections.Counter()
    for line in lines(directory, "cntlist.rev"):
        key, _, count = line.split()
        lemma, rest = key.split("%")
        counts[lemma.replace("_", " "), "nvaras"[int(rest[0]) - 1]] += int(count)
    return counts


def add_untagged(directory, parts):
    """What else a known word can be, and adjectives and verbs that no tagged text uses."""
    for name, part in (("noun", "n"), ("verb", "v"), ("adj", "a")):
        for line in lines(directory, "index." + name):
            word = line.split()[0]
            if re.fullmatch(r"[a-z]{3,14}", word) and (word in parts or part != "n"):
                parts[word][part] += 0


def name_nouns(parts, lists):
    for words in lists:
        for word in words:
            if re.fullmatch(r"[a-z]{3,14}", word):
                parts[word]["n"] += 0


def proper(synsets, parts):
    """Names that are no common words."""
    found = {word.lower() for file, words, _ in synsets.values() if file in PROPER for word in words
             if re.fullmatch(r"[A-Z][a-z]{2,13}", word)}
    return sorted(found - set(parts))


def main():
    directory, out = sys.argv[1:3]
    os.makedirs(out, exist_ok=True)
    synsets, index = nouns(directory)
    counts = tagged(directory)
    parts = collections.defaultdict(collections.Counter)
    for (lemma, part), count in counts.items():
        if re.fullmatch(r"[a-z]{2,}(-[a-z]+)?", lemma):
            parts[lemma]["a" if part == "s" else part] += count
    name_nouns(parts, (words for file, words, _ in synsets.values() if file in NAMING))
    add_untagged(directory, parts)
    name_nouns(parts, ([w for w in words if w not in parts] for _, words, _ in synsets.values()))
    with open(os.path.join(out, "words.txt"), "w") as f:
        for word in sorted(parts):
            count = sum(parts[word].values())
            f.write(word + "\t" + "".join(part for part, _ in parts[word].most_common())
                    + ("\t" + str(count.bit_length()) if count else "") + "\n")
    with open(os.path.join(out, "proper.txt"), "w") as f:
        names = proper(synsets, parts)
        f.write("".join(" ".join(names[i:i + 15]) + "\n" for i in range(0, len(names), 15)))
    with open(os.path.join(out, "forms.txt"), "w") as f:
        for part, name in (("n", "noun.exc"), ("v", "verb.exc"), ("a", "adj.exc")):
            for line in lines(directory, name):
                form, base = line.split()[:2]
                if re.fullmatch(r"[a-z-]+", form) and re.fullmatch(r"[a-z-]+", base) and base in parts:
                    f.write(form + "\t" + base + "\t" + part + "\n")
    with open(os.path.join(out, "hyponyms.txt"), "w") as f:
        for label, (noun, sense) in SENSES.items():
            seen = set()
            kinds(synsets, index[noun][sense - 1], seen)
            names = sorted({w.lower() for o in seen for w in synsets[o][1] if re.fullmatch(r"[A-Za-z]+([ -][a-z]+)?", w)})
            # Only those that mean such a thing first of all: a "head" may be a person, and mostly is none.
            names = [n for n in names if index.get(n, [None])[0] in seen]
            same = [w.lower() for w in synsets[index[noun][sense - 1]][1]]
            names = [n for n in names if n not in same]
            same = [n for n in same if n in index and index[n][0] == index[noun][sense - 1] and n != label]
            # Of the thousands of kinds of persons, birds and dogs keep those that texts use.
            if len(names) > 150:
                names = [n for n in names if counts[n, "n"] > 0]
            f.write(label + "\t" + ", ".join(names) + ("\t" + ", ".join(same) if same else "") + "\n")


main()
