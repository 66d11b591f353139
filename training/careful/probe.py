"""Writes a tiny network of random weights, and what PyTorch and the tokenizers of Hugging Face make of some lines, for the tests of
`crates/judge`: `python training/careful/probe.py` makes both files anew."""
import os, tempfile

import torch
from transformers import BertConfig

from export import export, ordered
from reviews import LONGEST, SPECIAL, Pieces, Sentence, batch, windows
from student import Student

WIDTH, HEADS, INNER = 32, 2, 64
HERE = os.path.join(os.path.dirname(__file__), "../../crates/judge/tests")
PARAGRAPHS = [
    ["The picture begins at dusk, in a town that has forgotten its own name.", "Harriet (Ruth Amadi) drives the night-bus."],
    ["“Don’t stop,” he says – and she doesn’t.", "Žofie Nováková’s camera never blinks."],
    ["Nobody survives the crossing…", "8.5/10 @ $3,000 & 50%!", "映画は良い。 it’s naïve"],
]
WORDS = "the a in it its own name town begins dusk night bus never no say she he and picture drive camera cross survive body stop don".split()
ENDS = "s ing ed er ness ly n ren ten ie ova rr iet".split()


def vocabulary():
    """Single letters but for `q`, digits, marks, and some words."""
    letters = [c for c in "abcdefghijklmnoprstuvwxyz0123456789.,!?()/@$%&-'’“”–…"]
    return SPECIAL + letters + [w for w in WORDS if len(w) > 1] + ["##" + e for e in letters[:35] + [e for e in ENDS if len(e) > 1]]


def rounded(rows):
    """The weights as the file keeps them."""
    scales = rows.abs().amax(1, keepdim=True) / 127
    return (rows / scales.where(scales > 0, torch.ones(()))).round() * scales


def network(size):
    config = BertConfig(vocab_size=size, hidden_size=WIDTH, num_attention_heads=HEADS, intermediate_size=INNER, num_hidden_layers=3,
                        max_position_embeddings=LONGEST, attn_implementation="eager")
    student = Student(size, config, INNER // 2).eval()
    student.precision = torch.float32
    weights = {}
    for name, value in student.state_dict().items():
        if value.is_floating_point():
            value = value + 0.1 * torch.randn_like(value) if "LayerNorm" in name else 0.2 * torch.randn_like(value)
            if "token_type" in name:
                value = value * 0
            if value.dim() == 2 and name[0] == "b":
                value = rounded(value)
        weights[name] = value
    student.load_state_dict(weights)
    return student, weights


def main():
    torch.manual_seed(7)
    words = vocabulary()
    student, weights = network(len(words))
    export(weights, words, f"{HERE}/probe.model", HEADS)
    place = {piece: at for at, piece in enumerate(ordered(words)[0])}
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(words) + "\n")
        file.flush()
        pieces = Pieces(file.name)
    lines = [line for paragraph in PARAGRAPHS for line in paragraph]
    cut = pieces.of(lines)
    with open(f"{HERE}/probe.tsv", "w") as out:
        out.write("# text, its pieces, and the three level and seven zone scores; a paragraph begins with its number. Made by probe.py\n")
        sentences = [Sentence(own, -1, -1, line == paragraph[0], None) for paragraph in PARAGRAPHS for line, own in zip(paragraph, cut[lines.index(paragraph[0]):])]
        (window,) = windows(pieces, sentences)
        with torch.inference_mode():
            levels, zones, _ = student(*batch([window]))
        for line, own, said in zip(lines, cut, torch.cat([levels, zones.softmax(-1)], 1).tolist()):
            paragraph = next(n for n, p in enumerate(PARAGRAPHS) if line in p)
            numbers = " ".join(str(place[words[piece]]) for piece in own)
            out.write(f"{paragraph}\t{line}\t{numbers}\t{' '.join(f'{v:.5f}' for v in said)}\n")


if __name__ == "__main__":
    main()
