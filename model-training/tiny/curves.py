"""Draws `curves/curves.png` from the stages' CSV files."""
import csv
import pathlib

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

FOLDER = pathlib.Path(__file__).parent / "curves"
# File, what is drawn, and the axis along which the stage moved.
PANELS = [("eyes.csv", ["train.objects", "style.objects", "footage.objects", "train.colour", "train.letters"], "frames"),
          ("words.csv", ["right", "late1", "mean1", "mean2"], "step"), ("both.csv", ["right", "late1", "mean1"], "step")]


def main():
    figure, axes = plt.subplots(1, len(PANELS), figsize=(13, 3.6))
    for axis, (name, columns, along) in zip(axes, PANELS):
        rows = list(csv.DictReader(open(FOLDER / name)))
        for column in columns:
            axis.plot([float(row[along]) for row in rows if row[column]], [float(row[column]) for row in rows if row[column]], label=column)
        axis.set(title=name, xlabel=along, ylim=(0, 1))
        axis.legend(fontsize=7)
        axis.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(FOLDER / "curves.png", dpi=80)


if __name__ == "__main__":
    main()
