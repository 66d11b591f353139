"""Makes assets/warnings.txt: what words say that a line warns of spoilers, or that they are over.

    python3 training/learn_warnings.py [--more FILE.tsv] [--reviews FOLDER] [--held-out] [--out assets/warnings.txt]

Learns from the lines of training/warnings.txt and, where --more is given, from lines `H<tab>text` (warns) and
`O<tab>text` (does not); where --reviews is given, from those of its sentences that training/warnings.labels labels, too.
--held-out only measures: what was learnt without FILE, on FILE, and without a quarter of the writers, on these. The
features are those of crates/review/src/spoilers/warnings/words.rs; a test there holds both to the same answers."""
import argparse, gzip, hashlib, json, math, random, re, unicodedata, os

STEMS = ["spoil", "spojl", "spoyl", "szpojl", "spóil", "спойл", "спојл", "ネタバレ", "ねたばれ", "ネタばれ", "スポイラ", "剧透",
         "劇透", "防雷", "有雷", "無雷", "스포", "divulgâch", "divulgach", "destripe", "juonipaljast", "spolier", "สปอย", "ספויל", "σπόιλ", "स्पॉइल", "حرق"]
TRIGGERS = ["no further", "stop reading", "turn back", "read further", "read on", "plot details", "ending discussed", "ending is discussed",
            "ending explained", "ending revealed", "twist revealed", "twist is revealed", "gives the ending away", "give away the ending",
            "discuss the ending", "gives away the ending", "reveals the ending", "reveal the ending", "discusses the ending", "ruin the ending", "ruins the ending",
            "tells the ending", "verrät das ende", "verrät den schluss", "verrät die auflösung", "dévoile la fin", "desvela el final", "revela el final",
            "cuenta el final", "rivela il finale", "svela il finale", "how it ends", "the ending away", "away the twist", "not seen", "n't seen", "not read", "n't read", "not watched", "n't watched", "scroll further", "scroll past", "scroll down if", "who have seen", "who've seen", "already seen", "avez pas vu", "avez pas encore vu", "clés de l'intrigue", "no has visto", "no la has visto", "no habéis visto", "no han visto", "non avete visto", "non hai visto", "non l'ha visto", "não viu", "não assistiu", "nie widział", "nie oglądał", "не смотрел", "не видел", "раскрывается сюжет", "раскрываются детали", "未見の方", "見ていない方", "没看过", "還沒看", "안 보신", "das ende verraten", "wird das ende", "wird der schluss", "nicht gesehen hat", "noch nicht gesehen", "nicht weiterlesen", "révèle la fin"]
DISGUISES = ["sp0il", "spo1l", "spoi1", "$poil", "sp*il", "sp**l"]
LOOKALIKES = dict(zip("аαеіιӏоορρрѕ", "aaeiilooppps"))
CLASSES = "WEN"


def fold(text):
    out = []
    for c in text:
        if c in "\u00ad\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f\u034f": continue
        if "\uff01" <= c <= "\uff5e": c = chr(ord(c) - 0xFEE0)
        if c in "\u3000\u00a0": c = " "
        if c == "\u2019": c = "'"
        out.append(c.lower().replace("\u0307", ""))
    text = closed_up("".join(latin(w) for w in re.findall(r"[^\W_]+|[\W_]+", "".join(out))))
    for disguise in DISGUISES: text = text.replace(disguise, "spoil")
    return text


def latin(word):
    """A word of mixed scripts in the letters that it looks like."""
    pairs = zip(word, word[1:])
    is_mixed = any((a.isascii() and a.isalpha() and b in LOOKALIKES) or (b.isascii() and b.isalpha() and a in LOOKALIKES) for a, b in pairs)
    return "".join(LOOKALIKES.get(c, c) for c in word) if is_mixed else word


def closed_up(text):
    def close(m): return m.group(0)[::2]
    return re.sub(r"(?<![^\W_])[^\W_](?:(?P<m>[ .\-_*·])[^\W_])(?:(?P=m)[^\W_]){3,}(?![^\W_])", close, text)


def words(folded):
    out, at = [], 0
    inside = lambda c: c.isalnum() or c == "'" or unicodedata.category(c)[0] == "M"
    while at < len(folded):
        if folded[at].isalnum():
            end = at
            while end < len(folded) and inside(folded[end]): end += 1
            out.append((folded[at:end], at, end)); at = end
        else: at += 1
    return out


def has_stem(word): return any(s in word for s in STEMS)


def spots(folded, tokens):
    """The words by which a line may speak of spoilers."""
    found = [i for i, (w, _, _) in enumerate(tokens) if has_stem(w)]
    if not found:
        at = [folded.find(t) for t in TRIGGERS if t in folded]
        found = [i for i, (_, s, e) in enumerate(tokens) if at and s <= min(at) < e or at and s == min(at)][:1]
    return found


def is_set_off(folded, token): return folded[:token[1]].rstrip()[-1:] in ("(", "[", "*")


def features(text):
    folded = fold(text); tokens = words(folded); found = spots(folded, tokens)
    if not found: return None
    at = found[0]; lo, hi = max(0, at - 8), min(len(tokens), at + 6)
    near = [w for w, _, _ in tokens[lo:hi]]
    f = {"bias", "at %d" % min(at, 4), "left %d" % min(len(tokens) - at - 1, 4)}
    for i, w in enumerate(near):
        f.add("w " + w)
        k = lo + i - at
        if -3 <= k <= 3: f.add("%d %s" % (k, w))
        if i: f.add("b %s %s" % (near[i - 1], w))
        if not w.isascii():
            f.update("g " + w[k:k + n] for n in (1, 2, 3) for k in range(max(0, len(w) - n + 1)))
    rest = folded[tokens[at][2]:].lstrip()
    if not rest or rest[0] == ":": f.add("colon")
    if not rest or rest[0] == "!": f.add("cry")
    if folded[:tokens[at][1]].rstrip().endswith("/"): f.add("slash")
    if is_set_off(folded, tokens[at]): f.add("bracket")
    if folded.rstrip().endswith("?"): f.add("ask")
    if len(found) > 1: f.add("twice")
    return sorted(f)


def expand(line, rng, most):
    """The alternatives of (a|b) in `line`; some of them, where there are many."""
    parts = re.split(r"\(((?:[^()]|\([^()]*\))*)\)", line)
    choices = [p.split("|") if i % 2 else [p] for i, p in enumerate(parts)]
    total = math.prod(len(c) for c in choices)
    if total <= most:
        out = [""]
        for c in choices: out = [a + b for a in out for b in c]
        return [" ".join(x.split()) for x in out]
    return [" ".join("".join(rng.choice(c) for c in choices).split()) for _ in range(most)]


PROSE = "the music is lovely|she walks along the pier|a boat comes in at night|he never says what he knows|its camera likes the rain|Anna finds the letter|in the last act they meet again|Tom is the brother|the film opens on a street|nobody expected this of him|it is a quiet picture|all of them drown".split("|")


def examples(path, more, rng):
    out = []
    for line in open(path, encoding="utf8"):
        if line[:2] in ("W ", "E ", "N "):
            made = expand(line[2:].rstrip("\n"), rng, 300 if line[0] == "E" else 90)
            out += [(line[0], t, 2.0 if line[0] == "E" else 1.0) for t in made]
            out += [(line[0], t.rstrip(".!") + " " + rng.choice(PROSE), 0.5) for t in made[:20]]
    for line in more:
        kind, text = line.rstrip("\n").split("\t", 1); kind = "W" if kind == "H" else "N"
        out.append((kind, text, 6.0)); out += [(kind, text + " " + p, 2.0) for p in rng.sample(PROSE, 3)]
    return [(k, f, w) for k, t, w in out if (f := features(t))]


def labelled(path, corpus):
    """The labelled sentences of reviews, with who wrote them."""
    labels = {}
    for line in open(path, encoding="utf8"):
        if line[0] == "#": continue
        kind, review, paragraph, sentence = line.split("\t"); labels.setdefault(review, []).append((int(paragraph), int(sentence), kind))
    for name in ("levels/labelled.jsonl", "levels/strangers.jsonl", "unlabelled/reviews.jsonl.gz", "unlabelled/imdb.jsonl.gz"):
        with (gzip.open if name.endswith("gz") else open)(os.path.join(corpus, name), "rt", encoding="utf8") as lines:
            for line in lines:
                review = json.loads(line)
                for p, s, kind in labels.pop(review["id"], []): yield kind, review["paragraphs"][p][s], review.get("writer") or review["id"]


def is_held(writer): return hashlib.sha256(writer.encode()).digest()[0] % 4 == 0


def says(weights, text):
    """What the program takes `text` for."""
    f = features(text)
    if not f: return "N"
    folded = fold(text); tokens = words(folded); at = spots(folded, tokens)[0]
    warns, ends = (sum(weights.get(x, (0, 0, 0))[c] - weights.get(x, (0, 0, 0))[2] for x in f) for c in (0, 1))
    if has_stem(tokens[at][0]): doubt = 1 if at > 4 and len(tokens) > 18 and not is_set_off(folded, tokens[at]) else 0
    elif len(tokens) <= 12: doubt = 1.5
    else: return "N"
    return "W" if warns > doubt and warns >= ends else "E" if ends > doubt else "N"


def learn(data, rng, rounds=14, rate=0.25, pull=2e-5):
    weights = {}
    for r in range(rounds):
        rng.shuffle(data); step = rate / (1 + r * 0.3)
        for kind, f, much in data:
            s = [0.0] * 3
            for x in f:
                for c, v in enumerate(weights.get(x, (0, 0, 0))): s[c] += v
            top = max(s); e = [math.exp(v - top) for v in s]; z = sum(e)
            for x in f:
                w = weights.setdefault(x, [0.0] * 3)
                for c in range(3): w[c] += step * min(much, 3) * ((CLASSES[c] == kind) - e[c] / z) * 0.3 - pull * w[c]
    return weights


def answer(weights, text):
    f = features(text)
    if not f: return None
    s = [sum(weights.get(x, (0, 0, 0))[c] for x in f) for c in range(3)]
    top = max(s); e = [math.exp(v - top) for v in s]
    return [v / sum(e) for v in e]


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    a = argparse.ArgumentParser(); a.add_argument("--more"); a.add_argument("--reviews"); a.add_argument("--held-out", action="store_true"); a.add_argument("--out", default=here + "/../assets/warnings.txt"); a = a.parse_args()
    rng = random.Random(7); more = open(a.more, encoding="utf8").readlines() if a.more else []
    data = examples(here + "/warnings.txt", [] if a.held_out else more, rng)
    real = list(labelled(here + "/warnings.labels", a.reviews)) if a.reviews else []
    data += [(kind, f, 3.0) for kind, text, writer in real if not (a.held_out and is_held(writer)) and (f := features(text))]
    weights = learn(data, rng)
    wrong = [(l.strip(), answer(weights, l.split("\t", 1)[1].strip())) for l in more]
    wrong = [(l, p) for l, p in wrong if (p is None or p[0] < 0.5) == (l[0] == "H")]
    print(len(data), "examples,", len(weights), "features;", len(wrong), "wrong of", len(more))
    for l, p in wrong: print("  ", l, None if p is None else [round(v, 2) for v in p])
    held = [(kind, says(weights, text), text) for kind, text, writer in real if is_held(writer)]
    for kind in CLASSES: print(kind, sum(k == kind and k == said for k, said, _ in held), "of", sum(k == kind for k, _, _ in held), "right,", sum(k != said == kind for k, said, _ in held), "taken for it")
    if a.held_out: return
    with open(a.out, "w", encoding="utf8") as out:
        out.write("# What words say: that a line warns of spoilers, and that they are over, each against neither,\n# in hundredths. Made by training/learn_warnings.py; see training/README.md.\n")
        for x in sorted(weights):
            w = weights[x]; warns, ends = round(100 * (w[0] - w[2])), round(100 * (w[1] - w[2]))
            if max(abs(warns), abs(ends)) >= 10: out.write("%s\t%d\t%d\n" % (x, warns, ends))


if __name__ == "__main__": main()
