"""What the student learns from, and how."""
import dataclasses, random, time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from reviews import CHARACTER, COMPANY, CREW, FILM, FILMS, OTHER, TAGS
from student import PLACES, TABLE, Batch, near_pairs


def loss(student, examples, forget):
    """How far the answers are from what is known; `forget` is the share of words that are not seen."""
    batch = Batch(examples)
    lost = np.random.rand(*batch.rows.shape[:2])
    batch.rows[lost < forget, :2] = TABLE
    batch.rows[(lost > 1 - forget / 2), 2] = TABLE
    answers, whole, near = student(batch)
    weights = torch.from_numpy(np.concatenate([np.full(len(x.tags), x.weight, np.float32) for x in examples]))
    shares = torch.from_numpy(np.concatenate([x.tags for x in examples]))
    tags = -(shares * F.log_softmax(answers[:, :TAGS], -1)).sum(-1)
    total = (tags * weights).sum() / weights.sum()
    people = [(number, head) for number, x in enumerate(examples) for head in x.heads if head.kind in (CREW, OTHER, COMPANY)]
    if people:
        places = [batch.number[batch.place(number, head.first)] for number, head in people]
        roles = F.binary_cross_entropy_with_logits(answers[places][:, TAGS:-1], torch.tensor([head.roles for _, head in people]), reduction="none")
        total = total + 0.5 * (roles.sum(-1) * torch.tensor([examples[number].weight for number, _ in people])).mean()
    total = total + 0.3 * titles(answers[:, -1], batch, examples)
    sums, count = [], 0
    for number, x in enumerate(examples):
        pairs = near_pairs([head for head in x.heads if head.kind in (CREW, OTHER, CHARACTER)], x.tokens)
        pairs = [pair for pair in pairs if pair[0].kind != CHARACTER and pair[1].kind == CHARACTER]
        if pairs:
            odds = student.plays_odds(batch, whole, near, number, pairs)
            known = torch.tensor([x.plays(person, character) for person, character, _ in pairs])
            sums.append(F.binary_cross_entropy_with_logits(odds, known, reduction="sum") * x.weight)
            count += len(pairs)
    return total + (0.5 * sum(sums) / count if count else 0.0)


def titles(odds, batch, examples):
    """How far the film's title is from where it is sought: among all tokens of its review, and none."""
    base, lost = 0, []
    for number, x in enumerate(examples):
        own, base = odds[base:base + len(x.tags)], base + len(x.tags)
        named = [int(batch.number[batch.place(number, head.first)]) - (base - len(x.tags)) for head in x.heads if head.kind == FILM]
        all_of = torch.cat([own, torch.zeros(1)]).logsumexp(0)
        right = own[named].logsumexp(0) if named else torch.zeros(())
        if named or (x.tags.sum(-1) > 0).all():
            lost.append((all_of - right) * x.weight)
    return sum(lost) / max(1, len(lost))


def slanted(x):
    """Now and then a review has italics, as Markdown and pages have them."""
    if random.random() > 0.25:
        return x
    tokens = x.tokens.copy()
    for head in x.heads:
        if head.kind in (FILM, FILMS) or random.random() < 0.03:
            place = tokens["rows"][head.first:head.last + 1, 4]
            tokens["rows"][head.first:head.last + 1, 4] = PLACES + ((place - PLACES) | 16 | 4)
    return dataclasses.replace(x, tokens=tokens)


def teach(student, examples, more, epochs, rate=3e-3, forget=0.3, size=8, each=None):
    """Shows `examples` in each epoch, and `each` of those there are more of."""
    optimizer = torch.optim.AdamW(student.parameters(), lr=rate, weight_decay=0.01)
    each = min(each or 0, len(more))
    total, step, begun = epochs * ((len(examples) + each) // size + 1), 0, time.time()
    student.train()
    for epoch in range(epochs):
        shown, lost = examples + random.sample(more, each), 0.0
        random.shuffle(shown)
        # Those of like length are side by side.
        chunks = [sorted(shown[at:at + 16 * size], key=lambda x: len(x.tokens)) for at in range(0, len(shown), 16 * size)]
        batches = [chunk[at:at + size] for chunk in chunks for at in range(0, len(chunk), size)]
        random.shuffle(batches)
        for batch in batches:
            for group in optimizer.param_groups:
                group["lr"] = rate * min(1, step / 50) * max(0.02, 1 - step / total)
            value = loss(student, [slanted(x) for x in batch], forget)
            optimizer.zero_grad()
            value.backward()
            nn.utils.clip_grad_norm_(student.parameters(), 2.0)
            optimizer.step()
            step, lost = step + 1, lost + value.item()
        print(f"epoch {epoch}: loss {lost / len(batches):.3f}, {time.time() - begun:.0f} s", flush=True)
    student.eval()
