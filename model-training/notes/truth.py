"""Whether an answer is right, by the rules the product's own answers are held to (benchmarks' `Expected`)."""
import re

TOLERANCE = 1.6
WORDS = {"no": 0, "none": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
NOT_SEEN = "not seen"


def right(truth, answer):
    text = answer.lower()
    kind, value = truth["type"], truth.get("value")
    if kind == NOT_SEEN:
        return text.startswith(NOT_SEEN)
    if text.startswith(NOT_SEEN):
        return False
    if kind == "number":
        said = re.search(r"\b(\d+|no|none|one|two|three|four|five)\b(?!:)", text)
        return bool(said) and int(WORDS.get(said[1], said[1] if said[1].isdigit() else -1)) == value
    if kind == "time":
        clock = re.search(r"(?:(\d+):)?(\d{1,2}):(\d{2})", text)
        return bool(clock) and abs(3600 * int(clock[1] or 0) + 60 * int(clock[2]) + int(clock[3]) - value) <= TOLERANCE
    if kind == "length":
        told = re.search(r"(?:(\d+) minutes?)?(?: ?(?:and )?(\d+) seconds?)|(\d+) minutes?", text)
        return bool(told) and abs(60 * int(told[1] or told[3] or 0) + int(told[2] or 0) - value) <= 2 * TOLERANCE
    if kind == "yes":
        return text.startswith("yes" if value else "no")
    places = [at(text, value)] + [at(text, other) for other in truth["others"]]
    return places[0] >= 0 and all(place < 0 or place > places[0] for place in places[1:])


def at(text, word):
    found = re.search(r"\b" + re.escape(word.lower()) + r"\b", text)
    return found.start() if found else -1
