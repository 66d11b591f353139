"""The teacher's labels, held against what is known of films.

A name that is mostly an actor's is no character's; where it is known which film a review is about, its cast and its title are
known, too; and what is a known title is as often a film as in the annotated reviews."""
import collections, re

import numpy as np

from known import NAME, SURNAMES, TITLE, name_hash, pair, title_hash
from pseudo import heads
from reviews import (ACTOR, CHARACTER, CREW, DIRECTOR, FILM, FILMS, FORM, FORMS, NAMES, OF_NAME, OF_TITLE, OTHER, PLACE, PLACES, ROLES, SET_OFF,
                     TITLES_KNOWN, WRITER)

SURE = np.zeros(48)  # how much a name's group says against its being a character
SURE[2:30], SURE[33:42], SURE[[7, 8, 25, 36, 39]], SURE[[1, 43, 44, 45]], SURE[42] = 0.75, 0.7, 0.6, 0.5, 0.3
DIRECTS = {*range(7, 15), *range(18, 21)}
WRITES, CRAFTS, ACTS = {25, 26, 27, 28, 39, 40, 41}, set(range(33, 39)), set(range(2, 7))
BEGINS, GOES_ON = lambda kind: 2 * kind - 1, lambda kind: 2 * kind


class Name:
    """A known name or title in a review: its tokens, by number among those asked about too, its hash and group."""

    def __init__(self, tokens, numbers, first, last, slot, base, kind):
        self.first, self.last, self.value = first, last, (int(tokens["rows"][first, slot]) - base) // 2
        self.numbers = [number for number in numbers[first:last + 1] if number >= 0]
        self.hash = kind
        for token in tokens[first:last + 1]:
            if (int(token["rows"][FORM]) - FORMS) // 32 < 5:  # a word or a number
                self.hash = pair(self.hash, int(token["hash"]))


def known(x, slot, base, kind):
    """The known names in an example."""
    values, numbers = x.tokens["rows"][:, slot].astype(int) - base, np.cumsum(x.asked) - 1
    numbers = np.where(x.asked, numbers, -1).tolist()
    begins = [at for at in np.nonzero((values > 0) & (values % 2 == 0))[0]]
    ends = [next((end for end in range(at + 1, len(values)) if values[end] != values[at] + 1), len(values)) for at in begins]
    return [Name(x.tokens, numbers, at, end - 1, slot, base, kind) for at, end in zip(begins, ends)]


def names(x):
    return known(x, OF_NAME, NAMES, NAME)


def titles(x):
    return known(x, OF_TITLE, TITLES_KNOWN, TITLE)


def goes_on(title):
    return (title.value - 1) % 2 == 1


def tell(x, name, kind, share, rest):
    """Labels a name as of a `kind`, and with what is left of its `share` as of another."""
    for number in name.numbers:
        place = GOES_ON if number != name.numbers[0] else BEGINS
        x.tags[number] = 0
        x.tags[number, [place(kind), place(rest), 0]] = share, 0.05, 0.95 - share


def correct(x):
    """Draws names away from characters that are somebody's who makes films."""
    sure, last = np.zeros(len(x.tags)), {}
    hashes = x.tokens["hash"][x.asked]
    for name in names(x):
        sure[name.numbers] = SURE[name.value]
        if len(name.numbers) > 1:
            surname = hashes[name.numbers[-1]]
            last[surname] = max(last.get(surname, 0), 0.8 * SURE[name.value])
        roles_known(x, name)
    sure = np.where(sure > 0, sure, [last.get(word, 0) for word in hashes])
    for place in (BEGINS, GOES_ON):
        real = x.tags[:, 1:5].sum(-1)
        crew = (x.tags[:, 1] + x.tags[:, 2] + 0.12) / (real + 0.2)
        moved = sure * x.tags[:, place(CHARACTER)]
        x.tags[:, place(CHARACTER)] -= moved
        x.tags[:, place(CREW)] += moved * crew
        x.tags[:, place(OTHER)] += moved * (1 - crew)


def roles_known(x, name):
    """Draws the roles of a name towards what it mostly does."""
    for head in x.heads:
        if head.first == name.first:
            acts, directs = head.roles[ACTOR], head.roles[DIRECTOR]
            if name.value in DIRECTS:
                head.roles[ACTOR], head.roles[DIRECTOR] = 0.35 * acts, max(directs, min(1, directs + 0.5 * acts))
            elif name.value in WRITES | CRAFTS:
                head.roles[ACTOR] = 0.5 * acts
            elif name.value in ACTS:
                head.roles[ACTOR], head.roles[DIRECTOR] = max(acts, min(1, acts + 0.5 * directs)), 0.4 * directs


def tell_film(x, title, film):
    """Labels whoever worked on the film a review is about, and its title."""
    crew = {name_hash(name): name for names in film.roles.values() for name in names}
    by_role = {role: {name_hash(name) for name in film.roles.get(role, ())} for role in ("actor", "director", "writer")}
    last = {name_hash(name[-1:]): key for key, name in crew.items() if len(name) > 1}
    roles = {head.first: head.roles for head in x.heads}
    for name in names(x):
        # A surname alone is one of the film's unless the teacher takes it for a character's.
        person = x.tags[name.numbers, 1:7].sum(-1).mean() if name.numbers else 0
        is_real = name.numbers and x.tags[name.numbers, 5:7].sum(-1).mean() < 0.6
        key = name.hash if name.hash in crew else last.get(name.hash) if name.value >= SURNAMES and person > 0.5 and is_real else None
        told = roles.setdefault(name.first, [0.0] * len(ROLES))
        if key is not None and name.numbers:
            tell(x, name, CREW, 0.93, OTHER)
            acts, directs = key in by_role["actor"], key in by_role["director"]
            told[ACTOR] = 0.95 if acts else 0.05 if by_role["actor"] and directs else told[ACTOR] / 2
            told[DIRECTOR] = 0.95 if directs else 0.03 if by_role["director"] else told[DIRECTOR]
            told[WRITER] = max(told[WRITER], 0.5) if key in by_role["writer"] else told[WRITER]
        elif by_role["director"] and name.value in DIRECTS:
            told[DIRECTOR] *= 0.2
            for number in name.numbers:
                moved = 0.8 * x.tags[number, 1:3]
                x.tags[number, 1:3] -= moved
                x.tags[number, 3:5] += moved
    for name in (name for name in titles(x) if name.hash == title_hash(title) and not goes_on(name)):
        tell(x, name, FILM, 0.92, FILMS)
    again(x, roles)
    x.weight *= 1.3
    x.far_linked = True


def again(x, roles):
    """Takes the names anew from what is said of the tokens."""
    places, entities = np.nonzero(x.asked)[0], {head.first: head.entity for head in x.heads}
    x.heads = list(heads(x.tags.argmax(-1), places, [roles.get(at, [0.0] * len(ROLES)) for at in places]))
    for head in x.heads:
        head.entity = entities.get(head.first)


def sorts(x):
    """Of each token that is part of a known title, which sort of title that is, and whether it is set off."""
    for title in titles(x):
        set_off = bool(int(x.tokens["rows"][title.first, PLACE]) - PLACES & SET_OFF)
        yield title, (title.value, set_off)


def shares(annotated):
    """How often each sort of known title is a film in the annotated reviews."""
    films, count = collections.Counter(), collections.Counter()
    for x in annotated:
        for title, sort in sorts(x):
            for tags in (tags for tags in x.tags[title.numbers] if tags.sum() > 0):
                count[sort] += 1
                films[sort] += tags[BEGINS(FILM):GOES_ON(FILMS) + 1].sum()
    return {sort: (films[sort] + 0.5) / (count[sort] + 2) for sort in count}


def draw_films(x, shares):
    """Draws known titles towards how often their sort is a film."""
    for title, sort in sorts(x):
        for number in title.numbers:
            tags, place = x.tags[number], BEGINS if number == title.numbers[0] else GOES_ON
            own = tags[7:11].sum()
            wanted = 0.55 * own + 0.45 * shares.get(sort, 0.3)
            if own > 0.97 or (own > 0.8 and wanted < own):
                continue
            kinds = [tags[7] + tags[8], tags[9] + tags[10]] if own > 1e-3 else [0, 1]
            tags *= (1 - wanted) / max(1e-3, tags.sum() - own)
            tags[7:11] = 0
            for kind, share in zip((FILM, FILMS), kinds):
                tags[place(kind)] = wanted * share / sum(kinds)


class Link:
    """Which film a review is about: by its address, or by the vote of all reviews of one film."""
    RUN = re.compile(r"[A-Z0-9][\w'’:.\-]*(?: (?:[A-Z0-9&][\w'’:.\-]*|of|the|a|an|and|in|on|to|for|with|at|from|by|is|my|your|de|la|le|vs|or))*")
    QUOTED = re.compile(r"[\"“*_']([^\"”*_\n]{2,60})[\"”*_',]")
    DATED, YEAR = re.compile(r"^\d{4}-\d\d-\d\d-"), re.compile(r"(.*)-((?:18|19|20)\d\d)$")

    def __init__(self, films, title_words):
        self.films, self.words, self.by_title = films, title_words, collections.defaultdict(list)
        for title, year in films:
            self.by_title[title].append((title, year))

    def named(self, review):
        """The known titles in a review, and how sure each is one."""
        out, text = collections.Counter(), "\n".join(sentence for paragraph in review["paragraphs"] for sentence in paragraph)
        for match in self.QUOTED.finditer(text):
            title = self.words(match[1].strip(" .,!?"))
            out[title] = max(out[title], 1.0 if title in self.by_title else 0)
        for words in (match[0].split() for match in self.RUN.finditer(text)):
            for first in range(min(len(words), 3)):
                for last in range(len(words), first, -1):
                    title = self.words(" ".join(words[first:last]))
                    if title in self.by_title:
                        whole = 1 if last - first == len(words) else 0.5
                        out[title] = max(out[title], (0.6 if len(title) > 1 else 0.3) * whole)
                        break
        return out

    def by_address(self, review):
        """The title and year in an address."""
        source, name = review["id"].split("/", 1)
        if source == "filmsfolded":
            return self.words(self.DATED.sub("", name).replace("-", " ")), None
        match = self.YEAR.match(name) if source == "movielog" else None
        return (self.words(match[1].replace("-", " ")), int(match[2])) if match else None

    def of(self, reviews):
        """The film that all of `reviews` are about, if it is known well enough."""
        addresses = [address for address in map(self.by_address, reviews) if address]
        if addresses:
            title, year = addresses[0]
            found = [film for film in self.by_title.get(title, ()) if year is None or abs(film[1] - year) <= 1]
        else:
            votes = sum((self.named(review) for review in reviews), collections.Counter()).most_common(2)
            if not votes or votes[0][1] < max(1, 0.34 * len(reviews)) or (len(votes) > 1 and len(reviews) > 1 and votes[0][1] < 1.5 * votes[1][1]):
                return None
            found = self.by_title[votes[0][0]]
        text = " ".join(sentence for review in reviews for paragraph in review["paragraphs"] for sentence in paragraph)
        text = " " + re.sub(r"[^\w.'\-]+", " ", text.lower()) + " "
        fit = lambda film: sum(3 * (f" {' '.join(name)} " in text) + (f" {name[-1]} " in text) for names in self.films[film].roles.values() for name in names if name)
        best = max(found, key=fit, default=None)
        return best if best and fit(best) >= (3 if addresses else 6) else None
