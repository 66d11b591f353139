#!/usr/bin/env python3
"""Makes assets/credits/credits.model: see README.md."""
import argparse, os, random

import numpy as np
import torch

import export, lessons, pseudo, reviews, teacher, written
from student import Student

HERE = os.path.dirname(os.path.abspath(__file__))


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--corpus", default="../shared/corpus")
    arguments.add_argument("--program", default="target/release/credits")
    arguments.add_argument("--work", default="target/credits")
    arguments.add_argument("--out", default=f"{HERE}/../../assets/credits/credits.model")
    arguments.add_argument("--unlabelled", type=int, default=5000)
    arguments.add_argument("--labels", choices=["teacher", "self"], default="teacher", help="who labels what nobody has annotated")
    options = arguments.parse_args()
    random.seed(1), np.random.seed(1), torch.manual_seed(1)
    os.makedirs(options.work, exist_ok=True)
    known = reviews.annotated(options.corpus)
    train = [d for d in known if d["part"] == "train"]
    seen = lambda found, weight: [reviews.example(*pair, weight) for pair in zip(found, reviews.tokens(found, options.program))]
    examples = seen(train, 1.0) + seen([reviews.small(d) for d in train[::4]], 0.5) + seen(written.reviews(1500, 7), 0.5)
    kept = {d.get("film_id") or d["id"] for d in known if d["part"] != "train"}
    found = unlabelled(options, kept)
    tokens = reviews.tokens(found, options.program)
    student = Student(0.25)
    if options.labels == "teacher":
        more = teacher.label(taught(train, options), found, tokens, 0.5)
        lessons.teach(student, examples, more, 12, rate=4e-3, size=16, each=2500)
    else:
        lessons.teach(student, examples, [], 12, rate=4e-3, size=16)
        more = pseudo.label(student, found, tokens, 0.4)
        lessons.teach(student, examples, more, 5, rate=2.5e-3, forget=0.25, size=16, each=1200)
    export.write(student, options.out)


def unlabelled(options, kept):
    """Reviews that nobody has annotated, of films that neither choices nor figures are made on."""
    names = [f"{options.corpus}/unlabelled/{name}.jsonl.gz" for name in ("reviews", "imdb")]
    found = [d for name in names for d in reviews.rows(name) if d.get("film") not in kept and d["id"] not in kept]
    random.shuffle(found)
    return found[:options.unlabelled]


def taught(train, options):
    """The teacher; it learns from `train` if it has not yet."""
    path, master = f"{options.work}/teacher.pt", teacher.Teacher()
    if not os.path.exists(path):
        teacher.train(master, train, 4)
        torch.save(master.state_dict(), path)
    master.load_state_dict(torch.load(path))
    return master.eval()


if __name__ == "__main__":
    main()
