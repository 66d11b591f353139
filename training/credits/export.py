"""The model file, as `crates/review/src/credits/net.rs` reads it."""
import struct

import numpy as np

from known import mixed
from reviews import ROWS

PANEL = 16


def floats(values):
    return struct.pack("<I", len(values)) + np.asarray(values, "<f4").tobytes()


def linear(part):
    """A layer: inputs, a scale and a bias for each output, and the weights in signed bytes, in the order of `product.rs`."""
    weights, bias = part.weight.detach().numpy().T, part.bias.detach().numpy()
    spare = -weights.shape[1] % PANEL
    weights = np.pad(weights, ((0, weights.shape[0] % 2), (0, spare)))
    scales = np.maximum(np.abs(weights).max(0), 1e-8) / 127
    whole = np.clip(np.round(weights / scales), -127, 127).astype(np.int8)
    panels = whole.reshape(len(whole) // 2, 2, -1, PANEL).transpose(2, 0, 3, 1)
    return struct.pack("<I", len(whole)) + floats(scales) + floats(np.pad(bias, (0, spare))) + panels.tobytes()


def write(student, path):
    table, step = student.table, student.table.step()
    halves = (table.halves() + 8).numpy().astype(np.uint8)
    middle = halves.shape[1] // 2
    words = np.concatenate([table.steps().numpy().astype(np.uint8), halves[:, :middle] | halves[:, middle:] << 4], 1)[:len(student.words)]
    rest = np.round(table.weight[:ROWS].detach().numpy() / float(step)).astype(np.int8)
    keys = (mixed(student.words) >> np.uint64(32)).astype("<u4")
    order = np.argsort(keys)
    parts = [floats([float(step)]), struct.pack("<I", len(keys)), keys[order].tobytes(), words[order].tobytes(), struct.pack("<I", ROWS), rest.tobytes()]
    parts += [floats(slowness.tolist()) for slowness in student.slowness()]
    layers = [student.near, student.far, student.whole, student.answers, *student.pairs, student.plays]
    with open(path, "wb") as file:
        file.write(b"credits5" + b"".join(parts + [linear(layer) for layer in layers]))
