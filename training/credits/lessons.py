"""What the student learns from, and how."""
import random, time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from reviews import ENDING, LINKS, NAMED, NAMES, OF_LINK, OF_NAME, OF_TITLE, PLACE, PLACES, SET_OFF, SLANTED, TABLE, TAGS, TITLES_KNOWN, WORD_ROW
from student import Batch

TOKENS = 6000  # at once
BY_HEART = 0.85  # so often half of all names are seen without their words: nobody should be known by heart
ALL, NAME, TITLE, LINK = 0.1, 0.15, 0.1, 0.15  # so often no name, one name, one title, no link is known


def changed(forget):
    """A review's rows as they are seen in a lesson: a share of the words unseen and of the names unknown, now and then titles in italics, as Markdown and
    pages have them."""
    def change(x):
        rows = x.rows.copy()
        if random.random() < 0.25:
            odd = x.asked[np.random.rand(len(x.asked)) < 0.03] if random.random() < 0.1 else x.asked[:0]
            slanted = np.concatenate([x.works, odd])
            rows[slanted, PLACE] = PLACES + ((rows[slanted, PLACE] - PLACES) | SLANTED | SET_OFF)
        lost = np.random.rand(len(rows))
        rows[lost < forget, WORD_ROW] = TABLE
        rows[lost > 1 - forget / 2, ENDING] = TABLE
        if random.random() < BY_HEART:
            rows[(x.tokens["flags"] & NAMED > 0) & (np.random.rand(len(rows)) < 0.5), WORD_ROW] = TABLE
        for slot, base, share in ((OF_NAME, NAMES, NAME), (OF_TITLE, TITLES_KNOWN, TITLE)):
            # A name is unknown in all places.
            spans = np.cumsum((rows[:, slot] - base) % 2 == 0)
            begins = np.nonzero((rows[:, slot] > base) & ((rows[:, slot] - base) % 2 == 0))[0]
            unknown = {word for word in np.unique(x.tokens["hash"][begins]) if random.random() < share}
            all_unknown = random.random() < ALL
            lost = [at for at in begins if all_unknown or x.tokens["hash"][at] in unknown]
            lost = np.isin(spans, spans[lost]) & (rows[:, slot] > base)
            rows[lost, slot], rows[lost, OF_LINK] = base, LINKS
        if random.random() < (0.5 if x.far_linked else LINK):
            rows[:, OF_LINK] = LINKS
        return rows
    return change


def loss(student, examples, forget):
    """How far the answers are from what is known."""
    batch = Batch(examples, changed(forget))
    answers, whole, near = student(batch)
    joined = lambda part: torch.from_numpy(np.concatenate([part(x) for x in examples]).astype(np.float32))
    weights = lambda count: joined(lambda x: np.full(count(x), x.weight))
    mean = lambda lost, weight: (lost * weight).sum() / weight.sum().clamp(min=1e-6)
    tags = -(joined(lambda x: x.tags) * F.log_softmax(answers[:, :TAGS], -1)).sum(-1)
    total = mean(tags, weights(lambda x: len(x.asked))) + 0.3 * titles(answers[:, -1], batch)
    people = torch.from_numpy(np.concatenate([x.people + first for x, first in zip(examples, batch.first)]))
    if len(people):
        roles = F.binary_cross_entropy_with_logits(answers[people][:, TAGS:-1], joined(lambda x: x.roles), reduction="none").sum(-1)
        total = total + 0.5 * mean(roles, weights(lambda x: len(x.people)))
    if any(len(x.plays) for x in examples):
        odds = student.odds(whole, near, batch.all_pairs())
        plays = F.binary_cross_entropy_with_logits(odds, joined(lambda x: x.plays), reduction="none")
        total = total + 0.5 * mean(plays, weights(lambda x: len(x.plays)))
    return total


def titles(odds, batch):
    """How far the film's title is from where it is sought: among all tokens of its review, and none."""
    lost = []
    for x, first in zip(batch.examples, batch.first):
        own = odds[first:first + len(x.asked)]
        if len(x.title) or (x.tags.sum(-1) > 0).all():
            all_of = torch.cat([own, torch.zeros(1)]).logsumexp(0)
            right = own[torch.from_numpy(x.title)].logsumexp(0) if len(x.title) else torch.zeros(())
            lost.append((all_of - right) * x.weight)
    return sum(lost) / max(1, len(lost))


def teach(student, examples, epochs, rate=3e-3, forget=0.1, path=None):
    examples = [x for x in examples if len(x.asked)]
    optimizer = torch.optim.AdamW(student.parameters(), lr=rate, weight_decay=0.01)
    total, step, begun = epochs * sum(len(x.rows) for x in examples) / TOKENS, 0, time.time()
    student.train()
    for epoch in range(epochs):
        random.shuffle(examples)
        lost, count = 0.0, 0
        for batch in batches(examples):
            for group in optimizer.param_groups:
                group["lr"] = rate * min(1, (step + 1) / 100) * max(0.02, 1 - step / total)
            value = loss(student, batch, forget)
            optimizer.zero_grad()
            value.backward()
            nn.utils.clip_grad_norm_(student.parameters(), 2.0)
            optimizer.step()
            step, lost, count = step + 1, lost + value.item(), count + 1
        print(f"epoch {epoch}: loss {lost / max(1, count):.3f}, {time.time() - begun:.0f} s", flush=True)
        if path:
            torch.save(student.state_dict(), path)
    student.eval()


def batches(examples):
    own, count = [], 0
    for x in examples:
        own.append(x)
        count += len(x.rows)
        if count >= TOKENS:
            yield own
            own, count = [], 0
    if own:
        yield own
