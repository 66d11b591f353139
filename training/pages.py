#!/usr/bin/env python3
"""How well the article is found in its page, on public sets of saved pages; nothing of them is kept.

    pages.py articles FOLDER BINARY   scrapinghub/article-extraction-benchmark: F1 of runs of four words
    pages.py tests FOLDER BINARY      mozilla/readability, its test/test-pages: F1 of words
    pages.py snippets FOLDER BINARY   adbar/trafilatura, its tests: snippets wanted and not wanted

FOLDER is a checkout of the set's repository. Each set is scored as its own evaluation does. Pages are parted in
two by a hash of their name: choose on `even`, report `odd`. With -v the pages that lose most, even ones only.
"""
import argparse, collections, gzip, hashlib, html.parser, json, os, re, subprocess, sys, tempfile
from concurrent.futures import ThreadPoolExecutor

WORD = re.compile(r"\w+")
HEAD = re.compile(r"\A[^\n]*\n(?:[^\n]+\n)*\n")  # what the program says of the film, before the text


def half(name):
    return ("even", "odd")[hashlib.sha256(name.encode()).digest()[0] % 2]


def read(binary, page):
    """The text of `page` as the program shows it."""
    with tempfile.NamedTemporaryFile(suffix=".html") as file:
        file.write(page)
        file.flush()
        command = [binary, "--format", "text", "--hide", "nothing", "--judge", "fast", "--width", "1000", "--no-state", "--offline", file.name]
        run = subprocess.run(command, capture_output=True)
    text = HEAD.sub("", run.stdout.decode(errors="replace"), count=1)
    # What readers answer follows the article in a section of its own.
    text = text.split("\nReplies\n")[0]
    # Names of sections that it infers, and descriptions of pictures.
    return "\n".join(line for line in text.split("\n") if not line.startswith(("§ ", "Image: ")))


def overlap(wanted, found, n):
    """True and false positives and negatives among runs of `n` words, as shares of one."""
    def runs(text):
        words = WORD.findall(text or "")
        return collections.Counter(tuple(words[i : i + n]) for i in range(max(1, len(words) - n + 1)) if words)
    wanted, found = runs(wanted), runs(found)
    both = sum((wanted & found).values())
    counts = both, sum(found.values()) - both, sum(wanted.values()) - both
    return [count / (sum(counts) or 1) for count in counts]


def mean_f1(counts):
    """Precision and recall averaged over the pages, and their harmonic mean."""
    share = lambda a, b, other: 1.0 if b == other == 0 else a / (a + b) if a + b else 0.0
    precision = [share(tp, fp, fn) for tp, fp, fn in counts if tp + fp > 0]
    recall = [share(tp, fn, fp) for tp, fp, fn in counts if tp + fn > 0]
    p, r = sum(precision) / max(len(precision), 1), sum(recall) / max(len(recall), 1)
    return f"F1 {2 * p * r / (p + r or 1):.3f}  P {p:.3f}  R {r:.3f}"


class Text(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.parts = []

    def handle_data(self, data):
        self.parts.append(data)


def text_of(source):
    parser = Text()
    parser.feed(source)
    return " ".join(parser.parts)


def articles(folder):
    truth = json.load(open(f"{folder}/ground-truth.json"))
    for name, item in sorted(truth.items()):
        yield name, gzip.open(f"{folder}/html/{name}.html.gz").read(), item.get("articleBody", "")


def tests(folder):
    root = f"{folder}/test/test-pages"
    for name in sorted(os.listdir(root)):
        wanted = text_of(open(f"{root}/{name}/expected.html", encoding="utf-8").read())
        yield name, open(f"{root}/{name}/source.html", "rb").read(), wanted


def snippets(folder):
    root = f"{folder}/tests"
    for item in json.load(open(f"{root}/evaldata.json")).values():
        path = next((p for d in ("cache", "eval") if os.path.isfile(p := f"{root}/{d}/{item['file']}")), None)
        if path:
            yield item["file"], open(path, "rb").read(), item


def count_snippets(item, found):
    norm = lambda text: re.sub(r"\s+", " ", text).strip()
    found = norm(found)
    tp, fp = (sum(norm(part) in found for part in item[key]) for key in ("with", "without"))
    return tp, fp, len(item["with"]) - tp


def sum_f1(counts):
    tp, fp, fn = map(sum, zip(*counts))
    none = sum(tp == 0 for tp, _, _ in counts)
    return f"F1 {2 * tp / (2 * tp + fp + fn):.3f}  P {tp / (tp + fp):.3f}  R {tp / (tp + fn):.3f}  nothing wanted found in {none}"


SETS = {
    "articles": (articles, lambda wanted, found: overlap(wanted, found, 4), mean_f1),
    "tests": (tests, lambda wanted, found: overlap(wanted, found, 1), mean_f1),
    "snippets": (snippets, count_snippets, sum_f1),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set", choices=SETS)
    parser.add_argument("folder")
    parser.add_argument("binary")
    parser.add_argument("-v", action="store_true")
    args = parser.parse_args()
    pages, count, score = SETS[args.set]
    pages = list(pages(args.folder))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        texts = list(pool.map(lambda page: read(args.binary, page[1]), pages))
    counted = [(name, count(wanted, text)) for (name, _, wanted), text in zip(pages, texts)]
    for part in ("even", "odd", "all"):
        counts = [c for name, c in counted if part in ("all", half(name))]
        print(f"{args.set:9}{part:5}{len(counts):4} pages  {score(counts)}")
    if args.v:
        for name, (tp, fp, fn) in sorted(counted, key=lambda item: item[1][0] - item[1][1] - item[1][2])[:80]:
            if half(name) == "even":
                print(f"{name}  {tp:.2f} {fp:.2f} {fn:.2f}")


if __name__ == "__main__":
    sys.exit(main())
