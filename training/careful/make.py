"""Makes the careful judge: soft labels of the teacher, the student, and its file. See README.md."""
import argparse, gzip, json, os, random, sys

import torch
from safetensors.torch import load_file, save_file

import distil
from export import export
from reviews import Pieces, part, rows, vocabulary
from student import Student, from_base

SIZE = 16_000


def soft_labels(teacher_folder, corpus, work):
    """The teacher's three and seven logits and its vector of every sentence of IMDb's users and of the labelled strangers."""
    sys.path.insert(0, teacher_folder)
    import teacher as t

    model = t.Teacher()
    model.load_state_dict({k: v.float() for k, v in load_file(f"{teacher_folder}/teacher.safetensors").items()})
    model.eval()
    heads = torch.cat([model.l.weight, model.z.weight]).T, torch.cat([model.l.bias, model.z.bias])

    class Vectors(torch.nn.Module):
        """The teacher, saying its vectors in the place of its levels."""

        def forward(self, ids, there, sentence, count):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                states = model.b(input_ids=ids, attention_mask=there).last_hidden_state
            from student import mean

            vectors = mean(states, sentence, count)
            return vectors, vectors[:, :7]

    for name, source in (("strangers", "levels/strangers.jsonl"), ("imdb", "unlabelled/imdb.jsonl.gz")):
        path = f"{work}/{name}.pt"
        if os.path.exists(path):
            continue
        out = []
        with torch.inference_mode():
            for review in rows(f"{corpus}/{source}"):
                sentences = t.encode(review)
                sums, counts = torch.zeros(len(sentences), 384), torch.zeros(len(sentences), 1)
                for window in t.windows(sentences, True):
                    vectors, _ = Vectors()(*t.batch([window]))
                    n = len(window[2])
                    share = torch.tensor([min(k + 1, n - k) / n + 0.1 for k in range(n)])[:, None]
                    sums[window[2]] += vectors * share
                    counts[window[2]] += share
                vectors = sums / counts
                out.append(torch.cat([vectors @ heads[0] + heads[1], vectors], 1).half())
        torch.save(torch.cat(out), path)
        print(path, flush=True)


def for_the_fast_judge(corpus, work):
    """The soft labels beside the reviews, as the fast judge's training reads them."""
    path = f"{work}/imdb.soft.jsonl.gz"
    if os.path.exists(path):
        return
    soft, at = torch.load(f"{work}/imdb.pt").float(), 0
    with gzip.open(path, "wt") as out:
        for review in rows(f"{corpus}/unlabelled/imdb.jsonl.gz"):
            scores, zones = [], []
            for paragraph in review["paragraphs"]:
                own = soft[at:at + len(paragraph)]
                at += len(paragraph)
                scores.append([[round(v, 3) for v in row] for row in own[:, :3].sigmoid().tolist()])
                zones.append([round(v, 3) for v in own[:, 3:10].softmax(-1).mean(0).tolist()])
            out.write(json.dumps({**review, "scores": scores, "zone_scores": zones}, ensure_ascii=False) + "\n")


def reviews(pieces, corpus, work, parts, labelled_times=2, unlabelled=1.0):
    """What there is to learn from, and how often each review is read: nothing of a writer or film that is kept back, and of what
    has no labels this share."""
    labelled = rows(f"{corpus}/levels/labelled.jsonl")
    strangers = rows(f"{corpus}/levels/strangers.jsonl")
    held = {r["film"] for r in labelled + strangers if part(r) not in parts and r["source"] != "wild" and r.get("film")}
    out = [(pieces.review(r), labelled_times) for r in labelled if part(r) in parts]
    for some, soft, times in ((strangers, "strangers", labelled_times), (rows(f"{corpus}/unlabelled/imdb.jsonl.gz"), "imdb", 1)):
        rest = torch.load(f"{work}/{soft}.pt").float()
        for review in some:
            count = sum(map(len, review["paragraphs"]))
            own, rest = rest[:count], rest[count:]
            if (part(review) in parts) if soft == "strangers" else (review.get("film") not in held and random.random() < unlabelled):
                out.append((pieces.review(review, own), times))
    rest = rows(f"{corpus}/unlabelled/reviews.jsonl.gz")
    out += [(pieces.review(r), 1) for r in rest if r.get("film") not in held and random.random() < unlabelled]
    return out


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--corpus", default="../shared/corpus")
    arguments.add_argument("--teacher", default="../shared/teacher")
    arguments.add_argument("--work", required=True)
    arguments.add_argument("--out", default="assets/careful.model")
    arguments.add_argument("--shipped", action="store_true", help="go on from the measured student with the blind part, too")
    a = arguments.parse_args()
    torch.manual_seed(0)
    random.seed(0)
    os.makedirs(a.work, exist_ok=True)
    soft_labels(a.teacher, a.corpus, a.work)
    for_the_fast_judge(a.corpus, a.work)
    kept, known = vocabulary(a.corpus, SIZE)
    with open(f"{a.work}/vocabulary.txt", "w") as out:
        out.write("\n".join(kept) + "\n")
    pieces = Pieces(f"{a.work}/vocabulary.txt")
    asides = pieces.asides(os.path.join(os.path.dirname(__file__), "../asides.txt"))
    student = Student(len(kept))
    if a.shipped:
        before = load_file(f"{a.work}/student.safetensors")
        student.load_state_dict(before, strict=False)
        some = reviews(pieces, a.corpus, a.work, ["train", "blind"], 1, 0.05)
        learned = distil.distil(student, distil.lessons(pieces, some, asides), distil.RATE / 2)
        # Between the weights before and after lies a better model than either (Wortsman et al. 2022).
        weights, name = {k: 0.3 * before[k] + 0.7 * learned[k] for k in learned}, "shipped"
    else:
        begin(student, a, kept, known)
        some = reviews(pieces, a.corpus, a.work, ["train"])
        weights, name = distil.distil(student, distil.lessons(pieces, some, asides)), "student"
    save_file({name: value.contiguous() for name, value in weights.items()}, f"{a.work}/{name}.safetensors")
    export(weights, kept, a.out)


def begin(student, a, kept, known):
    """The weights to begin with: the base's layers, the teacher's heads."""
    some = [" ".join(r["paragraphs"][0])[:1200] for r in rows(f"{a.corpus}/unlabelled/imdb.jsonl.gz")[:96]]
    weights = from_base(known, kept, some)
    teacher = load_file(f"{a.teacher}/teacher.safetensors")
    weights |= {name: value.float() for name, value in teacher.items() if name.startswith(("l.", "z."))}
    student.load_state_dict(weights, strict=False)


if __name__ == "__main__":
    main()
