#!/usr/bin/env python3
"""Makes assets/credits/credits.model, decisions.model, known.bin and together.bin: see README.md."""
import argparse, collections, os, random, subprocess, sys

import numpy as np
import torch

import clues, export, films, labels, lessons, pseudo, reviews, teacher, written
from known import Known
from student import Student, pack, vocabulary

ANNOTATED, LABELLED, READ, SMALL = 0.6, 0.6, 0.5, 0.36  # how much a review weighs: annotated, labelled, read by the student, without its capitals
DROPPED, FORGOTTEN = 0.2, 0.25  # with less, the annotated reviews are soon known by heart
HERE = os.path.dirname(os.path.abspath(__file__))
COURSES = 3  # of which the weights' mean is taken


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--corpus", default="../shared/corpus")
    arguments.add_argument("--films", required=True, help="a copy of the repository prust/wikipedia-movie-data")
    arguments.add_argument("--program", default="target/release/credits")
    arguments.add_argument("--clues", required=True, help="a binary of the program that reads credits by clues")
    arguments.add_argument("--work", default="target/credits")
    arguments.add_argument("--out", default=f"{HERE}/../../assets/credits")
    arguments.add_argument("--labelled", type=int, default=8000)
    arguments.add_argument("--epochs", type=int, default=16)
    options = arguments.parse_args()
    random.seed(1), np.random.seed(1), torch.manual_seed(1)
    os.makedirs(options.work, exist_ok=True)
    facts = films.films(options.films)
    Known(facts).write(options.out)
    # The program has what is known built in.
    subprocess.run(["cargo", "build", "--release", "-p", "unspoiled-training", "--bin", "credits"], check=True)
    annotated = reviews.annotated(options.corpus)
    train = [d for d in annotated if d["part"] == "train"]
    kept = {d.get("film_id") or d["id"] for d in annotated if d["part"] != "train"} | {d["id"] for d in annotated}
    found = unlabelled(options, kept)
    said, rest = labelled(found[:options.labelled], taught(train, options), options), found[options.labelled:]
    of = linked(found, facts)
    exact, shares = gold(train, options)
    words = vocabulary(exact + said)
    packed = lambda examples: [pack(x, words) for x in examples]
    student = Student(words, DROPPED)
    lessons.teach(student, packed(exact) + packed(checked(said, of, facts, shares)), options.epochs, rate=4e-3, forget=FORGOTTEN)
    # Of the other reviews those are read by the student itself of whose film something is known.
    rest = [d for d in rest if d["id"] in of]
    read = pseudo.by_student(student, rest, reviews.tokens(rest, options.program))
    for x in read:
        x.weight, x.far_linked = READ, True
    every = packed(exact) + packed(said + checked(read, of, facts, shares))
    courses = []
    for _ in range(COURSES):
        lessons.teach(student, every, 8, rate=2.5e-3, forget=FORGOTTEN)
        courses.append({name: part.clone() for name, part in student.state_dict().items()})
    student.load_state_dict({name: sum(course[name] for course in courses) / COURSES for name in courses[0]})
    export.write(student, f"{options.out}/credits.model")
    subprocess.run(["cargo", "build", "--release", "-p", "unspoiled-training", "--bin", "decisions"], check=True)
    subprocess.run([sys.executable, f"{HERE}/decide.py", "--corpus", options.corpus, "--out", f"{options.out}/decisions.model"], check=True)


def gold(train, options):
    """The annotated reviews, a quarter of them without their capitals, too, and some that are made; and what known titles are in the first."""
    parts = [(train, ANNOTATED), ([reviews.small(d) for d in train[::4]], ANNOTATED / 2), (written.reviews(3000, 9), ANNOTATED / 2)]
    out = [[reviews.example(d, tokens, weight) for d, tokens in zip(found, reviews.tokens(found, options.program))] for found, weight in parts]
    return sum(out, []), labels.shares(out[0])


def checked(said, of, facts, shares):
    """What is labelled, held against what is known of films."""
    for x in said:
        labels.correct(x)
        film = of.get(x.review["id"])
        if film:
            labels.tell_film(x, film[0], facts[film])
        labels.draw_films(x, shares)
    return said


def linked(found, facts):
    """Of reviews which film they are about, where that is known: reviews of one film tell together."""
    link, groups = labels.Link(facts, films.title_words), collections.defaultdict(list)
    for d in found:
        groups[d.get("film") or d["id"]].append(d)
    films_of = {name: link.of(group) for name, group in groups.items()}
    return {d["id"]: films_of[name] for name, group in groups.items() for d in group if films_of[name]}


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
