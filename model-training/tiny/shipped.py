"""Weights of an exported checkpoint, to measure them or to train on from them."""
import json
import pathlib

from safetensors.torch import load_file

from bridge import Bridge
from decoder import Decoder
from eye import Eye
from packing import unpacked
from shape import Shape


def read(folder: pathlib.Path, text):
    """Eye and decoder of a checkpoint that `export.py` wrote, in fp32."""
    state = unpacked(load_file(folder / "model.safetensors"))
    shape = Shape(vocabulary=text.tokenizer.get_vocab_size())
    eye, decoder = Eye(shape), Decoder(shape)
    eye.load_state_dict({name: state["model." + name] for name in eye.state_dict()})
    decoder.load_state_dict({name: state["model.text_model." + name] for name in decoder.state_dict()})
    return eye, decoder


def read_bridge(folder: pathlib.Path):
    """The checkpoint's memory bridge in fp32, or None."""
    settings = json.loads((folder / "afterimage.json").read_text()).get("bridge")
    if settings is None:
        return None
    bridge = Bridge(Shape(), settings["layers"], settings["feed_forward"])
    bridge.load_state_dict({name: value.float() for name, value in load_file(folder / "bridge.safetensors").items()})
    return bridge
