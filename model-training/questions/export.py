"""Writes trained weights as the product reads them: export.py WEIGHTS.npz OUT.safetensors"""
import sys

import numpy
from safetensors.numpy import save_file

saved = numpy.load(sys.argv[1])
tensors = {k: numpy.ascontiguousarray(saved[k].astype(numpy.float16)) for k in saved.files if k != "vocabulary"}
save_file(tensors, sys.argv[2], metadata={"words": " ".join(str(w) for w in saved["vocabulary"])})
