"""The net, as `crates/review/src/credits/tagger.rs` and `pairs.rs` reckon it."""
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from reviews import ASKED, BLOCK, ROLES, SLOTS, TAGS

TABLE = 8192 + 512 + 256 + 96 + 144 + 16  # as in features.rs
PLACES = 8192 + 512 + 256  # where the rows begin that tell of italics
WIDTH, NEAR, FAR, PAIR = 32, 48, 64, 32
PAD = 3
DISTANT, NEXT, GAPS, SKIPPED = 24, 6, 9, 4  # as in pairs.rs


class Batch:
    """Reviews side by side, with empty tokens before and behind each."""

    def __init__(self, examples):
        self.length = max(len(x.tokens) for x in examples) + 2 * PAD
        self.rows = np.full((len(examples), self.length, SLOTS), TABLE, np.int64)
        self.real = np.zeros((len(examples), self.length, 1), np.float32)
        places, words = [], []
        for at, x in enumerate(examples):
            inside = slice(PAD, PAD + len(x.tokens))
            self.rows[at, inside], self.real[at, inside] = x.tokens["rows"], 1
            asked = np.nonzero(x.asked)[0]
            places.append(at * self.length + PAD + asked)
            words.append((x.tokens["hash"][asked].astype(np.int64) << 10) + at)
        self.asked = np.concatenate(places)
        self.words = np.unique(np.concatenate(words), return_inverse=True)[1].reshape(-1)
        self.number = np.full(len(examples) * self.length + 1, len(self.asked))  # of each place among those asked
        self.number[self.asked] = np.arange(len(self.asked))

    def place(self, review, token):
        return review * self.length + PAD + token


class Student(nn.Module):
    def __init__(self, drop=0.2):
        super().__init__()
        self.drop = drop
        self.table = nn.Embedding(TABLE + 1, WIDTH, padding_idx=TABLE)
        nn.init.normal_(self.table.weight, std=0.25)
        with torch.no_grad():
            self.table.weight[TABLE] = 0
        self.near, self.memory = nn.Linear(5 * WIDTH, NEAR), nn.Parameter(torch.linspace(-2, 3, NEAR).repeat(2, 1))
        self.far, self.whole = nn.Linear(9 * NEAR, FAR), nn.Linear(7 * FAR, FAR)
        self.answers = nn.Linear(FAR, TAGS + len(ROLES) + 1)  # the last: whether the film's title begins here
        # The character first, the person first.
        self.pairs = nn.ModuleList(nn.Linear(2 * FAR + NEAR + GAPS + SKIPPED, PAIR) for _ in range(2))
        self.plays = nn.Linear(PAIR, 1)

    def slowness(self):
        return 0.4 + 0.52 * torch.sigmoid(self.memory)

    def forward(self, batch):
        """What is answered of the tokens asked about, what is known of them, and of all tokens."""
        lose = lambda rows: F.dropout(rows, self.drop, self.training)
        x = F.pad(self.table(torch.from_numpy(batch.rows)).sum(2), (0, 0, 2, 2))
        x = torch.cat([x[:, step:step + batch.length] for step in range(5)], -1)
        near = F.relu(self.near(x)) * torch.from_numpy(batch.real)
        slowness = self.slowness()
        before, behind = remembered(near, slowness[0]), remembered(near.flip(1), slowness[1]).flip(1)
        near, before, behind = (rows.reshape(-1, NEAR) for rows in (near, before, behind))
        at = torch.from_numpy(batch.asked)
        far = F.relu(self.far(lose(torch.cat([near[at + step] for step in range(-3, 4)] + [before[at - 1], behind[at + 1]], -1))))
        word, review = torch.from_numpy(batch.words), at // batch.length
        both = torch.cat([torch.cat([far, most(far, word)], -1), torch.zeros(1, 2 * FAR)])
        number = torch.from_numpy(batch.number)
        whole = torch.cat([both[:-1], both[number[at - 1]], both[number[at + 1]], most(far, review)], -1)
        whole = F.relu(self.whole(lose(whole)))
        return self.answers(whole), whole, near

    def plays_odds(self, batch, whole, near, review, pairs):
        """Of heads of a review, a person's and a character's, and how many names are between: whether one plays the other."""
        hidden = []
        for person, character, skipped in pairs:
            ahead = person.first < character.first
            left, right = (person.last, character.first) if ahead else (character.last, person.first)
            between = near[batch.place(review, left + 1):batch.place(review, right)]
            distance = torch.zeros(GAPS + SKIPPED)
            gap = right - left - 1
            distance[gap if gap < 6 else 6 if gap < 10 else 7 if gap < 16 else 8] = 1
            distance[GAPS + min(skipped, SKIPPED - 1)] = 1
            sides = [whole[batch.number[batch.place(review, token)]] for token in (left, right)]
            row = torch.cat([*sides, between.max(0).values if len(between) else torch.zeros(NEAR), distance])
            hidden.append(self.pairs[ahead](row))
        return self.plays(F.relu(torch.stack(hidden))).squeeze(-1)


def remembered(rows, slowness):
    """For each row what is remembered of it and those before it: 64 of them, as good as all."""
    out = rows * (1 - slowness)
    for step in (1, 2, 4, 8, 16, 32):
        if step < out.shape[1]:
            out = out + slowness**step * F.pad(out[:, :-step], (0, 0, step, 0))
    return out


def most(rows, group):
    """For each row the most of each number in its group."""
    count = int(group.max()) + 1 if len(group) else 0
    return torch.zeros(count, rows.shape[1]).scatter_reduce(0, group[:, None].expand(-1, rows.shape[1]), rows, "amax")[group]


def near_pairs(heads, tokens):
    """Those of `heads` that are near each other in a block, both ways round, and how many are between."""
    heads, out = sorted(heads, key=lambda head: head.first), []
    for one, left in enumerate(heads):
        for skipped, right in enumerate(heads[one + 1:one + 1 + NEXT]):
            between = tokens["flags"][left.last + 1:right.first]
            if len(between) > DISTANT or (between & BLOCK).any():
                break
            if right.first > left.last:
                out += [(left, right, skipped), (right, left, skipped)]
    return out
