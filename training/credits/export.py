"""The model file, as `crates/review/src/credits/net.rs` reads it."""
import struct

import numpy as np
import torch


def layer(weights, bias):
    """Weights by input and output in signed bytes, a scale and a bias for each output."""
    weights, bias = weights.detach().numpy(), bias.detach().numpy()
    rows, cols = weights.shape
    scales = np.maximum(np.abs(weights).max(0), 1e-8) / 127 if rows else np.zeros(cols)
    whole = np.clip(np.round(weights / scales), -127, 127).astype(np.int8) if rows else weights
    return struct.pack("<II", rows, cols) + scales.astype("<f4").tobytes() + bias.astype("<f4").tobytes() + whole.tobytes()


def write(student, path):
    table = student.table.weight[:-1]
    slowness = student.slowness()
    none = torch.zeros(0, slowness.shape[1])
    linear = lambda part: layer(part.weight.T, part.bias)
    parts = [layer(table, torch.zeros(table.shape[1])), linear(student.near), layer(none, slowness[0]), layer(none, slowness[1]), linear(student.far),
             linear(student.whole), linear(student.answers), *map(linear, student.pairs), linear(student.plays)]
    with open(path, "wb") as file:
        file.write(b"credits2" + b"".join(parts))
