#!/usr/bin/env python3
"""What the hand-written clues say of reviews: help for the teacher, who sees them beside the words. Never shipped.

The program read credits by hand-written clues before it learned to; `clues.py BINARY < REVIEWS > CLUES` asks a binary of then."""
import collections, json, subprocess, sys, tempfile

import numpy as np

from reviews import ROLES, TITLES, norm, words

TOLD = [*ROLES, "other"]
CHARACTER, FILM, FILMS, ASKED = len(TOLD), len(TOLD) + 1, len(TOLD) + 2, len(TOLD) + 3
WIDTH = ASKED + 1
LONGEST = 12


def ask(binary, reviews, at_once=200):
    """Each review with `said` (name, role, character, variants), `title` and `films`."""
    with tempfile.TemporaryDirectory() as folder:
        for start in range(0, len(reviews), at_once):
            some, paths = reviews[start:start + at_once], []
            for number, d in enumerate(some):
                paths.append(f"{folder}/{number:03}.txt")
                with open(paths[-1], "w") as file:
                    file.write("\n\n".join(" ".join(paragraph) for paragraph in d["paragraphs"]) + "\n")
            done = subprocess.run([binary, "--judge", "fast", "--no-state", "--format", "json", "--hide", "nothing", *paths], capture_output=True, text=True)
            for d, line in zip(some, filter(None, done.stdout.splitlines()), strict=True):
                read = json.loads(line)
                said = [[credit[key] for key in ("name", "role", "character", "variants")] for credit in read["credits"]]
                yield dict(id=d["id"], said=said, title=(read["film"] or {}).get("title"), films=[film["title"] for film in read["films"]])


def known(said):
    """Of each name, as it is compared: what it is said to be, which credits it is named in, and as whose character."""
    names = collections.defaultdict(lambda: (set(), set(), set()))

    def put(name, what, credit=None, character=None):
        key = tuple(part for part in (norm(word) for _, _, word in words(name or "")) if part and part != "s")
        if key and len(key) < LONGEST:
            for own, more in zip(names[key], (what, credit, character)):
                own |= {more} - {None}

    for number, (name, role, character, variants) in enumerate(said["said"]):
        for variant in [name, *variants]:
            put(variant, TOLD.index(role), credit=number)
        parts = [word for word in (character or "").split() if len(word) > 2 and word[0].isupper() and word.lower() not in TITLES]
        for part in [character, *parts]:
            put(part, CHARACTER, character=number)
    put(said["title"], FILM)
    for film in said["films"]:
        put(film, FILMS)
    return names


def at(own, said):
    """Of the words of a review's sentences, by sentence and number: a row of what is said of them, the credits, and whose characters."""
    names, out = known(said), {}
    longest = max(map(len, names), default=0)
    for number, (_, text, sentence) in enumerate(own):
        start = 0
        while start < len(sentence):
            end, what = longest_name(text, sentence, start, names, longest)
            if what:
                row = np.zeros(WIDTH, np.float32)
                row[[ASKED, *what[0]]] = 1
                out.update({(number, word): (row, what[1], what[2]) for word in range(start, end)})
            start = end
    return out


def longest_name(text, sentence, start, names, longest):
    """Where the longest of `names` that begins at `start` ends, and what is known of it."""
    first, key, found = sentence[start][2], (), (start + 1, None)
    if not (first[:1].isupper() or first[:1].isdigit() or (first[:1].isalpha() and text == text.lower())):
        return found
    for end in range(start, min(len(sentence), start + longest + 6)):
        word = sentence[end][2]
        if norm(word) and word not in ("'s", "’s"):
            key += (norm(word),)
            found = (end + 1, names[key]) if key in names else found
        elif word in '"“”();':
            break
    return found


if __name__ == "__main__":
    for line in ask(sys.argv[1], [json.loads(line) for line in sys.stdin if line.strip()]):
        print(json.dumps(line))
