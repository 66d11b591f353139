"""What is known of names and titles out of `films.py`: `assets/credits/known.bin` and `together.bin`, as `crates/review/src/credits/known.rs` reads them.

A name or a title is its hash; what is known of it is one of a few groups. Which title and name belong together is known, too."""
import collections
from pathlib import Path

import numpy as np

LISTS = Path(__file__).resolve().parents[2] / "assets/credits"
NAME, TITLE = 1, 2  # where their hashes begin
SURNAMES = 42
MOST = 75_000  # names and titles
TOLD = 345  # so much must be said of a film for its people to be known with its title, and less of a title to be dropped
LATER = 300
WHOLE = (1 << 64) - 1


def word_hash(word):
    out = 0xCBF29CE484222325
    for letter in word:
        out = (out ^ ord(letter)) * 0x100000001B3 & WHOLE
    return out


def pair(first, second):
    return ((first << 17 & WHOLE | first >> 47) ^ second) * 0x100000001B3 & WHOLE


def name_hash(words, kind=NAME):
    out = kind
    for word in words:
        out = pair(out, word_hash(word))
    return out


def title_hash(words):
    return name_hash(words, TITLE)


def mixed(number):
    number = (number ^ number >> np.uint64(32)) * np.uint64(0xFF51AFD7ED558CCD)
    return (number ^ number >> np.uint64(29)) * np.uint64(0xC4CEB9FE1A85EC53)


def step(count, *least):
    return sum(count >= number for number in least)


def group(did):
    """The group of a name by how many films it did what in, 1 to 41."""
    acts, directs, writes, wrote, is_played = (did[role] for role in ("actor", "director", "writer", "source_author", "character"))
    rest = {role: did[role] for role in ("composer", "cinematographer", "producer", "editor")}
    role = max(rest, key=rest.get)
    real = acts + directs + writes + wrote + rest[role]
    if is_played > max(acts, directs, writes, wrote, rest[role]):
        return 30 + step(is_played, 2)
    if is_played and is_played >= 0.3 * real:
        return 32
    if rest[role] >= max(1, acts, directs, writes, wrote):
        return {"composer": 33, "cinematographer": 35, "producer": 36, "editor": 38}[role] + (step(rest[role], 3) if role in ("composer", "producer") else 0)
    if acts and directs:
        if acts >= 4 * directs:
            return 15 + step(acts, 9, 20)
        return 18 + step(directs, 4, 9) if directs >= 4 * acts else 21 + 2 * step(acts + directs, 6) + (directs > acts)
    if acts:
        return 28 if writes + wrote >= acts else 1 + step(acts, 2, 3, 5, 9, 16)
    if directs:
        return 7 + 2 * step(directs, 2, 4, 9) + (writes > 0)
    return 25 + step(writes, 2, 4) if writes >= wrote else 39 + step(wrote, 2, 4)


def surnames(people):
    """The groups of surnames that are hardly anything else, and of which one bearer is known before all."""
    common = {line.strip() for name in ("common.txt", "first-names.txt") for line in open(LISTS / name)}
    counts, best = collections.defaultdict(collections.Counter), collections.Counter()
    for name, did in people.items():
        if len(name) > 1:
            real = {"acts": did["actor"], "directs": did["director"], "writes": did["writer"] + did["source_author"]}
            counts[name[-1]].update(real, is_played=did["character"])
            best[name[-1]] = max(best[name[-1]], sum(real.values()) + did["composer"])
    out = {}
    for word, did in counts.items():
        total = did["acts"] + did["directs"] + did["writes"]
        if total >= 10 and word not in common and did["is_played"] <= total / 4 and best[word] >= total / 4 and word[0].isalpha():
            out[word,] = SURNAMES + (1 + (total >= 30) if did["acts"] >= 0.75 * total else 3 if did["acts"] < 0.35 * total else 0)
    return out


class Known:
    """The groups of names and titles by their words, and which belong together by the hash of both: of a director the other way round, too."""

    def __init__(self, films):
        common = {line.strip() for line in open(LISTS / "common.txt")}
        people, year, said, count = collections.defaultdict(collections.Counter), collections.Counter(), collections.Counter(), collections.Counter()
        for (title, own_year), film in films.items():
            said[title], year[title, "title"] = max(said[title], film.length), max(year[title, "title"], own_year)
            count[title] += 1
            for role, names in [*film.roles.items(), ("character", film.characters)]:
                for name in names:
                    people[name][role] += 1
                    year[name] = max(year[name], own_year)
        fits = lambda name, did: 1 < len(name) <= 5 or (len(name) == 1 and sum(did.values()) >= 4 and name[0] not in common)
        last = surnames(people)
        self.names = {name: group(did) for name, did in people.items() if fits(name, did)} | last
        self.titles = {title: 1 + 3 * (count[title] > 1) + step(said[title], 250, 600) for title in said if len(title) <= 9}
        # What is named in one old film goes first, and old titles of which little is said.
        old = [(year[name], 0, name) for name in self.names if name not in last and sum(people[name].values()) == 1]
        old += [(year[title, "title"], 1, title) for title in self.titles if said[title] < LATER]
        for _, is_title, words in sorted(old)[:max(0, len(self.names) + len(self.titles) - MOST)]:
            del (self.titles if is_title else self.names)[words]
        self.together = {pair(title_hash(title), name_hash(name)) for (title, _), film in films.items() if film.length >= TOLD and title in self.titles
                         for role in ("actor", "director", "writer") for name in film.roles[role] if len(name) > 1 and name in self.names}
        self.together |= {pair(name_hash(name), title_hash(title)) for (title, _), film in films.items() if film.length >= TOLD and title in self.titles
                          for name in film.roles["director"] if len(name) > 1 and name in self.names}

    def write(self, folder):
        groups = {name_hash(name): group for name, group in self.names.items()} | {title_hash(title): group for title, group in self.titles.items()}
        cells(np.array(list(groups), np.uint64), np.array(list(groups.values())), 16).astype("<u2").tofile(f"{folder}/known.bin")
        together = np.array(sorted(self.together), np.uint64)
        cells(together, np.zeros(len(together), np.int64), 8).astype("<u1").tofile(f"{folder}/together.bin")


def cells(hashes, values, bits):
    """A table of which three cells of each hash make its value, beside a check."""
    hashes = mixed(hashes)
    checks = (hashes * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(64 - bits)).astype(np.int64) ^ values
    for spare in (1.23, 1.235, 1.24, 1.25, 1.3):
        third = int(len(hashes) * spare / 3) + 16
        turned = [hashes if turn == 0 else hashes << np.uint64(21 * turn) | hashes >> np.uint64(64 - 21 * turn) for turn in range(3)]
        places = np.stack([turn * third + ((part & np.uint64(0xFFFFFFFF)) * np.uint64(third) >> np.uint64(32)).astype(np.int64) for turn, part in enumerate(turned)], 1)
        order = peeled(places, 3 * third)
        if len(order) == len(hashes):
            break
    out, places = [0] * (3 * third), places.tolist()
    for key, place in reversed(order):
        one, two, three = places[key]
        out[place] = int(checks[key]) ^ out[one] ^ out[two] ^ out[three]
    return np.array(out)


def peeled(places, size):
    """The keys in an order in which each has a cell that no later one has, and that cell."""
    count, keys, order = np.zeros(size, np.int64), np.zeros(size, np.int64), []
    for turn in range(3):
        np.add.at(count, places[:, turn], 1)
        np.bitwise_xor.at(keys, places[:, turn], np.arange(len(places)))
    count, keys, places = count.tolist(), keys.tolist(), places.tolist()
    free = [place for place in range(size) if count[place] == 1]
    while free:
        place = free.pop()
        if count[place] == 1:
            key = keys[place]
            order.append((key, place))
            for other in places[key]:
                count[other], keys[other] = count[other] - 1, keys[other] ^ key
                free += [other] if count[other] == 1 else []
    return order
