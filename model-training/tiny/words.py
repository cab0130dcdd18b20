"""Trains the tokenizer: a byte-level BPE without upper case, times in pairs of digits, every word of the world in one token.

A word is one and the same token wherever it stands: a space is put before each. Capitals exist only as single letters that no text
encodes to; the model uses them to write what a sign says.
"""
import argparse
import pathlib

import numpy as np
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

from asking import NOT_SEEN, NUMBERS
from questions import Asker, ask
from stories import story
from vocabulary import CLASSES, COLOUR_NAMES, plural, with_article

SPECIAL = ["<pad>", "<|im_start|>", "<end_of_utterance>", "<fake_token_around_image>", "<global-img>", "<image>"]
SIZE = 1536
PINNED = "<|im_start|>User: You are provided the following series of frames from a video.\n"
CHAT_TEMPLATE = (
    "<|im_start|>{% for message in messages %}{{ message['role'] | capitalize }}"
    "{% if message['content'] is not string and message['content'][0]['type'] == 'image' %}{{ ':' }}{% else %}{{ ': ' }}{% endif %}"
    "{% if message['content'] is string %}{{ message['content'] }}{% else %}{% for line in message['content'] %}"
    "{% if line['type'] == 'text' %}{{ line['text'] }}{% elif line['type'] == 'image' %}{{ '<image>' }}{% endif %}{% endfor %}{% endif %}"
    "<end_of_utterance>\n{% endfor %}{% if add_generation_prompt %}{{ 'Assistant:' }}{% endif %}")
# Words that people use and the phrasings don't, so that they cost few tokens.
EXTRA = """please could would should tell show me find look looking watch watching video clip camera scene picture image frame second minute hour moment today yesterday
before after while during until since between around near beside behind above below under over inside outside left right middle centre center top bottom corner side
anything something nothing everything someone anyone object objects thing things item items animal animals fruit food toy vehicle instrument plant person people
hello thanks yes no not seen none maybe who whom whose which what when where why how many much often long big small large little red dark light bright
say says said read written text word words letter letters number numbers code sign signs panel board label name names called appear appeared appears disappear leave left come
came back again first last next previous final begin beginning start end was were is are be been being do does did done have has had can will shall might must
the a an this that these those it its he she they we you i my your our their and or but if then than so because of in on at by for with without from to into as""".split()


def corpus(seed, lines):
    random = np.random.default_rng(seed)
    asker = Asker(random)
    labels = list(range(len(CLASSES)))
    for _ in range(lines // 12):
        for question in ask(asker, story(random, int(random.integers(1, 6)), labels, lambda label: 0), 12):
            yield question.text + "\n" + question.answer
    for name in CLASSES:
        for form in (name, plural(name), with_article(name)):
            yield from [form] * 60
    for word in EXTRA + COLOUR_NAMES + NUMBERS + [NOT_SEEN] + "frame from user assistant you are provided the following series of frames from a video".split():
        yield from [word] * 40
    for pair in range(100):
        yield from [f"{pair:02d}:{pair:02d}"] * 40
    yield from (PINNED, "Assistant:", "User:")


def trained(seed=3, lines=60_000):
    tokenizer = Tokenizer(models.BPE(byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([
        normalizers.NFKC(), normalizers.Lowercase(), normalizers.Prepend(" "), normalizers.Replace(Regex(r"\n *"), "\n "),
        normalizers.Replace(Regex(r" +"), " "), normalizers.Replace(Regex(r" \n"), "\n"), normalizers.Replace(Regex(r" $"), "")])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(r"\n| ?[a-z]+| ?[0-9]{1,2}|'[a-z]+| ?[^\sa-z0-9]| +"), "isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=SIZE, special_tokens=SPECIAL, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
    tokenizer.train_from_iterator(corpus(seed, lines), trainer)
    return tokenizer


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--out", type=pathlib.Path, default=pathlib.Path(__file__).parent / "tokenizer.json")
    given = arguments.parse_args()
    tokenizer = trained()
    tokenizer.save(str(given.out))
    split = [name for name in CLASSES if len(tokenizer.encode(name).ids) > 1]
    print(tokenizer.get_vocab_size(), "tokens; class names of several:", split)


if __name__ == "__main__":
    main()
