"""The net, as `crates/review/src/credits/tagger.rs` and `pairs.rs` reckon it, over many reviews one behind another."""
import collections
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from reviews import BLOCK, CHARACTER, COMPANY, CREW, FILM, FILMS, FORM, NONE, OTHER, ROLES, ROWS, SLOTS, STOP, TABLE, TAGS, WORDS

WIDTH, NEAR, FAR, PAIR = 32, 48, 80, 32
NEXT_TO, REACH = 2, 17  # as in tagger.rs: seen one by one, and as one
DISTANT, NEXT, GAPS, SKIPPED = 24, 6, 9, 4  # as in pairs.rs
PAD = 40  # empty tokens between two reviews: so many that nothing is remembered of the one before


@dataclass
class Packed:
    """An example as arrays; "number" is a token's among those asked about."""
    review: dict
    tokens: np.ndarray
    rows: np.ndarray
    asked: np.ndarray  # places
    words: np.ndarray  # which of them are the same word
    beside: np.ndarray  # for each the places further off in its sentence: before it, behind it
    tags: np.ndarray
    weight: float
    people: np.ndarray  # numbers where a person or company begins
    roles: np.ndarray
    title: np.ndarray  # numbers where the film begins
    works: np.ndarray  # places within titles
    pairs: "Pairs"
    plays: np.ndarray  # how likely the one of each pair plays the other
    far_linked: bool  # whether it is known which film it is about, and its labels come from that


@dataclass
class Pairs:
    """Two mentions near each other: numbers of the last token of the first and of the first of the second, what is between."""
    sides: np.ndarray
    between: np.ndarray
    told: np.ndarray
    ahead: np.ndarray  # whether the person stands first


def vocabulary(examples):
    """The hashes of the words that most of the examples have, in order."""
    count = collections.Counter()
    for x in examples:
        count.update(np.unique(x.tokens["hash"]).tolist())
    return np.array(sorted(word for word, _ in count.most_common(WORDS)), np.uint64)


def word_rows(tokens, words):
    """The row of each token's word, if it is among `words`."""
    place = np.searchsorted(words, tokens["hash"]).clip(0, len(words) - 1)
    return np.where(words[place] == tokens["hash"], ROWS + place, TABLE)


def pack(x, words):
    """A `reviews.Example` as arrays; `words` are told apart."""
    tokens, asked = x.tokens, np.nonzero(x.asked)[0]
    number = numbers(len(tokens), asked)
    heads = [head for head in x.heads if number[head.first] >= 0]
    people = [head for head in heads if head.kind in (CREW, OTHER, COMPANY)]
    pairs = near_pairs([head for head in heads if head.kind in (CREW, OTHER, CHARACTER)], tokens, number)
    pairs = [pair for pair in pairs if x.plays and pair[0].kind != CHARACTER and pair[1].kind == CHARACTER]
    works = [at for head in heads if head.kind in (FILM, FILMS) for at in range(head.first, head.last + 1)]
    rows = np.concatenate([tokens["rows"].astype(np.int32), word_rows(tokens, words)[:, None]], 1)
    rows[rows == NONE] = TABLE
    return Packed(
        x.review, tokens, rows, asked, np.unique(tokens["hash"][asked], return_inverse=True)[1].reshape(-1),
        beside((tokens["flags"] & STOP) > 0, asked), x.tags.astype(np.float16), x.weight, np.array([number[head.first] for head in people], np.int64),
        np.array([head.roles for head in people], np.float16).reshape(-1, len(ROLES)),
        np.array([number[head.first] for head in heads if head.kind == FILM], np.int64), np.array(works, np.int64),
        packed_pairs(pairs, number), np.array([x.plays(person, character) for person, character, _ in pairs], np.float16), x.far_linked)


def numbers(length, asked):
    out = np.full(length + 1, -1)
    out[asked] = np.arange(len(asked))
    return out


def beside(stops, asked):
    sentence = np.cumsum(stops) - stops
    steps = np.arange(NEXT_TO + 1, REACH + 1)
    out = []
    for way in (-1, 1):
        at = asked[:, None] + way * steps
        inside = np.clip(at, 0, max(0, len(stops) - 1))
        fits = (at == inside) & (sentence[inside] == sentence[asked][:, None]) & ~stops[inside]
        out.append(np.where(fits, at, -1))
    return np.stack(out, 1).astype(np.int32)


def near_pairs(heads, tokens, number):
    """Those of `heads` that are near each other in a block, both ways round, and how many are between."""
    heads, out = sorted(heads, key=lambda head: head.first), []
    for one, left in enumerate(heads):
        for skipped, right in enumerate(heads[one + 1:one + 1 + NEXT]):
            between = tokens["flags"][left.last + 1:right.first]
            if len(between) > DISTANT or (between & BLOCK).any():
                break
            if right.first > left.last and number[left.last] >= 0:
                out += [(left, right, skipped), (right, left, skipped)]
    return out


def packed_pairs(pairs, number):
    sides, between, told, aheads = [], [], [], []
    for person, character, skipped in pairs:
        ahead = person.first < character.first
        left, right = (person.last, character.first) if ahead else (character.last, person.first)
        gap = right - left - 1
        sides.append((number[left], number[right]))
        between.append([left + 1 + step if step < gap else -1 for step in range(DISTANT)])
        told.append((gap if gap < 6 else 6 if gap < 10 else 7 if gap < 16 else 8, GAPS + min(skipped, SKIPPED - 1)))
        aheads.append(ahead)
    return Pairs(np.array(sides, np.int64).reshape(-1, 2), np.array(between, np.int32).reshape(-1, DISTANT),
                 np.array(told, np.int64).reshape(-1, 2), np.array(aheads, bool))


class Batch:
    def __init__(self, examples, change=lambda x: x.rows):
        empty = np.full((PAD, SLOTS + 1), TABLE, np.int64)
        self.examples, self.base, self.first = examples, [], []
        rows, asked, words, sides, place, number, word = [empty], [], [], [], PAD, 0, 0
        for x in examples:
            self.base.append(place)
            self.first.append(number)
            rows += [change(x).astype(np.int64), empty]
            asked.append(place + x.asked)
            words.append(word + x.words)
            sides.append(np.where(x.beside >= 0, x.beside + place, 0))
            place, number, word = place + len(x.rows) + PAD, number + len(x.asked), word + len(np.unique(x.words))
        rows, asked = np.concatenate(rows), np.concatenate(asked)
        self.rows, self.real = torch.from_numpy(rows), torch.from_numpy((rows[:, FORM:FORM + 1] != TABLE).astype(np.float32))
        self.asked, self.words, self.word_count = torch.from_numpy(asked), torch.from_numpy(np.concatenate(words)), word
        self.sides = torch.from_numpy(np.concatenate(sides)).long()
        self.review = torch.from_numpy(np.repeat(np.arange(len(examples)), [len(x.asked) for x in examples]))
        self.number = torch.full((len(rows) + 1,), number)
        self.number[self.asked] = torch.arange(number)

    def all_pairs(self):
        """The pairs of all examples."""
        of = lambda part: np.concatenate([part(x, base, first) for x, base, first in zip(self.examples, self.base, self.first)])
        return Pairs(of(lambda x, base, first: x.pairs.sides + first), of(lambda x, base, first: np.where(x.pairs.between >= 0, x.pairs.between + base, 0)),
                     of(lambda x, base, first: x.pairs.told), of(lambda x, base, first: x.pairs.ahead))


class Table(nn.Module):
    """Rows of numbers; those of words are seen in steps of half a byte, as they are written."""

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(TABLE + 1, WIDTH) * 0.25)

    def step(self):
        return self.weight.detach().abs().max() / 127

    def steps(self):
        """The step of each word's row, in steps of the table."""
        most = self.weight[ROWS:TABLE].detach().abs().amax(1, keepdim=True)
        return (most / (7.5 * self.step())).ceil().clamp(1, 17)

    def halves(self):
        return (self.weight[ROWS:TABLE].detach() / (self.steps() * self.step())).round().clamp(-8, 7)

    def forward(self, rows):
        words = self.weight[ROWS:TABLE]
        seen = words + (self.halves() * self.steps() * self.step() - words).detach()
        return F.embedding_bag(rows, torch.cat([self.weight[:ROWS], seen, self.weight[TABLE:]]), mode="sum", padding_idx=TABLE)


class Student(nn.Module):
    def __init__(self, words, drop=0.1):
        super().__init__()
        self.words, self.drop = words, drop
        self.table = Table()
        self.near, self.memory = nn.Linear(5 * WIDTH, NEAR), nn.Parameter(torch.linspace(-2, 3, NEAR).repeat(2, 1))
        self.far, self.whole = nn.Linear((2 * NEXT_TO + 5) * NEAR, FAR), nn.Linear(5 * FAR, FAR)
        self.answers = nn.Linear(FAR, TAGS + len(ROLES) + 1)  # the last: whether the film's title begins here
        # The character first, the person first.
        self.pairs = nn.ModuleList(nn.Linear(2 * FAR + NEAR + GAPS + SKIPPED, PAIR) for _ in range(2))
        self.plays = nn.Linear(PAIR, 1)

    def slowness(self):
        return 0.4 + 0.52 * torch.sigmoid(self.memory)

    def forward(self, batch):
        """What is answered of the tokens asked about, what is known of them, and of all tokens."""
        lose = lambda rows: F.dropout(rows, self.drop, self.training)
        count = len(batch.rows)
        x = F.pad(lose(self.table(batch.rows)), (0, 0, 2, 2))
        near = F.relu(self.near(torch.cat([x[step:step + count] for step in range(5)], -1))) * batch.real
        slowness, at = self.slowness(), batch.asked
        before, behind = remembered(near, slowness[0]), remembered(near.flip(0), slowness[1]).flip(0)
        sides = near[batch.sides].amax(2)
        around = [near[at + step] for step in range(-NEXT_TO, NEXT_TO + 1)]
        far = F.relu(self.far(lose(torch.cat([*around, before[at - 1], behind[at + 1], sides[:, 0], sides[:, 1]], -1))))
        words, text = most(far, batch.words, batch.word_count), most(far, batch.review, len(batch.examples))
        padded = F.pad(far, (0, 0, 0, 1))
        whole = torch.cat([far, words, padded[batch.number[at - 1]], padded[batch.number[at + 1]], text], -1)
        whole = F.relu(self.whole(lose(whole)))
        return self.answers(whole), whole, near

    def odds(self, whole, near, pairs):
        """Of each pair, whether the person plays the character."""
        sides, between, told, ahead = (torch.from_numpy(part) for part in (pairs.sides, pairs.between, pairs.told, pairs.ahead))
        distance = torch.zeros(len(sides), GAPS + SKIPPED).scatter_(1, told, 1.0)
        row = torch.cat([whole[sides[:, 0]], whole[sides[:, 1]], near[between.long()].amax(1), distance], -1)
        hidden = torch.where(ahead[:, None], self.pairs[1](row), self.pairs[0](row))
        return self.plays(F.relu(hidden)).squeeze(-1)


def remembered(rows, slowness):
    """For each row what is remembered of it and those before it: 64 of them, as good as all."""
    out = rows * (1 - slowness)
    for step in (1, 2, 4, 8, 16, 32):
        if step < len(out):
            out = out + slowness**step * F.pad(out[:-step], (0, 0, step, 0))
    return out


def most(rows, group, count):
    """For each row the most of each number in its group."""
    return torch.zeros(count, rows.shape[1]).scatter_reduce(0, group[:, None].expand(-1, rows.shape[1]), rows, "amax")[group]
