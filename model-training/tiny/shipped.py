"""Weights of an exported checkpoint and of the adapter beside it, to measure them or to train on from them."""
import json
import pathlib

from safetensors.torch import load_file

import adapter
from bridge import Bridge
from decoder import Decoder
from eye import Eye
from packing import unpacked
from shape import Shape
from vocabulary import ADAPTER, SHIPPED


def read(folder: pathlib.Path, text):
    """Eye and decoder of a checkpoint that `export.py` wrote, in fp32."""
    state = unpacked(load_file(folder / "model.safetensors"))
    shape = Shape(vocabulary=text.tokenizer.get_vocab_size())
    eye, decoder = Eye(shape), Decoder(shape)
    eye.load_state_dict({name: state["model." + name] for name in eye.state_dict()})
    decoder.load_state_dict({name: state["model.text_model." + name] for name in decoder.state_dict()})
    return eye, decoder


def arguments_of(parser):
    """What measurements are told of the weights that they measure."""
    parser.add_argument("--checkpoint", type=pathlib.Path, default=SHIPPED)
    parser.add_argument("--adapter", type=pathlib.Path, default=ADAPTER, help="folder of what is added to the checkpoint's decoder")
    parser.add_argument("--bare", action="store_true", help="the checkpoint without an adapter")


def read_given(given, text):
    """Eye and decoder of those arguments, as they are measured."""
    return tuple(part.eval() for part in read_whole(given.checkpoint, None if given.bare else given.adapter, text))


def read_whole(folder: pathlib.Path, addition, text):
    """The same with an adapter's additions, where `addition` names one; they rest but for memory (`adapter.activated`)."""
    eye, decoder = read(folder, text)
    return eye, adapter.loaded(decoder, addition) if addition else decoder


def read_bridge(folder: pathlib.Path):
    """The memory bridge in a folder of an adapter or a checkpoint in fp32, or None."""
    settings = json.loads((folder / "afterimage.json").read_text()).get("bridge")
    if settings is None:
        return None
    bridge = Bridge(Shape(), settings["layers"], settings["feed_forward"])
    bridge.load_state_dict(unpacked(load_file(folder / "bridge.safetensors")))
    return bridge
