"""What names mostly are in all labelled reviews: `assets/credits/known.bin`, as `crates/review/src/credits/words.rs` reads it.

A name is known by its hash, that of two of its words or of a word alone; and what it is, is one of so many groups of
names that are much alike."""
import collections

import numpy as np
import torch

from reviews import ACTOR, CHARACTER, COMPANY, CREW, DIRECTOR, FILM, FILMS, NAMED, OTHER
from student import FORMS, KNOWN

LEAST, LEAST_ALONE = 3, 5  # reviews that have a name
GROUPS = 31
NONE, ACTS, DIRECTS, MAKES, IS_OTHER, IS_CHARACTER, IS_FILM, IS_COMPANY = range(8)


def pair(first, second):
    return ((first << np.uint64(17) | first >> np.uint64(47)) ^ second) * np.uint64(0x100000001B3)


def mixed(number):
    number = (number ^ number >> np.uint64(32)) * np.uint64(0xFF51AFD7ED558CCD)
    return (number ^ number >> np.uint64(29)) * np.uint64(0xC4CEB9FE1A85EC53)


def keys(tokens):
    """Of each token the hash with the word behind it, and alone; nought where it is no name."""
    named = (tokens["flags"] & NAMED > 0) & ((tokens["rows"][:, 3].astype(int) - FORMS) // 32 < 4)
    alone = np.where(named, tokens["hash"], 0)
    both = np.zeros_like(alone)
    if len(alone) > 1:
        with np.errstate(over="ignore"):
            both[:-1] = np.where(named[:-1] & named[1:], pair(alone[:-1], alone[1:]), 0)
    return both, alone


def shares(x):
    """Of each token, how likely it is part of which sort of name, and of which mention it is part."""
    out, of = np.zeros((len(x.tokens), 8), np.float32), np.full(len(x.tokens), -1)
    told = np.zeros((len(x.tokens), 3), np.float32)
    for number, head in enumerate(x.heads):
        of[head.first:head.last + 1] = number
        rest = max(share for role, share in enumerate(head.roles) if role not in (ACTOR, DIRECTOR))
        told[head.first:head.last + 1] = [head.roles[ACTOR], head.roles[DIRECTOR], rest]
    kinds = np.concatenate([x.tags[:, :1], x.tags[:, 1::2] + x.tags[:, 2::2]], 1)
    asked = x.asked
    crew = kinds[:, CREW, None] * told[asked] / np.maximum(1, told[asked].sum(-1, keepdims=True))
    out[asked, ACTS:IS_OTHER] = crew
    out[asked, NONE], out[asked, IS_OTHER] = kinds[:, 0], kinds[:, OTHER] + kinds[:, CREW] - crew.sum(-1)
    out[asked, IS_CHARACTER], out[asked, IS_FILM] = kinds[:, CHARACTER], kinds[:, FILM] + kinds[:, FILMS]
    out[asked, IS_COMPANY] = kinds[:, COMPANY]
    return out, of


class Known:
    def __init__(self, examples):
        """Counts the names of `examples`, which a teacher has labelled."""
        counts = [collections.defaultdict(list) for _ in range(2)]
        for x in examples:
            said, of = shares(x)
            (both, alone), near = keys(x.tokens), np.append(of[1:] == of[:-1], False) & (of >= 0)
            none = np.eye(8, dtype=np.float32)[NONE]
            own = [collections.defaultdict(list) for _ in range(2)]
            for at in np.nonzero(both)[0]:
                own[0][both[at]].append((said[at] + said[at + 1]) / 2 if near[at] else none)
            for at in np.nonzero(alone)[0]:
                if not (near[at] or (at and near[at - 1])):
                    own[1][alone[at]].append(said[at] if of[at] >= 0 else none)
            for count, own in zip(counts, own):
                for key, rows in own.items():
                    count[key].append(np.mean(rows, 0))
        self.groups, self.counts = {}, {}
        for count, least, first in zip(counts, (LEAST, LEAST_ALONE), (1, GROUPS + 2)):
            names = [name for name, rows in count.items() if len(rows) >= least]
            told = np.array([np.mean(count[name], 0) for name in names])
            # A word that is no name mostly tells nothing.
            kept = told[:, NONE] < 0.8
            names, told = [name for name, keep in zip(names, kept) if keep], told[kept]
            self.groups.update(zip(names, (first + grouped(told, GROUPS)).tolist()))
            self.counts.update((name, len(count[name]) - least) for name in names)

    def of(self, tokens, own=0):
        """What is known of each token, by no fewer reviews than `own` beside the least."""
        both, alone = keys(tokens)
        group = lambda name: self.groups.get(name, 0) if self.counts.get(name, -1) >= own else 0
        out = np.array([group(name) if name else 0 for name in both] + [0])
        pairs = np.where(out[:-1] > 0, out[:-1], np.roll(out, 1)[:-1])
        return np.array([known or (group(name) if name else 0) for known, name in zip(pairs, alone)], np.int32)

    def carry(self, student, before):
        """Makes the student see the names of a group as it saw them when they were grouped as `before`."""
        with torch.no_grad():
            rows = student.table.weight[KNOWN:KNOWN + 64]
            old = rows.clone()
            seen = [[old[before.groups[name]] for name in of if name in before.groups] for of in self.names()]
            mean = old[1:].mean(0)
            for number, seen in enumerate(seen[1:], 1):
                rows[number] = torch.stack(seen).mean(0) if seen else mean

    def names(self):
        """The names of each group."""
        out = [[] for _ in range(64)]
        for name, group in self.groups.items():
            out[group].append(name)
        return out

    def write(self, path):
        size = 1 << (len(self.groups) * 3 // 2).bit_length()
        places = np.zeros((size, 3), np.uint8)
        for name, group in self.groups.items():
            number = int(mixed(np.array([name], np.uint64))[0])
            at = (number >> 40) % size
            while places[at, 2]:
                at = (at + 1) % size
            places[at] = [number & 255, number >> 8 & 255, group]
        with open(path, "wb") as file:
            file.write(places.tobytes())


def grouped(rows, count):
    """Which of `count` groups each row is in: those that are near each other together."""
    centres = rows[np.random.permutation(len(rows))[:count]].copy()
    for _ in range(40):
        group = ((rows[:, None] - centres) ** 2).sum(-1).argmin(-1)
        for number in np.unique(group):
            centres[number] = rows[group == number].mean(0)
    return group
