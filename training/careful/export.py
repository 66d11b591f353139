"""Writes a student as the file that the program reads: signed bytes with scales, in the order in which they are used."""
import struct

import numpy as np

from reviews import LONGEST, SPECIAL

HEADS, PANEL = 12, 16


class File:
    def __init__(self):
        self.bytes = bytearray(b"unspoil2")

    def number(self, n):
        self.bytes += struct.pack("<I", n)

    def floats(self, values):
        self.number(np.size(values))
        self.bytes += np.asarray(values, "<f4").tobytes()

    def table(self, rows):
        """Rows of signed bytes, each with its scale."""
        scales = np.abs(rows).max(1) / 127
        scales[scales == 0] = 1
        self.number(rows.shape[0])
        self.number(rows.shape[1])
        self.bytes += scales.astype("<f4").tobytes() + np.rint(rows / scales[:, None]).astype("i1").tobytes()

    def linear(self, weights, bias):
        """Panels of 16 outputs: for each pair of inputs, the two weights of each output side by side."""
        outputs, inputs = weights.shape
        scales = np.abs(weights).max(1) / 127
        whole = np.rint(weights / scales[:, None]).astype("i1")
        self.number(inputs)
        self.floats(scales)
        self.floats(bias)
        self.bytes += whole.reshape(outputs // PANEL, PANEL, inputs // 2, 2).transpose(0, 2, 1, 3).tobytes()


def ordered(vocabulary):
    """The vocabulary as the program searches it: what begins a word in order, then what goes on with one."""
    begins = sorted((p for p in vocabulary if p not in SPECIAL and not p.startswith("##")), key=str.encode)
    goes_on = sorted((p[2:] for p in vocabulary if p.startswith("##") and len(p) > 2), key=str.encode)
    text = "\n".join(SPECIAL + begins) + "\n\n" + "\n".join(goes_on) + "\n"
    return SPECIAL + begins + ["##" + p for p in goes_on], text.encode()


def export(weights, vocabulary, path, heads=HEADS):
    w = {name: value.float().numpy() for name, value in weights.items()}
    order, text = ordered(vocabulary)
    place = {piece: at for at, piece in enumerate(vocabulary)}
    file = File()
    file.number(len(text))
    file.bytes += text
    file.table(w["b.embeddings.word_embeddings.weight"][[place[p] for p in order]])
    file.table(w["b.embeddings.position_embeddings.weight"][:LONGEST] + w["b.embeddings.token_type_embeddings.weight"][0])

    def norm(name):
        file.floats(w[name + ".weight"])
        file.floats(w[name + ".bias"])

    def linear(*names):
        file.linear(*(np.concatenate([w[f"{n}.{part}"] for n in names]) for part in ("weight", "bias")))

    norm("b.embeddings.LayerNorm")
    layers = 1 + max(int(name.split(".")[3]) for name in w if "encoder.layer" in name)
    file.number(layers)
    for layer in (f"b.encoder.layer.{i}." for i in range(layers)):
        file.number(heads)
        linear(layer + "attention.self.query")
        linear(layer + "attention.self.key", layer + "attention.self.value")
        linear(layer + "attention.output.dense")
        norm(layer + "attention.output.LayerNorm")
        linear(layer + "intermediate.dense")
        linear(layer + "output.dense")
        norm(layer + "output.LayerNorm")
    file.floats(np.concatenate([w["l.weight"], w["z.weight"]]).reshape(-1))
    file.floats(np.concatenate([w["l.bias"], w["z.bias"]]))
    # What `judge weigh` fits afterwards: until then the careful judge's word alone counts, and nobody is sure.
    for tail in ([1, 0, 0, 0] * 3, [1, 0], [0.5] * 12, [0, 0, 0, 2, 2, 2] * 3):
        file.floats(tail)
    with open(path, "wb") as out:
        out.write(file.bytes)
    print(path, len(file.bytes), "bytes")
