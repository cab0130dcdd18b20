"""Draws `curves/curves.png` from the stages' CSV files; `eyes-2.csv` goes on where `eyes.csv` ends."""
import csv
import pathlib

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

FOLDER = pathlib.Path(__file__).parent / "curves"
# File, what is drawn, and the axis along which the stage moved.
PANELS = [("eyes", ["train.objects", "style.objects", "footage.objects", "train.colour", "train.letters"], "frames"),
          ("words", ["right", "late1", "mean1", "mean2"], "step"), ("both", ["right", "late1", "mean1"], "step")]


def stretches(name, along):
    """Each file's rows, and what is to be added to their place on the axis."""
    end = 0.0
    for path in [FOLDER / f"{name}.csv", *sorted(FOLDER.glob(f"{name}-*.csv"))]:
        rows = list(csv.DictReader(open(path)))
        shift = end - float(rows[0][along]) if end else 0.0
        end = float(rows[-1][along]) + shift
        yield rows, shift


def main():
    figure, axes = plt.subplots(1, len(PANELS), figsize=(13, 3.6))
    for axis, (name, columns, along) in zip(axes, PANELS):
        for number, column in enumerate(columns):
            for rows, shift in stretches(name, along):
                known = [row for row in rows if row[column]]
                axis.plot([float(row[along]) + shift for row in known], [float(row[column]) for row in known], color=f"C{number}",
                    label=column if not shift else None)
        axis.set(title=f"{name}.csv", xlabel=along, ylim=(0, 1))
        axis.legend(fontsize=7)
        axis.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(FOLDER / "curves.png", dpi=80)


if __name__ == "__main__":
    main()
