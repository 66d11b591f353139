#!/usr/bin/env python3
"""Makes assets/credits/credits.model: see README.md."""
import argparse, os, random

import numpy as np
import torch

import clues, export, lessons, pseudo, reviews, teacher, written
from student import Student, pack

HERE = os.path.dirname(os.path.abspath(__file__))


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--corpus", default="../shared/corpus")
    arguments.add_argument("--program", default="target/release/credits")
    arguments.add_argument("--clues", required=True, help="a binary of the program that reads credits by clues")
    arguments.add_argument("--work", default="target/credits")
    arguments.add_argument("--out", default=f"{HERE}/../../assets/credits/credits.model")
    arguments.add_argument("--unlabelled", type=int, default=8000)
    arguments.add_argument("--epochs", type=int, default=16)
    options = arguments.parse_args()
    random.seed(1), np.random.seed(1), torch.manual_seed(1)
    os.makedirs(options.work, exist_ok=True)
    known = reviews.annotated(options.corpus)
    train = [d for d in known if d["part"] == "train"]
    pack_all = lambda found, weight: [pack(reviews.example(*pair, weight)) for pair in zip(found, reviews.tokens(found, options.program))]
    gold = pack_all(train, 1.0) + pack_all([reviews.small(d) for d in train[::4]], 0.5)
    made = lambda count, seed: pack_all(written.reviews(count, seed), 0.5)
    kept = {d.get("film_id") or d["id"] for d in known if d["part"] != "train"} | {d["id"] for d in known}
    found = labelled(unlabelled(options, kept), taught(train, options), options)
    student = Student(0.05)
    # First the annotated reviews twice and three quarters of the labelled ones; then all that is labelled, and less by heart.
    lessons.teach(student, 2 * (gold + made(1200, 9)) + found[:3 * len(found) // 4], options.epochs, rate=4e-3)
    lessons.teach(student, gold + made(3000, 9) + found, 4, rate=2.5e-3, forget=0.12)
    export.write(student, options.out)


def unlabelled(options, kept):
    """Reviews that nobody has annotated, of films that neither choices nor figures are made on."""
    names = [f"{options.corpus}/unlabelled/{name}.jsonl.gz" for name in ("reviews", "imdb")]
    found = [d for name in names for d in reviews.rows(name) if d.get("film") not in kept and d["id"] not in kept]
    random.shuffle(found)
    return found[:options.unlabelled]


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
    out = [pack(pseudo.example(*x, elsewhere, 0.6)) for x in zip(found, reviews.tokens(found, options.program), said)]
    few = [number for number in range(len(found)) if random.random() < 0.05]
    tokens = reviews.tokens([reviews.small(found[number]) for number in few], options.program)
    return out + [pack(pseudo.example(found[number], seen, said[number], elsewhere, 0.36)) for number, seen in zip(few, tokens)]


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
