"""Reviews that nobody has annotated, with what a net says of them: examples for the next one."""
import collections

import numpy as np
import torch

from reviews import CHARACTER, COMPANY, CREW, OTHER, ROLES, TAGS, Example, Head
from student import Batch, near_pairs

ENOUGH = 8  # reviews at once


@torch.no_grad()
def label(net, reviews, tokens, weight):
    out = [Example(d, seen, None, [], None, weight) for d, seen in zip(reviews, tokens) if len(seen)]
    out.sort(key=lambda x: len(x.tokens))
    for at in range(0, len(out), ENOUGH):
        some = out[at:at + ENOUGH]
        for x in some:
            x.tags = np.zeros((int(x.asked.sum()), TAGS), np.float32)
        batch = Batch(some)
        answers, whole, near = net(batch)
        tags, roles, base = answers[:, :TAGS].softmax(-1).numpy(), answers[:, TAGS:-1].sigmoid().numpy(), 0
        for number, x in enumerate(some):
            inside = slice(base, base + len(x.tags))
            base = inside.stop
            x.tags = tags[inside]
            x.heads = heads(x, roles[inside])
            agree(x)
            x.plays = plays(net, batch, whole, near, number, x)
    return out


def heads(x, roles):
    """The mentions; the entity of each is the hash of its last word."""
    asked, best, out = np.nonzero(x.asked)[0], x.tags.argmax(-1), []
    for at in np.nonzero(best % 2)[0]:
        end = at
        while end + 1 < len(best) and best[end + 1] == best[at] + 1 and asked[end + 1] == asked[end] + 1:
            end += 1
        out.append(Head(int(asked[at]), int(asked[end]), int(best[at] + 1) // 2, roles[at].tolist(), (int(x.tokens["hash"][asked[end]]), at, end)))
    return out


def agree(x):
    """All mentions that end in one word are of the kinds and have the roles that they have together."""
    groups = collections.defaultdict(list)
    for head in x.heads:
        sort = 0 if head.kind <= CHARACTER else 1 if head.kind < COMPANY else 2
        groups[sort, head.entity[0]].append(head)
    for group in groups.values():
        shares = [x.tags[head.entity[1]:head.entity[2] + 1] for head in group]
        kinds = np.mean([(part[:, 1::2] + part[:, 2::2]).mean(0) for part in shares], 0)
        roles = np.array([head.roles for head in group])
        roles = (roles.max(0) + roles.mean(0)) / 2
        kind = int(kinds.argmax()) + 1
        for head, part in zip(group, shares):
            part[:, :] = 0
            part[0, 1::2], part[1:, 2::2] = kinds, kinds
            part[:, 0] = max(0.0, 1 - kinds.sum())
            head.kind, head.roles = kind, roles.tolist() if kind in (CREW, COMPANY) else [0.0] * len(ROLES)


def plays(net, batch, whole, near, number, x):
    """Of two heads, how likely one plays the other."""
    people = [head for head in x.heads if head.kind in (CREW, OTHER, CHARACTER)]
    pairs = [pair for pair in near_pairs(people, x.tokens) if pair[0].kind != CHARACTER and pair[1].kind == CHARACTER]
    shares = net.plays_odds(batch, whole, near, number, pairs).sigmoid().tolist() if pairs else []
    known = {(person.first, character.first): share for (person, character, _), share in zip(pairs, shares)}
    return lambda person, character: known.get((person.first, character.first), 0.0)
