"""Writes what CTranslate2 says about a Whisper of many languages: the made-up one of ManyLanguagesTest, or a published one.

DIR holds model.bin. Where it holds no vocabulary and no config.json, those of the made-up one are written beside it. For each clip:
the language, the greedy tokens behind it, and the probability that nobody spoke.
"""

import argparse
import json
import pathlib

import ctranslate2
import numpy as np

from make_speech_fixtures import encoded, samples_of, self_test_sound

START, TRANSCRIBE, FIRST, LANGUAGES = 50258, 50359, 50259, 99
NAMES = {
    50257: "<|endoftext|>",
    50258: "<|startoftranscript|>",
    50358: "<|translate|>",
    50359: "<|transcribe|>",
    50360: "<|startoflm|>",
    50361: "<|startofprev|>",
    50362: "<|nospeech|>",
    50363: "<|notimestamps|>",
}


def complete(directory):
    if not list(directory.glob("vocabulary.*")):
        names = (
            [f"t{i}" for i in range(50257)]
            + [NAMES.get(i, f"<|l{i - FIRST}|>") for i in range(50257, 50364)]
            + [f"<|{i * 0.02:.2f}|>" for i in range(1501)]
        )
        (directory / "vocabulary.json").write_text(json.dumps(names))
    if not (directory / "config.json").exists():
        (directory / "config.json").write_text(
            json.dumps(
                {
                    "suppress_ids": [1, 2, 7, 50258, 50358, 50359, 50360, 50361, 50362],
                    "suppress_ids_begin": [220, 50257],
                    "lang_ids": list(range(FIRST, FIRST + LANGUAGES)),
                    "alignment_heads": [[0, 0]],
                }
            )
        )


def first_logits(model, sound, prompt):
    logits = model.generate(
        encoded(sound),
        [prompt],
        beam_size=1,
        max_length=len(prompt) + 1,
        suppress_tokens=None,
        suppress_blank=False,
        return_logits_vocab=True,
    )[0].logits
    return np.asarray(logits[0][0] if isinstance(logits[0], list) else logits[0], dtype=np.float32).reshape(-1)[:51865]


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--model", type=pathlib.Path, required=True, help="directory with model.bin")
    arguments.add_argument("--clips", type=pathlib.Path, required=True, help="directory with *.wav of 16 kHz")
    arguments.add_argument("--out", type=pathlib.Path, required=True, help="a .json file")
    arguments.add_argument("--tokens", type=int, default=24, help="at most so many a clip")
    options = arguments.parse_args()
    complete(options.model)
    model = ctranslate2.models.Whisper(str(options.model), device="cpu", compute_type="float32", intra_threads=1)
    listed = next(options.model.glob("vocabulary.*"))
    words = (
        json.loads(listed.read_text(encoding="utf-8"))
        if listed.suffix == ".json"
        else listed.read_text(encoding="utf-8").split("\n")
    )
    clips = []
    for file in sorted(options.clips.glob("*.wav")):
        sound = samples_of(file)
        # Of the made-up one CTranslate2 does not know that it is multilingual: there the language is given, another for each clip.
        language = (
            words.index(model.detect_language(encoded(sound))[0][0][0]) if model.is_multilingual else FIRST + 7 * len(clips)
        )
        said = model.generate(
            encoded(sound),
            [[START, language, TRANSCRIBE]],
            beam_size=1,
            return_no_speech_prob=True,
            max_initial_timestamp_index=50,
            max_length=options.tokens,
        )[0]
        clips.append(
            {"name": file.stem, "language": language, "token_ids": said.sequences_ids[0], "no_speech": said.no_speech_prob}
        )
        print(file.stem, language, said.sequences_ids[0], round(said.no_speech_prob, 4), flush=True)
    first = first_logits(model, self_test_sound(), [START])
    fixture = {
        "clips": clips,
        "self_test_logits": [{"id": int(i), "value": round(float(first[i]), 5)} for i in np.argsort(-first)[:10]],
    }
    options.out.write_text(json.dumps(fixture) + "\n", encoding="utf-8")
    print(fixture["self_test_logits"])


if __name__ == "__main__":
    main()
