#!/usr/bin/env python3
"""Makes assets/credits/decisions.model: when somebody is told to have had a role (`crates/review/src/credits/decision.rs`).

Logistic regression on the part of the annotated reviews that choices are made on: what the net says of those it learned from is
surer than of strangers. --held-out says how it does on a tenth of them after the other."""
import argparse, json, os, subprocess

import numpy as np

import reviews

GROUPS = [("director",), ("actor",), tuple(role for role in reviews.ROLES if role not in ("director", "actor", "studio"))]
PENALTY = 5.0  # on the square of the weights, as of numbers that differ by one
SURE = (0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7)


def asked(docs, program):
    """What is decided on in each review: a name, a role, what is seen, whether it is so."""
    lines = "".join(json.dumps({"paragraphs": d["paragraphs"]}) + "\n" for d in docs)
    said = subprocess.run([program], input=lines, capture_output=True, text=True, check=True).stdout.splitlines()
    for number, (d, line) in enumerate(zip(docs, said)):
        right = {(reviews.norm(name), role) for name, role, *_ in d["credits"]}
        for name, role, seen in json.loads(line):
            if (reviews.norm(name), "other") not in right:
                yield number, reviews.norm(name), role, seen, (reviews.norm(name), role) in right


def spread(role, seen, group):
    """What is seen, and which role of the group it is about."""
    return [*seen, *(float(role == own) for own in group)]


def fit(rows, right):
    """The weights by which the odds of each row come nearest to what is right: Newton's steps."""
    rows, right = np.array(rows), np.array(right, float)
    mean, width = rows.mean(0), rows.std(0) + 1e-6
    scaled = np.concatenate([(rows - mean) / width, np.ones((len(rows), 1))], 1)
    weights, penalty = np.zeros(scaled.shape[1]), np.full(scaled.shape[1], PENALTY)
    penalty[-1] = 1e-6
    for _ in range(30):
        likely = 1 / (1 + np.exp(-scaled @ weights))
        slope = scaled.T @ (likely - right) + penalty * weights
        curve = (scaled * (likely * (1 - likely))[:, None]).T @ scaled + np.diag(penalty)
        weights -= np.linalg.solve(curve, slope)
    return weights[:-1] / width, weights[-1] - (weights[:-1] * mean / width).sum()


def held_out(found, docs):
    """Precision and recall of all roles but a studio's where each tenth of the reviews is decided on by what the others teach."""
    likely = {}
    for group in GROUPS:
        own = [row for row in found if row[2] in group]
        for tenth in range(10):
            weights, base = fit([spread(r[2], r[3], group) for r in own if r[0] % 10 != tenth], [r[4] for r in own if r[0] % 10 != tenth])
            for number, name, role, seen, right in own:
                if number % 10 == tenth:
                    likely[number, name, role] = 1 / (1 + np.exp(-np.dot(weights, spread(role, seen, group)) - base)), right
    count = sum(len({(reviews.norm(c[0]), c[1]) for c in d["credits"] if c[1] not in ("other", "studio")}) for d in docs)
    for sure in SURE:
        told = [right for share, right in likely.values() if share > sure]
        print(f"surer than {sure}: P {sum(told) / len(told):.3f} R {sum(told) / count:.3f} F1 {2 * sum(told) / (len(told) + count):.3f}")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--corpus", default="../shared/corpus")
    arguments.add_argument("--program", default="target/release/decisions")
    arguments.add_argument("--out", default=f"{os.path.dirname(os.path.abspath(__file__))}/../../assets/credits/decisions.model")
    arguments.add_argument("--held-out", action="store_true")
    options = arguments.parse_args()
    docs = [d for d in reviews.annotated(options.corpus) if d["part"] == "dev"]
    found = list(asked(docs, options.program))
    if options.held_out:
        held_out(found, docs)
    all_weights, added = [], dict.fromkeys(reviews.ROLES, 0.0)
    for group in GROUPS:
        own = [row for row in found if row[2] in group]
        weights, base = fit([spread(row[2], row[3], group) for row in own], [row[4] for row in own])
        seen = len(weights) - len(group)
        all_weights += weights[:seen].tolist()
        added.update({role: base + weights[seen + place] for place, role in enumerate(group)})
    np.array(all_weights + list(added.values()), "<f4").tofile(options.out)


if __name__ == "__main__":
    main()
