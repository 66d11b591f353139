"""Reviews that nobody has annotated, with what a teacher says of their words: examples for the student.

All mentions of one person, character or film are judged together, as the program does it; and whether a name is a
person's or a character's is judged by what it is in other reviews, too."""
import collections, re

import numpy as np
import torch

from reviews import ASKED, CHARACTER, COMPANY, CREW, ROLES, TAGS, Example, Head, norm, sentences, starts, title
from student import Batch, pack

OWN = 0.35  # how much a mention's own kinds and roles weigh beside those of all
ELSEWHERE, SURNAME_ELSEWHERE, ROLES_ELSEWHERE, SURE = 0.5, 0.25, 0.35, 6  # how much other reviews weigh, once so many have the name
BETWEEN = {"'s", "’s", ",", "and", "(", ")", "/"}  # what is no part of a name


class Mention:
    """A name: where it stands (sentence, words from and to), and how likely each kind and role is."""

    def __init__(self, text, place, tags, roles):
        self.place, self.roles = place, roles
        self.kinds = np.mean([np.concatenate([row[:1], row[1::2] + row[2::2]]) for row in tags], 0)
        kind = int(self.kinds[1:].argmax()) + 1
        self.sort = sort(kind)
        self.words = [word for word in map(norm, text.split()) if word]
        self.key = (self.sort, title(text) if self.sort == "film" else norm(re.sub("^[tT]he ", "", text)))
        self.real = self.kinds[1] + self.kinds[2] > self.kinds[CHARACTER]


def sort(kind):
    return "person" if kind <= CHARACTER else "company" if kind == COMPANY else "film"


def mentions(d, shares, roles):
    """The names: words side by side that are of one sort, and what joins them."""
    for number, (_, text, words) in enumerate(sentences(d)):
        best = [int(shares[number, at].argmax()) if (number, at) in shares else 0 for at in range(len(words))] + [0, 0]
        at = 0
        while at < len(words):
            begin, at = at, at + 1
            if best[begin]:
                own = sort((best[begin] + 1) // 2)
                is_part = lambda at: best[at] > 0 and sort((best[at] + 1) // 2) == own
                while is_part(at) or (best[at] == 0 and is_part(at + 1) and best[at + 1] % 2 == 0 and words[at][2] not in BETWEEN):
                    at += 1
                tags = [shares[number, inside] for inside in range(begin, at) if (number, inside) in shares]
                yield Mention(text[words[begin][0]:words[at - 1][1]], (number, begin, at), tags, roles[number, begin])


def entities(found):
    """The mentions, those of one name or surname together."""
    groups, bearers = {}, []
    for mention in sorted(found, key=lambda mention: -len(mention.words)):
        fit = [group for group in bearers if mention.key[1] in group[0].words] if mention.sort == "person" and len(mention.words) == 1 else []
        fit.sort(key=lambda group: (group[0].real != mention.real, group[0].words[-1] != mention.key[1]))
        known = groups.get(mention.key) or (fit[0] if fit else None)
        if known:
            known.append(mention)
        else:
            groups[mention.key] = [mention]
            bearers += [groups[mention.key]] if mention.sort == "person" and len(mention.words) > 1 else []
    return list(groups.values())


class Elsewhere:
    """Of names, how often they are characters in all reviews, and in what roles: of names in full, and of surnames."""

    def __init__(self, reviews, said):
        full, last, told = (collections.defaultdict(list) for _ in range(3))
        for d, (shares, roles, _) in zip(reviews, said):
            for group in entities(list(mentions(d, shares, roles))):
                if group[0].sort == "person" and len(group[0].words) > 1:
                    kinds = np.mean([mention.kinds for mention in group], 0)
                    share = kinds[CHARACTER] / kinds[1:CHARACTER + 1].sum()
                    full[group[0].key[1]].append(share)
                    last[group[0].words[-1]].append(share)
                    if kinds[CREW] > 0.3:
                        told[group[0].key[1]].append(np.mean([mention.roles for mention in group], 0))
        known = lambda shares, least: {name: (len(all_of), np.mean(all_of)) for name, all_of in shares.items() if len(all_of) >= least}
        self.full, self.last = known(full, 3), known(last, 6)
        self.told = {name: (len(all_of), np.mean(all_of, 0)) for name, all_of in told.items() if len(all_of) >= 3}

    def weigh(self, group):
        """Draws the mentions of somebody towards what they are elsewhere."""
        first = group[0]
        if first.sort != "person" or not first.words:
            return
        many = len(first.words) > 1
        count, share = self.full.get(first.key[1], (0, 0)) if many else self.last.get(first.words[0], (0, 0))
        weight = (ELSEWHERE if many else SURNAME_ELSEWHERE) * min(1, count / SURE)
        for mention in group:
            kinds = mention.kinds
            every = kinds[1:CHARACTER + 1].sum()
            character = (1 - weight) * kinds[CHARACTER] / every + weight * share
            people = kinds[1:CHARACTER] + 1e-6
            kinds[1:CHARACTER] = every * (1 - character) * people / people.sum()
            kinds[CHARACTER] = every * character
            if many and first.key[1] in self.told:
                count, roles = self.told[first.key[1]]
                weight_of_roles = ROLES_ELSEWHERE * min(1, count / 8)
                mention.roles = (1 - weight_of_roles) * np.array(mention.roles) + weight_of_roles * roles


def together(d, shares, roles, played, elsewhere):
    """What is said of all words once all mentions of one name are judged together; and of two of them, whether one plays the other."""
    shares, roles, of, plays = dict(shares), dict(roles), {}, {}
    for number, group in enumerate(entities(list(mentions(d, shares, roles)))):
        elsewhere.weigh(group)
        kinds = np.mean([mention.kinds for mention in group], 0)
        told = np.array([mention.roles for mention in group], np.float32)
        told = (told.max(0) + told.mean(0)) / 2
        for mention in group:
            sentence, start, end = mention.place
            of[sentence, start] = number
            mixed = OWN * mention.kinds + (1 - OWN) * kinds
            for at in range(start, end):
                row = np.zeros(TAGS, np.float32)
                row[0], row[1 if at == start else 2::2] = mixed[0], mixed[1:]
                shares[sentence, at] = row / mixed.sum()
            roles[sentence, start] = (OWN * np.array(mention.roles) + (1 - OWN) * told).tolist()
    for (person, character), share in played.items():
        pair = of.get(person), of.get(character)
        plays[pair] = max(plays.get(pair, 0.0), share)
    return shares, roles, lambda one, other: plays.get((of.get(one), of.get(other)), 0.0)


def example(d, tokens, said, elsewhere, weight):
    """A review as an example: each token is what the teacher says of the word that it begins with.

    `tokens` may be of the review without its capitals."""
    shares, roles, plays = together(d, *said, elsewhere)
    own = sentences(d)
    begins = [(int(base) + len(text[:start].encode()), (number, at))
              for number, ((_, text, words), base) in enumerate(zip(own, starts(own))) for at, (start, _, _) in enumerate(words)]
    places, words = np.array([place for place, _ in begins] or [0]), [word for _, word in begins]
    asked = np.nonzero(tokens["flags"] & ASKED)[0]
    named = [words[at] for at in np.searchsorted(places, tokens["from"][asked].astype(np.int64), "right") - 1]
    none = np.eye(TAGS, dtype=np.float32)[0]
    tags = np.stack([shares.get(word, none) for word in named]) if named else np.zeros((0, TAGS), np.float32)
    heads, best = [], tags.argmax(-1)
    for at, tag in enumerate(best):
        if tag % 2:
            end = at
            while end + 1 < len(best) and best[end + 1] == tag + 1 and asked[end + 1] == asked[end] + 1:
                end += 1
            heads.append(Head(int(asked[at]), int(asked[end]), (tag + 1) // 2, roles.get(named[at], [0.0] * len(ROLES)), named[at]))
    return Example(d, tokens, tags, heads, lambda one, other: plays(one.entity, other.entity), weight)


def heads(tags, asked, roles):
    """The names among tokens: those side by side that are of one sort."""
    at = 0
    while at < len(tags):
        begin, at = at, at + 1
        if tags[begin]:
            own = sort((tags[begin] + 1) // 2)
            while at < len(tags) and tags[at] and sort((tags[at] + 1) // 2) == own and asked[at] == asked[at - 1] + 1:
                at += 1
            yield Head(int(asked[begin]), int(asked[at - 1]), (int(tags[begin]) + 1) // 2, roles[begin])


@torch.no_grad()
def by_student(student, reviews, tokens):
    """The reviews as examples, as the student reads them; it does not say who plays whom."""
    out = [Example(d, seen, np.zeros((int((seen["flags"] & ASKED > 0).sum()), TAGS), np.float32), [], None) for d, seen in zip(reviews, tokens)]
    out = [x for x in out if len(x.tags)]
    for at in range(0, len(out), 24):
        part = [pack(x, student.words) for x in out[at:at + 24]]
        batch = Batch(part)
        answers = student(batch)[0]
        for x, own, first in zip(out[at:], part, batch.first):
            told = answers[first:first + len(own.asked)]
            x.tags, roles = told[:, :TAGS].softmax(-1).numpy(), told[:, TAGS:-1].sigmoid().tolist()
            x.heads = list(heads(x.tags.argmax(-1), own.asked, roles))
    return out
