#!/usr/bin/env python3
"""Learns which blocks of a page belong to its article, from public sets of saved pages, and writes assets/article.model.

    learn.py FEATURES OUT --articles FOLDER --tests FOLDER --snippets FOLDER [--check]

FEATURES is the program `pages` of this crate, which prints what the model sees of each block; the folders are those of
pages.py. Only pages of the even halves are learned from, and our own. A block is labelled by the text that its set
wants, where that says anything of it. --check only measures: five times without a fifth of the sites, on these.

Needs numpy, scipy and scikit-learn; takes half a minute.
"""
import argparse, collections, glob, hashlib, html.parser, json, os, re, subprocess, sys, tempfile, unicodedata
import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

sys.path.append(os.path.join(os.path.dirname(__file__), os.pardir))
import pages

WIDTH = 1 << 16
# Weights are signed bytes; so many are one unit of log odds.
SCALE = 40
# How freely is learned, and from what odds on a block belongs to the article.
STRENGTH, ODDS = 0.05, 0.5
WORD = re.compile(r"\w+")
# Pages of our own, in the markup of software that reviews are written with; each counts as six.
OWN = os.path.join(os.path.dirname(__file__), *[os.pardir] * 2, "tests", "pages")
COUNTS = {"articles": 1, "tests": 1, "snippets": 1.5, "own": 6}
LINES = set("p div li h1 h2 h3 h4 h5 h6 blockquote td tr pre br figcaption ul ol section figure dd dt".split())


class Lines(html.parser.HTMLParser):
    """The text of a page with a line for each block."""

    def __init__(self):
        super().__init__()
        self.text = ""

    def handle_data(self, data):
        self.text += data.replace("\n", " ")

    def handle_starttag(self, tag, _):
        self.text += "\n" if tag in LINES else ""

    handle_endtag = lambda self, tag: self.handle_starttag(tag, None)


def words(text):
    return tuple(WORD.findall(unicodedata.normalize("NFKC", text).lower()))


def in_text(wanted, blocks):
    """Labels by the text that is wanted: half of a block's runs of four words are there, or it is one of its lines."""
    lines = collections.Counter(filter(None, map(words, re.split(r"[\n\t]", wanted))))
    all_words = words(wanted)
    runs = collections.Counter(zip(*(all_words[i:] for i in range(4))))
    labels = []
    for block in map(words, blocks):
        if len(block) < 5:
            labels.append(int(lines[block] > 0) if block else -1)
            lines[block] -= 1
            continue
        own = list(zip(*(block[i:] for i in range(4))))
        label = sum(runs[run] > 0 for run in own) * 2 >= len(own)
        runs.subtract(own if label else [])
        labels.append(int(label))
    return labels


def in_snippets(item, blocks):
    norm = lambda text: re.sub(r"\s+", " ", text).strip()
    parts = {key: [norm(part) for part in item[key]] for key in ("with", "without")}
    label = lambda text: 1 if any(p in text for p in parts["with"]) else 0 if any(p in text for p in parts["without"]) else -1
    return [label(norm(block)) for block in blocks]


def site(kind, name):
    """What pages have in common that are not to be parted."""
    return {"articles": name, "tests": re.sub(r"[-\d]+$", "", name)}.get(kind, ".".join(name.removeprefix("www.").split(".")[:1]))


def decoded(page):
    declared = re.search(rb"charset=[\"']?([\w-]+)", page[:4000])
    for charset in ("utf-8", declared and declared.group(1).decode(), "cp1252"):
        try:
            return page.decode(charset)
        except (UnicodeDecodeError, LookupError, TypeError):
            pass
    return page.decode("utf-8", errors="replace")


def gather(args):
    """The pages of the even halves, and ours: kind, name, what is wanted, and blocks with their features."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for kind in pages.SETS:
            source = pages.SETS[kind][0]
            for name, page, wanted in source(getattr(args, kind)):
                if pages.half(name) == "even":
                    if kind == "tests":
                        lines = Lines()
                        lines.feed(open(f"{args.tests}/test/test-pages/{name}/expected.html", encoding="utf-8").read())
                        wanted = wanted, lines.text
                    path = f"{folder}/{len(found)}"
                    open(path, "w", encoding="utf-8").write(decoded(page))
                    found.append((kind, name, wanted, path))
        for path in sorted(glob.glob(f"{OWN}/*.html")):
            right = open(path.removesuffix("html") + "txt", encoding="utf-8").read()
            if "\n====" not in right:
                found.append(("own", os.path.basename(path), (right.partition("\n\n")[2] or right).partition("\n")[2], os.path.abspath(path)))
        paths = "\n".join(path for *_, path in found)
        seen = subprocess.run([args.features], input=paths.encode(), stdout=subprocess.PIPE, check=True).stdout
    return [(kind, name, wanted, json.loads(line)) for (kind, name, wanted, _), line in zip(found, seen.splitlines())]


class Data:
    def __init__(self, found):
        self.found = found
        blocks = [block for *_, blocks in found for block in blocks]
        places = np.fromiter((place for _, seen in blocks for place in seen), dtype=np.int32)
        ends = np.cumsum([0] + [len(seen) for _, seen in blocks])
        self.seen = csr_matrix((np.ones(len(places), dtype=np.float32), places, ends), shape=(len(blocks), WIDTH))
        self.labels = np.array([label for page in found for label in self.label(*page)])
        of = lambda part: np.repeat([part(page) for page in found], [len(page[3]) for page in found])
        lengths = np.array([len(text.strip().encode()) for text, _ in blocks])
        self.weights = np.log2(2 + lengths / 20) * of(lambda page: COUNTS[page[0]])
        self.page = np.repeat(range(len(found)), [len(page[3]) for page in found])
        self.fold = of(lambda page: int(hashlib.md5(site(page[0], page[1]).encode()).hexdigest(), 16) % 5)

    @staticmethod
    def label(kind, _, wanted, blocks):
        texts = [text for text, _ in blocks]
        if kind == "snippets":
            return in_snippets(wanted, texts)
        return in_text(wanted[1] if kind == "tests" else wanted, texts)

    def learn(self, rows):
        rows = rows & (self.labels >= 0)
        model = LogisticRegression(C=STRENGTH, solver="liblinear", fit_intercept=False, tol=1e-3)
        return model.fit(self.seen[rows], self.labels[rows], sample_weight=self.weights[rows])

    def crossed(self):
        """What is said of each block by a model that never saw its site."""
        said = np.zeros(len(self.labels))
        for fold in range(5):
            held = self.fold == fold
            said[held] = self.learn(~held).predict_proba(self.seen[held])[:, 1]
        return said

    def score(self, said):
        for odds in (ODDS - 0.1, ODDS, ODDS + 0.1):
            for kind, (_, count, total) in pages.SETS.items():
                counts = []
                for number, (own, _, wanted, blocks) in enumerate(self.found):
                    if own == kind:
                        rows = said[self.page == number] > odds
                        text = "\n\n".join(text for (text, _), is_in in zip(blocks, rows) if is_in)
                        counts.append(count(wanted[0] if kind == "tests" else wanted, text))
                print(f"{odds:.2f} {kind:9} {total(counts)}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("features")
    parser.add_argument("out")
    for kind in pages.SETS:
        parser.add_argument(f"--{kind}", required=True, metavar="FOLDER")
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    data = Data(gather(args))
    if args.check:
        return data.score(data.crossed())
    weights = data.learn(np.ones(len(data.labels), dtype=bool)).coef_[0]
    bytes_ = np.clip(np.round(weights * SCALE), -127, 127).astype(np.int8)
    open(args.out, "wb").write(bytes_.tobytes())
    print(f"{(bytes_ != 0).sum()} weights; enough is {round(np.log(ODDS / (1 - ODDS)) * SCALE)}")


if __name__ == "__main__":
    main()
