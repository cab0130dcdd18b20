"""Writes what CTranslate2 and faster-whisper say about generated speech, for the Java runtime to be held against.

espeak-ng speaks the sentences of spoken.json; ffmpeg brings them to 16 kHz. For each clip: greedy token ids with times
as CTranslate2 decodes them, and the probability that nobody spoke. For one clip, numbers of faster-whisper's log-mel
extractor. For the self-test's sound, the ten best logits after the start token. The clips are written beside, since
another release of espeak-ng speaks otherwise."""

import argparse
import json
import math
import pathlib
import subprocess
import wave

import ctranslate2
import numpy as np
from faster_whisper.feature_extractor import FeatureExtractor

HERE = pathlib.Path(__file__).parent
RATE, WINDOW = 16_000, 480_000
START = 50257


def speak(sentence, voice, speed, target):
    raw = target.with_suffix(".raw.wav")
    subprocess.run(["espeak-ng", "-v", voice, "-s", str(speed), "-w", str(raw), sentence], check=True)
    subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", str(raw), "-ar", str(RATE), "-ac", "1", "-c:a", "pcm_s16le", "-bitexact",
        str(target)], check=True)
    raw.unlink()


def samples_of(file):
    with wave.open(str(file)) as sound:
        return np.frombuffer(sound.readframes(sound.getnframes()), dtype="<i2").astype(np.float32) / 32768


def self_test_sound():
    """As SpeechSelfTest makes it."""
    t = np.arange(2 * RATE) / RATE
    return (0.4 * np.sin(2 * math.pi * (200 + 300 * t) * t) * (1 + np.sin(2 * math.pi * 4 * t)) / 2).astype(np.float32)


def features(samples):
    padded = np.zeros(WINDOW, dtype=np.float32)
    padded[:len(samples)] = samples
    return FeatureExtractor()(padded, padding=0)


def encoded(samples):
    return ctranslate2.StorageView.from_array(np.ascontiguousarray(features(samples)[np.newaxis], dtype=np.float32))


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--model", type=pathlib.Path, required=True, help="directory with model.bin")
    arguments.add_argument("--out", type=pathlib.Path, required=True)
    options = arguments.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    model = ctranslate2.models.Whisper(str(options.model), device="cpu", compute_type="float32", intra_threads=2)
    clips = []
    for clip in json.loads((HERE / "spoken.json").read_text(encoding="utf-8")):
        file = options.out / f"{clip['name']}.wav"
        speak(clip["text"], clip["voice"], clip["speed"], file)
        said = model.generate(encoded(samples_of(file)), [[START]], beam_size=1, return_no_speech_prob=True, return_scores=True,
                              max_initial_timestamp_index=50)[0]
        clips.append(clip | {"token_ids": said.sequences_ids[0], "no_speech": said.no_speech_prob, "mean_log_probability": said.scores[0]})
        print(clip["name"], said.sequences_ids[0], round(said.no_speech_prob, 4), round(said.scores[0], 4), flush=True)
    mel = features(samples_of(options.out / f"{clips[0]['name']}.wav"))
    frames = [0, 1, 7, 50, 99, 100, 150, 200, 233, 1500, 2999]
    logits = model.generate(encoded(self_test_sound()), [[START]], beam_size=1, max_length=2, suppress_tokens=None, suppress_blank=False,
                            return_logits_vocab=True)[0].logits
    first = np.asarray(logits[0][0] if isinstance(logits[0], list) else logits[0], dtype=np.float32).reshape(-1)[:51864]
    best = np.argsort(-first)[:10]
    fixture = {"clips": clips,
        "mel": {"clip": clips[0]["name"], "frames": frames, "values": [[float(v) for v in mel[:, f]] for f in frames],
                                       "mean": float(mel.mean())},
               "self_test_logits": [{"id": int(i), "value": float(first[i])} for i in best]}
    (options.out / "whisper-tiny.en.json").write_text(json.dumps(fixture, indent=1) + "\n", encoding="utf-8")
    print(fixture["self_test_logits"])


if __name__ == "__main__":
    main()
