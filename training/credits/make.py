#!/usr/bin/env python3
"""Makes assets/credits/credits.model and known.bin: see README.md."""
import argparse, os, random

import numpy as np
import torch

import clues, export, lessons, pseudo, reviews, teacher, written
from known import Known
from student import Student, pack

LABELLED, SMALL = 0.6, 0.36  # how much a labelled review weighs, and one without its capitals
HERE = os.path.dirname(os.path.abspath(__file__))


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--corpus", default="../shared/corpus")
    arguments.add_argument("--program", default="target/release/credits")
    arguments.add_argument("--clues", required=True, help="a binary of the program that reads credits by clues")
    arguments.add_argument("--work", default="target/credits")
    arguments.add_argument("--out", default=f"{HERE}/../../assets/credits")
    arguments.add_argument("--labelled", type=int, default=8000)
    arguments.add_argument("--epochs", type=int, default=16)
    options = arguments.parse_args()
    random.seed(1), np.random.seed(1), torch.manual_seed(1)
    os.makedirs(options.work, exist_ok=True)
    known = reviews.annotated(options.corpus)
    train = [d for d in known if d["part"] == "train"]
    kept = {d.get("film_id") or d["id"] for d in known if d["part"] != "train"} | {d["id"] for d in known}
    found = unlabelled(options, kept)
    said, rest = labelled(found[:options.labelled], taught(train, options), options), found[options.labelled:]
    names = Known([x for x in said if x.weight == LABELLED])
    student = Student(0.05)
    # First the annotated reviews twice and three quarters of the labelled ones; then all that is labelled, and less by heart.
    lessons.teach(student, 2 * gold(train, names, 1200, options) + packed(said[:3 * len(said) // 4], names), options.epochs, rate=4e-3)
    lessons.teach(student, gold(train, names, 3000, options) + packed(said, names), 9, rate=2.5e-3, forget=0.12)
    # Then names are counted in the other reviews, too, as the net reads them itself.
    read = pseudo.by_student(student, rest, reviews.tokens(rest, options.program), names)
    names, before = Known([x for x in said if x.weight == LABELLED] + read), names
    names.carry(student, before)
    lessons.teach(student, gold(train, names, 3000, options) + packed(said, names), 4, rate=2e-3, forget=0.12)
    # What is learned in one more course and what was known before it are better together than either.
    known_before = {name: part.clone() for name, part in student.state_dict().items()}
    lessons.teach(student, gold(train, names, 4000, options) + packed(said, names), 5, rate=2.5e-3, forget=0.12)
    student.load_state_dict({name: (part + known_before[name]) / 2 for name, part in student.state_dict().items()})
    export.write(student, f"{options.out}/credits.model")
    names.write(f"{options.out}/known.bin")


def gold(train, names, count, options):
    """The annotated reviews, a quarter of them without their capitals, too, and some that are made."""
    parts = [(train, 1.0), ([reviews.small(d) for d in train[::4]], 0.5), (written.reviews(count, 9), 0.5)]
    return [pack(reviews.example(d, tokens, weight), names.of(tokens)) for found, weight in parts
            for d, tokens in zip(found, reviews.tokens(found, options.program))]


def packed(said, names):
    """What is labelled; a name must be known from other reviews than the one itself."""
    return [pack(x, names.of(x.tokens, 1)) for x in said]


def unlabelled(options, kept):
    """Reviews that nobody has annotated, of films that neither choices nor figures are made on."""
    names = [f"{options.corpus}/unlabelled/{name}.jsonl.gz" for name in ("reviews", "imdb")]
    found = [d for name in names for d in reviews.rows(name) if d.get("film") not in kept and d["id"] not in kept]
    random.shuffle(found)
    return found


def heard(found, options):
    """The reviews with what the clues say of them."""
    return [dict(d, clues=said) for d, said in zip(found, clues.ask(options.clues, found))]


def labelled(found, master, options):
    """The reviews as examples, a few of them without their capitals, too."""
    said = []
    for at in range(0, len(found), 500):
        said += teacher.says(master, heard(found[at:at + 500], options))
        print(f"labelled {len(said)} of {len(found)}", flush=True)
    elsewhere = pseudo.Elsewhere(found, said)
    out = [pseudo.example(*x, elsewhere, LABELLED) for x in zip(found, reviews.tokens(found, options.program), said)]
    few = [number for number in range(len(found)) if random.random() < 0.05]
    tokens = reviews.tokens([reviews.small(found[number]) for number in few], options.program)
    return out + [pseudo.example(found[number], seen, said[number], elsewhere, SMALL) for number, seen in zip(few, tokens)]


def taught(train, options):
    """The teacher; it learns from `train` if it has not yet."""
    path, master = f"{options.work}/teacher.pt", teacher.Teacher()
    if not os.path.exists(path):
        teacher.train(master, heard(train, options) + written.reviews(500, 11), 5)
        torch.save(master.state_dict(), path)
    master.load_state_dict(torch.load(path))
    return master.eval()


if __name__ == "__main__":
    main()
