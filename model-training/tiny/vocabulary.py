"""The closed world's words: classes, colours, sign characters, and where each stands among the visual targets."""
import csv
import pathlib

CLASSES = [row["name"] for row in csv.DictReader(open(pathlib.Path(__file__).parent / "objects.tsv"), delimiter="\t")]
COLOURS = {"red": (214, 40, 40), "green": (46, 160, 67), "blue": (38, 96, 214), "yellow": (244, 208, 38), "orange": (242, 132, 24),
           "purple": (134, 62, 180), "pink": (240, 138, 188), "white": (245, 245, 245), "black": (22, 22, 22), "grey": (128, 128, 128),
           "brown": (124, 76, 42)}
COLOUR_NAMES = list(COLOURS)
CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SIGN_LENGTH = 6
SIGN_SLOTS = 3     # a sign's characters take turns in three slots of the image tokens: neighbours never share one
FRAME_SIDE = 128   # pixels
SHIPPED = pathlib.Path(__file__).parents[2] / "model-runtime/src/main/resources/dev/afterimage/model/pack/checkpoints/afterimage-tiny"
ADAPTER = SHIPPED.parent / "afterimage-tiny-lora"   # what the decoder has learnt since, and the memory bridge
FIXTURE = pathlib.Path(__file__).parents[2] / "model-runtime/src/test/resources/tiny/fixture.json"
GRID = 4           # image tokens along a side: 16 of them, each 32 pixels square
PLURALS = {"cherries": "cherries", "grapes": "grapes", "scissors": "scissors", "glasses": "glasses", "strawberry": "strawberries",
    "mouse": "mice",
           "fox": "foxes", "butterfly": "butterflies", "bus": "buses", "octopus": "octopuses", "fish": "fish", "bread": "breads",
           "broccoli": "broccoli", "corn": "corn", "milk": "milks", "coffee": "coffees", "beer": "beers", "wine": "wines",
           "cheese": "cheeses",
           "trophy": "trophies", "key": "keys", "monkey": "monkeys", "turkey": "turkeys"}
NO_ARTICLE = {"cherries", "grapes", "scissors", "glasses", "bread", "broccoli", "corn", "milk", "coffee", "beer", "wine", "cheese"}


def plural(name):
    return PLURALS.get(name, name + "s")


def with_article(name):
    return name if name in NO_ARTICLE else ("an " if name[0] in "aeiou" and name != "unicorn" else "a ") + name
