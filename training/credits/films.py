"""Facts of films out of public data: who did what, who is a character, which titles there are.

The data is the repository `prust/wikipedia-movie-data` on GitHub: American films from 1900 to 2023 as Wikipedia lists them, with
their casts and the beginning of their articles. Only names, titles and what somebody did are taken from it."""
import collections, json, re, subprocess
from dataclasses import dataclass, field

HEAD, WITH_CREW, WITH_DIRECTORS = "HEAD", "7cf985a", "81a236c"  # later versions have lost the directors of the lists
CAPITAL = r"(?:[A-Z]\.(?:\s?[A-Z]\.)*|[A-ZÀ-ÖØ-Þ][\w'’\-]*\w)"
NAME = rf"{CAPITAL}(?:[ ](?:{CAPITAL}|de|von|van|der|del|la|le|di|da|du|bin|al|ten|of the|the|y|\"[A-Z][\w ]*\"))*(?:,? (?:Jr|Sr)\.)?"
JOINT = r"(?:, and |, & | and | & |, | with )"
WHO = rf"{NAME}(?: \([^)]*\))?"
LIST = rf"{WHO}(?:{JOINT}{WHO})*"
DID = dict(zip("directed co-directed written co-written scripted penned adapted produced co-produced edited composed scored shot photographed narrated".split(),
               "director director writer writer writer writer writer producer producer editor composer composer cinematographer cinematographer actor".split()))
BY = re.compile(rf"((?:(?:{'|'.join(DID)})(?:, and |, | and | & | )?)+)(?:for \w+ )?(?:entirely )?by ({LIST})")
SAID = [(role, re.compile(form)) for role, form in (
    ("writer", rf"(?:screenplay|script|story|scenario|teleplay|screenwriters?|written) (?:was |is )?(?:co-)?(?:written )?by ({LIST})"),
    ("composer", rf"(?:score|music|soundtrack|songs|musical score) (?:was |is |were )?(?:composed |written |and songs )?by (?:composer )?({LIST})"),
    ("cinematographer", rf"(?:cinematography|photography|cinematographer|photographed) (?:was |is )?(?:done )?(?:by )?({LIST})"),
    ("editor", rf"(?:editing|film editor) (?:was |is )?(?:done )?(?:by )?({LIST})"),
    ("source_author", rf"(?:novel|novella|book|play|short story|memoir|autobiography|musical|comic|novels|stories|story|best-?seller|characters)(?: of the same "
                      rf"(?:name|title))?(?: [A-Z][\w' ]{{0,40}})? (?:created |written )?by (?:author |playwright |novelist )?({LIST})"),
    ("source_author", rf"({NAME})['’]s? (?:\d{{4}} )?(?:[\w\-]+ )?(?:novel|novella|book|play|short story|memoir|autobiography)\b"),
    ("director", rf"(?:director|filmmaker|directors)s? ({LIST})"), ("producer", rf"(?:producer|producers) ({LIST})"),
    ("actor", rf"(?:actor|actress|actors|comedian) ({LIST})"), ("writer", rf"(?:screenwriter|screenwriters|writer|writers) ({LIST})"),
    ("composer", rf"composer ({LIST})"), ("director", rf"({NAME})['’]s? (?:directorial|directing|feature)"),
    ("director", rf"(?:remake of|film by|films of|film of) ({NAME})(?=['’]|[ ,.])"))]
STARS = re.compile(
    r"(?:[Ss]tarring|[Ss]tars?|[Ff]eatur(?:es|ing)|[Cc]o-star(?:s|ring)|starred|ensemble cast (?:consisting of|of|includ\w+|featuring)?|[Cc]ast (?:includes|"
    rf"including|features|consists of|of)|performances? (?:by|from)|voices? of|include|including|appearances by|supporting roles)(?: [a-z\-]+){{0,4}}:? ({WHO}.{{0,600}})")
PART = re.compile(rf"({NAME})(?:,? (?:who )?(?:as|plays|portrays|playing|voices) (?:(?:the |a |an |his |her |their |[a-z\-’']+,? ){{0,7}})({NAME})?)?"
                  r"(?: \([^)]*\))?(, and |, & | and | & |, | with |; )?")
CALLED = [re.compile(form) for form in (
    rf"\b(?:named|called|nicknamed|character|hero|heroine|protagonist|detective|agent|son|daughter|brother|sister|wife|husband|boy|girl|teenager|woman|man) ({NAME})(?=[ ,.;])",
    rf"(?:story of|follows|about|adventures of|life of) (?:the )?(?:[a-z\-]+ ){{0,5}}({NAME})(?=[ ,.;])")]
PLAYED = [re.compile(form) for form in (rf"({NAME}) \((?:played|portrayed|voiced)? ?(?:by )?({NAME})\)", rf"({NAME}),? (?:is |are |was )?(?:played|portrayed|voiced) by ({NAME})")]
PLAYS = [re.compile(form) for form in (rf"({NAME}) (?:plays|portrays|played) (?:[a-z\-’',]+ ){{0,8}}({NAME})", rf"({NAME}) as (?:[a-z\-]+ ){{0,6}}({NAME})")]
NOBODY = re.compile("^(The|A|An|It|In|He|She|They|This|His|Her|Films?|American|British|French|Italian|Hollywood|World War|Academy|Best|New York|Los Angeles|United States|"
                    r"Universal|Warner|Paramount|Columbia|MGM|RKO|Disney|Walt Disney Pictures|Netflix|Technicolor|Based|Also|Its|Set|Produced|Directed|Starring|Written)\b")


@dataclass
class Film:
    """A film: names by role, and characters, as the words they are compared by; how much its article says."""
    roles: dict = field(default_factory=lambda: collections.defaultdict(set))
    characters: set = field(default_factory=set)
    length: int = 0


def name_words(name):
    """A name's words as the program compares them."""
    name = re.sub(r",? (Jr|Sr|III|II)\.?$", "", name.strip())
    return tuple(word.lower().replace("’", "'") for word in re.findall(r"(?:[A-Z]\.)+|[^\W_]+(?:['\-‐‑’][^\W_]+)*|&", name))


def title_words(title):
    """A title's words, without an article before them."""
    words = tuple(word.lower().replace("’", "'") for word in re.findall(r"(?:[A-Z]\.)+|[^\W_]+(?:['\-‐‑’][^\W_]+)*", title))
    return words[1:] if len(words) > 1 and words[0] in ("the", "a", "an") else words


def is_name(name):
    return bool(name) and not NOBODY.match(name) and len(name) > 2 and len(name.split()) <= 5


def each(names):
    return [re.sub(r" \([^)]*\)$", "", part).strip() for part in re.split(r", and |, & | and | & |, | with ", names) if part.strip()]


def read(text):
    """What the beginning of an article says: pairs of a role and a name, and characters."""
    said, characters = set(), set()
    for sentence in re.split(r"(?<=[a-z\"\)]{2}\.) (?=[A-Z])|\n", text.replace("’", "'")):
        for match in BY.finditer(sentence):
            said |= {(DID[verb], name) for verb in re.findall(r"[\w-]+", match[1]) if verb in DID for name in each(match[2])}
        for role, form in SAID:
            said |= {(role, name) for match in form.finditer(sentence) for name in each(match[1])}
        for match in STARS.finditer(sentence):
            at = match.start(1)
            while part := PART.match(sentence, at):
                said.add(("actor", part[1].strip()))
                characters |= {part[2]} - {None}
                if not part[3]:
                    break
                at = part.end()
        characters |= {match[1] for form in CALLED for match in form.finditer(sentence)}
        actors = {name for role, name in said if role == "actor"}
        characters |= {match[1] for form in PLAYED for match in form.finditer(sentence) if match[2] in actors}
        characters |= {match[2] for form in PLAYS for match in form.finditer(sentence) if match[1] in actors}
    said = {(role, name) for role, name in said if is_name(name)}
    return said, {name for name in characters if is_name(name)} - {name for _, name in said}


def films(repository):
    """All films by title and year."""
    show = lambda what: json.loads(subprocess.run(["git", "-C", repository, "show", what], capture_output=True, check=True).stdout)
    listing = subprocess.run(["git", "-C", repository, "ls-tree", "--name-only", HEAD], capture_output=True, text=True, check=True).stdout.split()
    out = collections.defaultdict(Film)
    film = lambda row: out[title_words(row["title"]), row["year"]]
    for row in (row for name in listing if re.fullmatch(r"movies-\d+s\.json", name) for row in show(f"{HEAD}:{name}")):
        own, text = film(row), row.get("extract") or ""
        said, characters = read(text)
        for role, name in said | {("actor", name) for name in row["cast"] if is_name(name)}:
            own.roles[role].add(name_words(name))
        own.characters |= {name_words(name) for name in characters} - own.roles["actor"]
        own.length = max(own.length, len(text))
    for row in show(f"{WITH_CREW}:movies.json"):
        for name, did in (re.fullmatch(r"(.*?) ?(\(.*\))?", name).groups() for name in row["cast"]):
            roles = [role for role, part in (("director", "direct"), ("writer", "screen"), ("actor", "voice")) if part in (did or "voice")]
            for role in roles if is_name(name) else ():
                film(row).roles[role].add(name_words(name))
    for row in (row for row in show(f"{WITH_DIRECTORS}:movies.json") if row.get("director")):
        for role, names in (("director", re.split(r",| and | & |;", re.sub(r"\(.*?\)", "", row["director"]))), ("actor", (row.get("cast") or "").split(","))):
            found = (name_words(name) for name in (re.sub(r"\(.*?\)", "", name).strip() for name in names) if is_name(name) and name[0].isupper())
            film(row).roles[role] |= {name for name in found if 1 < len(name) < 5}
    return {key: own for key, own in out.items() if key[0]}
