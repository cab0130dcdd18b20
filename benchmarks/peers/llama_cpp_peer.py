"""Times llama.cpp for `benchmarks/run prefill`, which starts this and asks for one measurement a line.

A line of JSON on standard input, {"prompt": [token, ...], "decode": steps}, gives one on standard output,
{"prefill_seconds", "decode_seconds", "tokens"}: greedy, logits of the last token only. The first line tells what runs.
"""

import argparse
import ctypes
import json
import sys
import time

import llama_cpp
import numpy as np


def greedy(llm):
    """The token with the highest logit after the last one; waits for the computation."""
    logits = llama_cpp.llama_get_logits_ith(llm.ctx, -1)
    return int(np.argmax(np.ctypeslib.as_array(ctypes.cast(logits, ctypes.POINTER(ctypes.c_float)), shape=(llm.n_vocab(),))))


def measure(llm, prompt, decode, clock):
    llm.reset()
    start = clock()
    llm.eval(prompt)
    tokens = [greedy(llm)]
    prefilled = clock()
    for _ in range(decode):
        llm.eval([tokens[-1]])
        tokens.append(greedy(llm))
    return {"prefill_seconds": prefilled - start, "decode_seconds": clock() - prefilled, "tokens": tokens}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--gguf", required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--context", type=int, default=1024)
    parser.add_argument("--flash-attention", action="store_true")
    parser.add_argument("--clock", choices=["wall", "cpu"], default="wall", help="cpu: of this thread alone, so for one thread")
    options = parser.parse_args()
    clock = {"wall": time.perf_counter, "cpu": time.thread_time}[options.clock]
    llm = llama_cpp.Llama(options.gguf, n_ctx=options.context, n_batch=512, n_ubatch=512, n_threads=options.threads,
                          n_threads_batch=options.threads, logits_all=False, flash_attn=options.flash_attention, verbose=False)
    system = llama_cpp.llama_print_system_info().decode().strip(" |")
    print(json.dumps({"version": llama_cpp.__version__, "system": system}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps(measure(llm, request["prompt"], request["decode"], clock)), flush=True)


if __name__ == "__main__":
    main()
