"""The lessons: reviews varied a little, read once in windows, with what annotators and the teacher say of each sentence."""
import random, time
from dataclasses import replace

import torch
import torch.nn.functional as F

from reviews import batch, windows

BATCH, RATE = 8, 3e-4
WEIGHTS = torch.tensor([1.5, 2.0, 4.0])  # of premises, plot, endings; the teacher was trained with the same
ZONE = 0.3  # what the zone of a sentence counts beside its level


def put_in(sentences, aside):
    """The review with an aside after some sentence, as often as not one that tells; a notice comes at the end."""
    if aside[0].begins:
        return sentences + aside
    telling = [i for i, s in enumerate(sentences) if s.level >= 2]
    after = random.choice(telling) if telling and random.random() < 0.5 else random.randrange(len(sentences))
    # An outcome may be told by the first words of the next paragraph.
    new = random.randrange(len(aside)) if random.random() < 0.3 else -1
    aside = [replace(s, zone=sentences[after].zone, begins=at == new) for at, s in enumerate(aside)]
    return sentences[:after + 1] + aside + sentences[after + 1:]


def varied(pieces, sentences, asides):
    """The review with an aside now and then, its paragraphs joined, or told passages marked as spoilers."""
    if sentences and random.random() < 0.4:
        sentences = put_in(sentences, random.choice(asides))
    if random.random() < 0.1:
        sentences = [replace(s, begins=i == 0, zone=s.zone if i == 0 else -1) for i, s in enumerate(sentences)]
    if random.random() >= 0.12:
        return sentences
    out = []
    for s in sentences:
        tells = s.level >= 2 or (s.level < 0 and s.soft is not None and s.soft[1] > 0)
        if random.random() < (0.5 if tells else 0.03):
            s = replace(s, pieces=[pieces.mask], level=-2, zone=-1, soft=None)
            if out and out[-1].level == -2 and not s.begins:
                continue
        out.append(s)
    return out


def lessons(pieces, reviews, asides):
    """Batches of windows of like length, in random order. `reviews`: sentences, and how often they are read."""
    all_windows = []
    for sentences, times in reviews:
        for _ in range(times):
            own = varied(pieces, sentences, asides)
            start = 0 if random.random() < 0.5 else random.randrange(max(1, min(6, len(own))))
            all_windows += [(w, [own[n] for n in w[2]]) for w in windows(pieces, own, start)]
    random.shuffle(all_windows)
    out = []
    for i in range(0, len(all_windows), 16 * BATCH):
        some = sorted(all_windows[i:i + 16 * BATCH], key=lambda w: len(w[0][0]))
        batches = [some[j:j + BATCH] for j in range(0, len(some), BATCH)]
        random.shuffle(batches)
        out += batches
    return out


def loss(student, lesson):
    levels, zones, vectors = student(*batch([w for w, _ in lesson]))
    said = [s for _, sentences in lesson for s in sentences]
    level, zone = torch.tensor([s.level for s in said]), torch.tensor([s.zone for s in said])
    hard = level >= 0
    total = levels.sum() * 0
    if hard.any():
        truth = torch.stack([(level[hard] >= least).float() for least in (1, 2, 3)], 1)
        total = total + hard.float().mean() * F.binary_cross_entropy_with_logits(levels[hard], truth, pos_weight=WEIGHTS)
        known = zone >= 0
        if known.any():
            total = total + ZONE * known.float().mean() * F.cross_entropy(zones[known], zone[known])
    heard = [i for i, s in enumerate(said) if s.soft is not None]
    if heard:
        teacher = torch.stack([said[i].soft[:10] for i in heard])
        share = torch.where(hard[heard], 0.5, 1.0)[:, None]
        own = F.binary_cross_entropy_with_logits(levels[heard], teacher[:, :3].sigmoid(), reduction="none")
        total = total + (own * share).mean()
        total = total - ZONE * (teacher[:, 3:].softmax(-1) * zones[heard].log_softmax(-1)).sum(-1).mean()
    seen = [i for i in heard if len(said[i].soft) > 10]
    if seen:
        teacher = torch.stack([said[i].soft[10:] for i in seen])
        total = total + 0.5 * (1 - F.cosine_similarity(vectors[seen], teacher)).mean()
    return total


def distil(student, batches, rate=RATE):
    """Learns from the batches once; the weights that are kept are a mean over the last steps."""
    groups = [{"params": list(student.b.parameters()), "k": 1}, {"params": [*student.l.parameters(), *student.z.parameters()], "k": 2}]
    adam = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    kept = {name: value.clone() for name, value in student.state_dict().items() if value.is_floating_point()}
    start, total = time.time(), len(batches)
    student.train()
    for step, lesson in enumerate(batches):
        pace = min(1, step / (0.05 * total)) * max(1e-3, 1 - step / total)
        for group in adam.param_groups:
            group["lr"] = rate * group["k"] * pace
        value = loss(student, lesson)
        adam.zero_grad(set_to_none=True)
        value.backward()
        torch.nn.utils.clip_grad_norm_(student.parameters(), 1.0)
        adam.step()
        if step % 4 == 0:
            now = student.state_dict()
            names, keep = list(kept), min(0.998, (1 + step) / (10 + step)) ** 4
            torch._foreach_lerp_([kept[n] for n in names], [now[n] for n in names], 1 - keep)
        if step % 100 == 99:
            print(step + 1, "of", total, round(value.item(), 3), round(time.time() - start), "s", flush=True)
    return kept
