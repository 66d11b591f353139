"""The reviews, their parts, their annotations, and their tokens as the program sees them."""
import collections, json, re, subprocess, sys, unicodedata
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

sys.path.append(str(Path(__file__).resolve().parents[1]))
from corpus import mixed, rows

KINDS = ["none", "crew", "other", "character", "film", "films", "company"]
ROLES = ["director", "writer", "source_author", "actor", "cinematographer", "composer", "editor", "production_designer", "costume_designer",
         "visual_effects", "producer", "studio"]
CREW, OTHER, CHARACTER, FILM, FILMS, COMPANY = range(1, 7)
DIRECTOR, WRITER, ACTOR = (ROLES.index(role) for role in ("director", "writer", "actor"))
SLANTED, SET_OFF = 16, 4  # of how a token is set
TAGS = 2 * len(KINDS) - 1  # none, then where each kind begins and goes on
# As in crates/review/src/credits/features.rs: the rows of a token, and where those begin in the table that tell of its form, of how it is set,
# of what is known of it as part of a name, as part of a title, and by who belongs to which film. The last row is that of its word.
ENDING, FORM, PLACE, _, _, OF_NAME, OF_TITLE, OF_LINK = range(8)
SLOTS, NONE = 8, 65535
WORD_ROW = SLOTS
FORMS = 512
PLACES = FORMS + 256
NAMES = PLACES + 192 + 144 + 16
TITLES_KNOWN = NAMES + 100
LINKS = TITLES_KNOWN + 98
ROWS = LINKS + 9
WORDS = 5800  # so many are told apart, those that most reviews have: no rare one is, so that nobody is known by heart
TABLE = ROWS + WORDS
TOKEN = np.dtype([("from", "<u4"), ("to", "<u4"), ("hash", "<u8"), ("rows", "<u2", (SLOTS,)), ("flags", "<u2")])
ASKED, STOP, BLOCK, NAMED = 1, 2, 4, 8  # flags of a token
TITLES = set("the and von van mrs miss captain sir lady lord doctor king queen general agent mr dr jr of de uncle aunt father mother "
             "princess prince old big little young black white red".split())
WORD = re.compile(r"(?:[A-Z]\.)+(?=\s|$|[A-Z,])|[^\W_]+(?:['’][^\W_]+)*|[^\w\s]|_")


def annotated(corpus):
    """The annotated reviews, each with its part (dev, blind or train: blogs by writer, the rest by film)."""
    writers = {d["id"]: d.get("writer") for d in rows(f"{corpus}/levels/strangers.jsonl")}
    out = rows(f"{corpus}/credits/annotated.jsonl")
    for d in out:
        key = "w:" + writers[d["id"]] if d["source"] == "wild" else "f:" + str(d.get("film_id") or d["id"])
        d["part"] = {0: "dev", 1: "blind"}.get(mixed(key) % 5, "train")
    return out


def tokens(reviews, program):
    """What the program sees of each review's tokens."""
    lines = "".join(json.dumps({"paragraphs": d["paragraphs"]}) + "\n" for d in reviews)
    dumped, at, out = subprocess.run([program], input=lines.encode(), stdout=subprocess.PIPE, check=True).stdout, 0, []
    for _ in reviews:
        count = int(np.frombuffer(dumped, "<u4", 1, at)[0])
        out.append(np.frombuffer(dumped, TOKEN, count, at + 4))
        at += 4 + count * TOKEN.itemsize
    return out


def small(d):
    """A review without its capitals, where that leaves its length."""
    low = lambda text: "".join(c.lower() if len(c.lower().encode()) == len(c.encode()) else c for c in text)
    many = lambda texts: [low(text) for text in texts]
    return dict(d, paragraphs=[many(p) for p in d["paragraphs"]], film=d["film"] and low(d["film"]), films=many(d["films"]), people=many(d["people"]),
                characters=many(d["characters"]), credits=[[low(c[0]), c[1]] + many(c[2:]) for c in d["credits"]])


def norm(text):
    """A name as it is compared."""
    text = unicodedata.normalize("NFKD", str(text or "").replace("’", "'"))
    text = "".join(c for c in text if not unicodedata.combining(c)).lower().replace("&", " and ")
    return re.sub(r"[^a-z0-9]+", "", re.sub(r"'s\b", "", text))


def title(text):
    return re.sub(r"^(the|a|an)(?=.)", "", norm(re.sub(r"\s*\((18|19|20)\d\d\)$", "", str(text or ""))))


def parts(name):
    found = re.findall(r"[a-z]+", unicodedata.normalize("NFKD", str(name).lower()))
    return set(found) - {"the", "a", "an", "of", "mr", "mrs", "dr", "captain"}


def same(one, other):
    """Whether two names are of one character."""
    return norm(one) == norm(other) or bool(parts(one) & parts(other))


def words(text):
    """Where each word of a text begins and ends, and it; a possessive s is a word of its own."""
    out = []
    for match in WORD.finditer(text):
        (start, end), word = match.span(), match.group()
        owns = re.search(r"['’][sS]$", word)
        if owns and owns.start():
            out += [(start, start + owns.start(), word[:owns.start()]), (start + owns.start(), end, word[owns.start():])]
        else:
            out.append((start, end, word))
    return out


@dataclass
class Entity:
    """Somebody or something that the annotators name."""
    name: str
    kind: int
    roles: set = field(default_factory=set)
    plays: set = field(default_factory=set)


def entities(d):
    out, known = [], {}
    for name, role, *plays in d["credits"]:
        if norm(name) not in known:
            known[norm(name)] = len(out)
            out.append(Entity(name, COMPANY if role == "studio" else CREW))
        entity = out[known[norm(name)]]
        entity.roles |= {role} - {"other"}
        entity.plays |= {name for name in plays if name}
    out += [Entity(name, OTHER) for name in d["people"] if norm(name) not in known]
    out += [Entity(name, CHARACTER) for name in d["characters"]]
    out += [Entity(d["film"], FILM)] if d["film"] else []
    return out + [Entity(name, FILMS) for name in d["films"]]


def sentences(d):
    """A review's sentences: number of the paragraph, text, words."""
    return [(p, text, words(text)) for p, paragraph in enumerate(d["paragraphs"]) for text in paragraph]


def places(d, sentences):
    """The annotators' entities, and where each is named: sentence, words from and to, entity, whether it might be of another kind."""
    found = entities(d)
    whole, part = collections.defaultdict(list), collections.defaultdict(list)
    for number, entity in enumerate(found):
        names = [name for name in (norm(word) for _, _, word in words(entity.name)) if name and name != "s"]
        if not names:
            continue
        whole[tuple(names)].append(number)
        if entity.kind in (FILM, FILMS) and names[0] in ("the", "a", "an") and len(names) > 1:
            whole[tuple(names[1:])].append(number)
        if entity.kind in (CREW, OTHER, CHARACTER) and len(names) > 1:
            for name in (names[-1], names[0]):
                if len(name) > 2 and name not in TITLES:
                    part[name].append(number)
    out = []
    for number, (_, text, own) in enumerate(sentences):
        taken = [False] * len(own)
        for start, end, which, unsure in named_in_full(text, own, whole, found):
            if not any(taken[start:end]):
                taken[start:end] = [True] * (end - start)
                out.append((number, start, end, which, unsure))
        for at, (_, _, word) in enumerate(own):
            which = part.get(norm(word))
            if which and not taken[at] and (word[:1].isupper() or text == text.lower()):
                out.append((number, at, at + 1, which[0], len({found[w].kind for w in which}) > 1))
    return found, sorted(out)


def named_in_full(text, own, whole, found):
    """Where a sentence has whole names, the longest first."""
    keys, longest, out = [norm(word) for _, _, word in own], max(map(len, whole), default=0), []
    for start in range(len(own)):
        names, end = [], start
        while keys[start] and end < len(own) and len(names) < longest:
            word = own[end][2]
            if keys[end] and word not in ("'s", "’s"):
                names.append(keys[end])
                if tuple(names) in whole:
                    out.append((start, end + 1, whole[tuple(names)]))
            elif word in '"“”();':
                break
            end += 1
    for start, end, which in sorted(out, key=lambda place: (place[0] - place[1], place[0])):
        name, written = found[which[0]].name, text[own[start][0]:own[end - 1][1]]
        # A name in small letters is a common word, unless it is annotated so.
        common = written == written.lower() and name != name.lower() and not any(c.isdigit() for c in written)
        if common or (end - start == 1 and name[:1].isupper() and written[:1].islower()):
            continue
        quoted = start > 0 and own[start - 1][2] in "\"“‘'_*«"
        likely = [w for w in which if (found[w].kind in (FILM, FILMS)) == quoted] or which
        yield start, end, likely[0], len({found[w].kind for w in likely}) > 1


@dataclass
class Head:
    """A mention: its first and last token, of what kind it is, how likely each role is, and whose it is."""
    first: int
    last: int
    kind: int
    roles: list
    entity: object = None


@dataclass
class Example:
    """A review's tokens, with what is known of those that are asked about."""
    review: dict
    tokens: np.ndarray
    tags: np.ndarray  # of the asked tokens: shares of tags, all nought where nothing is known
    heads: list
    plays: object  # of two heads, a person's and a character's: how likely one plays the other
    weight: float = 1.0
    far_linked: bool = False

    @property
    def asked(self):
        return (self.tokens["flags"] & ASKED) > 0


def starts(sentences):
    """Where each sentence begins, in bytes."""
    return np.cumsum([0] + [len(text.encode()) + 1 for _, text, _ in sentences])


def example(d, tokens, weight=1.0):
    """A review with the annotations at its tokens."""
    own = sentences(d)
    found, named = places(d, own)
    tags, known = np.zeros(len(tokens), np.int64), np.ones(len(tokens), bool)
    heads, begins, first = [], starts(own), tokens["from"].astype(np.int64)
    for number, start, end, which, unsure in named:
        text, base, entity = own[number][1], begins[number], found[which]
        place = [base + len(text[:at].encode()) for at in (own[number][2][start][0], own[number][2][end - 1][1])]
        asked = [at for at in range(*np.searchsorted(first, place)) if tokens["flags"][at] & ASKED]
        known[asked] = not unsure
        if asked and not unsure:
            tags[asked], tags[asked[0]] = 2 * entity.kind, 2 * entity.kind - 1
            heads.append(Head(asked[0], asked[-1], entity.kind, [float(role in entity.roles) for role in ROLES], entity))
    shares = np.eye(TAGS, dtype=np.float32)[tags] * known[:, None]
    plays = lambda one, other: float(any(same(name, other.entity.name) for name in one.entity.plays))
    return Example(d, tokens, shares[(tokens["flags"] & ASKED) > 0], heads, plays, weight)
