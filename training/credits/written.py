"""Reviews made of the sentences of `written.txt`, with names made up: rare roles are rare in real ones."""
import os, random, re

HERE = os.path.dirname(os.path.abspath(__file__))
LISTS = os.path.join(HERE, "../../assets/credits")
SYLLABLES = ("bar ston mac ler vel ker rin dal wood mor ris han son berg gren ley ton kov sk ner ford well ing cor den pal mar tin ez ro zi ti ano hart "
             "man sen o la ne ai ich ura ami").split()
QUOTES = ['""', '""', "“”", "", "", "__", "**", "''"]
RANKS = ["Captain", "Queen", "Dr.", "Mr.", "Lady", "Uncle"]
COMPANIES = "Pictures Studios Films Entertainment Brothers Productions".split()
AGAIN = ["{} knows that.", "It is {} who saves it.", "{} is not to blame.", "The rest is {}'s doing."]


def lines(path):
    return [line.strip() for line in open(path) if line.strip() and not line.startswith("#")]


class Names:
    def __init__(self, chance):
        self.chance = chance
        self.given = [word.capitalize() for word in lines(f"{LISTS}/first-names.txt")]
        self.common = [word.capitalize() for word in lines(f"{LISTS}/common.txt") if 3 < len(word) < 9 and word.isalpha()]

    def surname(self):
        if self.chance.random() < 0.25:
            return self.chance.choice(self.common)
        return "".join(self.chance.choice(SYLLABLES) for _ in range(self.chance.choice((2, 2, 3)))).capitalize()

    def person(self):
        initial = self.chance.choice("ABCDEFGHJKLMPRSTW") + ". " if self.chance.random() < 0.06 else ""
        return f"{self.chance.choice(self.given)} {initial}{self.surname()}"

    def character(self):
        at = self.chance.random()
        if at < 0.6:
            return self.chance.choice(self.given)
        return self.person() if at < 0.88 else f"{self.chance.choice(RANKS)} {self.surname()}"

    def title(self):
        article = "The " if self.chance.random() < 0.35 else ""
        return article + " ".join(self.chance.choice(self.common) for _ in range(self.chance.choice((1, 1, 2, 2, 3))))


class Review:
    """One review while it is written: each slot of a sentence is filled with a name and noted."""

    def __init__(self, names):
        self.names, self.chance, self.film = names, names.chance, names.title()
        self.quotes = self.chance.choice(QUOTES)
        self.d = dict(source="written", film=None, year=None, credits=[], films=[], people=[], characters=[], paragraphs=[], part="train")

    def sentence(self, line):
        plays = {}
        text = re.sub(r"\{([^}]*)\}", lambda slot: self.fill(slot.group(1), plays), line)
        for credit in self.d["credits"]:
            name = plays.get(credit[0])
            if name and credit[1] == "actor" and plays.get(name):
                credit.append(plays[name])
        return text

    def fill(self, slot, plays):
        slot, _, key = slot.partition(" ")
        if slot in ("film", "films"):
            name = self.film if slot == "film" else self.names.title()
            self.d["film"] = self.film if slot == "film" else self.d["film"]
            self.d["films"] += [name] if slot == "films" else []
            return self.quotes[:1] + name + self.quotes[1:]
        if slot == "year":
            return str(self.chance.randint(1925, 2022))
        if slot == "none":
            return self.quotes[:1] + self.names.title() + self.quotes[1:] if self.chance.random() < 0.4 else self.names.surname()
        if slot == "character":
            name = self.names.character()
            self.d["characters"].append(name)
            plays["#" + key] = name if key else None
            return name
        name = f"{self.names.surname()} {self.chance.choice(COMPANIES)}" if slot == "studio" else self.names.person()
        if key:
            plays[name] = "#" + key
        self.d["people"] += [name] if slot == "other" else []
        self.d["credits"] += [[name, role] for role in slot.split("+") if role != "other"]
        return name

    def write(self, sentences):
        for _ in range(self.chance.randint(1, 3)):
            self.d["paragraphs"].append([self.sentence(self.chance.choice(sentences)) for _ in range(self.chance.randint(1, 4))])
            people = [name for name, role, *_ in self.d["credits"] if role != "studio"]
            if people and self.chance.random() < 0.5:
                self.d["paragraphs"][-1].append(self.chance.choice(AGAIN).format(self.chance.choice(people).split()[-1]))
        return self.d


def reviews(count, seed):
    names, sentences = Names(random.Random(seed)), lines(f"{HERE}/written.txt")
    return [Review(names).write(sentences) for _ in range(count)]
