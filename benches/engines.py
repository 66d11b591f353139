#!/usr/bin/env python3
"""Many reviews through `unspoiled batch`: by one process, GNU parallel, DuckDB and Spark, with workers that are killed.

    engines.py BINARY FOLDER [--reviews 50000] [--judge fast] [--only one,parallel,duckdb,pipe,pandas,cores,peers]

Makes reviews (always the same ones), has each engine judge them, and compares what it gives with what one process gives:
each record once, byte for byte the same. Where it says so, a worker is killed half way and must be tried again.
Needs GNU parallel, and `pip install duckdb pyspark pandas pyarrow` with a Java runtime for Spark; for `peers` also `spacy fasttext-wheel`.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

PEOPLE = ["Ada Lund", "Ben Okoro", "Clara Weiss", "Dmitri Sol", "Eve Marchetti", "Farid Haddad", "Gül Demir", "Zoë O’Hara"]
FILMS = ["The Night Ferry", "A Lantern for Ostend", "Salt and Iron", "The Last Signalman", "Nine Winters", "Café Aurora"]
OPEN = [
    "{a} plays the captain with a patience that few actors would dare.",
    "The photography is handsome, and the fog has never looked so much like a threat.",
    "I saw {f} in a half empty hall, and nobody left before the lights came on 🙂.",
    "Its director, {b}, is known for comedies, and it shows in the best of ways.",
    "The score says too much; the silences say it better.",
    "“We had no money,” {b} told a magazine, “so we had to have ideas.”",
    "It is twenty minutes too long, which is less than most films of this kind.",
    "See it in a cinema if you can, and with somebody who doesn't talk.",
]
STORY = [
    "A ferry leaves the harbour at night with a stranger among its crew.",
    "{a} finds the letters in the engine room and understands who wrote them.",
    "The brothers quarrel about the inheritance until one of them leaves for the north.",
    "When the police come, she hides the boy under the stairs and lies for him.",
    "In the end the captain drowns, and it was the mate who cut the rope.",
    "She has been dead all along, and the letters were written by her sister.",
    "He burns the house, takes the child, and nobody ever finds out.",
]


def review(number):
    """A review: `number` decides all of it."""
    rng = random.Random(number)
    film = rng.choice(FILMS)

    def say(lines):
        a, b = rng.sample(PEOPLE, 2)
        return rng.choice(lines).format(a=a, b=b, f=film)

    parts = []
    for _ in range(rng.randint(1, 6)):
        told = rng.random() < 0.4
        text = " ".join(say(STORY if told else OPEN) for _ in range(rng.randint(1, 5)))
        if told and rng.random() < 0.3:
            text = rng.choice(["||{}||", ">!{}!<", "[spoiler]{}[/spoiler]"]).format(text)
        parts.append(text)
    if number % 10 == 3:
        return {"id": number, "text": "".join(f"<p>{p}</p>\n" for p in parts), "from": "html"}
    if number % 10 == 7:
        return {"id": f"review-{number}", "text": f"# {film} (19{30 + number % 60})\n\n" + "\n\n".join(parts)}
    return {"id": number, "text": "\n\n".join(parts)}


class Bench:
    def __init__(self, options):
        self.binary = str(Path(options.binary).resolve())
        self.folder = Path(options.folder).resolve()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.count = options.reviews
        self.judge = options.judge
        self.input = self.folder / "reviews.jsonl"
        self.one = self.folder / "one.jsonl"

    def batch(self, *more):
        return [self.binary, "batch", "--judge", self.judge, "--no-text", *more]

    def make(self):
        with self.input.open("w") as out:
            for number in range(self.count):
                out.write(json.dumps(review(number), ensure_ascii=number % 2 == 0) + "\n")
        print(f"{self.count} reviews, {self.input.stat().st_size / 1e6:.1f} MB")

    def timed(self, name, work):
        start = time.monotonic()
        work()
        took = time.monotonic() - start
        print(f"{name}: {took:.1f} s, {self.count / took:.0f} reviews a second", flush=True)
        return took

    def run_one(self):
        def work():
            with self.input.open() as lines, self.one.open("w") as out:
                subprocess.run(self.batch(), stdin=lines, stdout=out, check=True)

        self.timed("one process", work)
        judged = [json.loads(line) for line in self.one.open()]
        asked = [json.loads(line)["id"] for line in self.input.open()]
        assert [answer["id"] for answer in judged] == asked, "ids or order differ"
        assert not any("error" in answer for answer in judged)
        self.check_places(judged)

    def check_places(self, judged):
        """Places in bytes and in characters lead to the same words."""
        found = total = 0
        for line, answer in zip(self.input.open(), judged):
            text = json.loads(line)["text"]
            raw = text.encode()
            for entry in answer["sentences"]:
                total += 1
                if entry["bytes"] is None:
                    continue
                found += 1
                by_bytes = raw[slice(*entry["bytes"])].decode()
                assert by_bytes and by_bytes == text[slice(*entry["chars"])], (answer["id"], entry)
        print(f"  {total} sentences, {found} with their places")

    def same(self, name, lines, ordered):
        """`lines` are what one process gives, in the same order or in any."""
        one = self.one.read_text().splitlines()
        lines = [line.rstrip("\n") for line in lines]
        assert len(lines) == len(one), f"{name}: {len(lines)} answers to {len(one)} records"
        assert (lines == one) if ordered else (sorted(lines) == sorted(one)), f"{name}: the answers differ"
        print(f"  {name}: the same {len(lines)} answers, each once{', in order' if ordered else ''}")

    def killer(self):
        """A batch that is killed half way when it is first called."""
        flag = self.folder / "killed"
        script = self.folder / "killed-once.sh"
        call = " ".join(self.batch("--jobs", "1"))
        script.write_text(
            f"#!/bin/sh\nif mkdir {flag} 2>/dev/null; then exec 3<&0; head -c 200000 <&3 | {call} & sleep 0.3; kill -9 $!; exit 137; fi\nexec {call}\n"
        )
        if flag.is_dir():
            flag.rmdir()
        script.chmod(0o755)
        return flag, str(script)

    def run_parallel(self):
        for name, call in [("GNU parallel", " ".join(self.batch("--jobs", "1"))), ("GNU parallel, one killed", None)]:
            flag, script = self.killer()
            out = self.folder / "parallel.jsonl"

            def work():
                # Parts are files: what --pipe-part tries again is given no input the second time.
                subprocess.run(["split", "-C", "2M", str(self.input), str(self.folder / "part.")], check=True)
                parts = sorted(str(part) for part in self.folder.glob("part.*"))
                with out.open("w") as to:
                    subprocess.run(
                        ["parallel", "--keep-order", "--retries", "3", f"{call or script} < {{}}", ":::", *parts],
                        stdout=to,
                        check=True,
                    )
                for part in parts:
                    os.remove(part)

            self.timed(name, work)
            assert call or flag.is_dir(), "nobody was killed"
            self.same(name, out.open(), ordered=True)
            if flag.is_dir():
                flag.rmdir()

    def run_duckdb(self):
        import duckdb

        table, asked, out = self.folder / "reviews.parquet", self.folder / "asked.jsonl", self.folder / "duckdb.jsonl"
        db = duckdb.connect()
        db.execute(f"CREATE TABLE reviews AS SELECT * FROM read_json('{self.input}', columns={{id: 'JSON', text: 'VARCHAR', \"from\": 'VARCHAR'}})")
        db.execute(f"COPY reviews TO '{table}'")

        def work():
            db.execute(f"COPY (SELECT id, text, \"from\" FROM '{table}') TO '{asked}' (FORMAT json)")
            with asked.open() as lines, out.open("w") as to:
                subprocess.run(self.batch(), stdin=lines, stdout=to, check=True)
            db.execute(f"CREATE TABLE judged AS SELECT * FROM read_json('{out}', columns={{id: 'JSON', model: 'VARCHAR', sentences: 'STRUCT(level VARCHAR, hidden BOOLEAN, bytes BIGINT[], chars BIGINT[])[]'}})")

        self.timed("DuckDB", work)
        self.same("DuckDB", out.open(), ordered=True)
        hidden = db.execute("SELECT count(*), sum(len([s FOR s IN sentences IF s.hidden])) FROM judged").fetchone()
        print(f"  in its table: {hidden[0]} reviews, {hidden[1]} hidden sentences")

    def spark(self):
        from pyspark.sql import SparkSession

        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        builder = SparkSession.builder.master("local[2,3]").appName("unspoiled")
        builder = builder.config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false").config("spark.driver.bindAddress", "127.0.0.1")
        builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.driver.memory", "2g")
        spark = builder.getOrCreate()
        spark.sparkContext.setLogLevel("OFF")
        return spark

    def run_pipe(self):
        spark = self.spark()
        for name, call in [("Spark, rdd.pipe", " ".join(self.batch("--jobs", "1"))), ("Spark, rdd.pipe, one killed", None)]:
            flag, script = self.killer()
            answers = []

            def work():
                lines = spark.sparkContext.textFile(str(self.input), 8)
                answers.extend(lines.pipe(call or script, checkCode=True).collect())

            self.timed(name, work)
            assert call or flag.is_dir(), "nobody was killed"
            self.same(name, answers, ordered=True)
            if flag.is_dir():
                flag.rmdir()
        spark.stop()

    def run_pandas(self):
        spark = self.spark()
        for name, killed in [("Spark, mapInPandas", False), ("Spark, mapInPandas, one killed", True)]:
            flag, script = self.killer()
            call = [script] if killed else self.batch("--jobs", "1")

            def judge(frames):
                import subprocess as processes
                import threading

                import pandas as pd

                child = processes.Popen(call, stdin=processes.PIPE, stdout=processes.PIPE, text=True, encoding="utf-8")

                def feed():
                    try:
                        for frame in frames:
                            child.stdin.writelines(line + "\n" for line in frame["value"])
                        child.stdin.close()
                    except BrokenPipeError:
                        pass

                feeder = threading.Thread(target=feed)
                feeder.start()
                held = []
                for line in child.stdout:
                    held.append(line.rstrip("\n"))
                    if len(held) == 1000:
                        yield pd.DataFrame({"answer": held})
                        held = []
                feeder.join()
                # A worker that died has answered less than it was asked: Spark must try this part again.
                if child.wait() != 0:
                    raise RuntimeError("unspoiled batch died")
                yield pd.DataFrame({"answer": held})

            answers = []

            def work():
                lines = spark.read.text(str(self.input)).repartition(8)
                answers.extend(row.answer for row in lines.mapInPandas(judge, "answer string").collect())

            self.timed(name, work)
            assert not killed or flag.is_dir(), "nobody was killed"
            self.same(name, answers, ordered=False)
            if flag.is_dir():
                flag.rmdir()
        spark.stop()

    def run_cores(self):
        """Throughput on one core and on two, each the better of two runs; and by processor time, for busy machines."""
        import resource

        for judge, count in [("fast", self.count), ("careful", self.count // 25)]:
            lines = "".join(line for line, _ in zip(self.input.open(), range(count))).encode()
            rates, busy = [], []
            for cores in ["0", "0,1"]:
                call = ["taskset", "-c", cores, self.binary, "batch", "--judge", judge, "--no-text"]
                best = float("inf")
                for _ in range(2):
                    before = resource.getrusage(resource.RUSAGE_CHILDREN)
                    start = time.monotonic()
                    subprocess.run(call, input=lines, stdout=subprocess.DEVNULL, check=True)
                    best = min(best, time.monotonic() - start)
                    after = resource.getrusage(resource.RUSAGE_CHILDREN)
                    busy.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
                rates.append(count / best)
            words = sum(len(json.loads(line)["text"].split()) for line in lines.splitlines()) / count
            print(
                f"{judge}, {words:.0f} words a review: {rates[0]:.0f} reviews a second on one core, {rates[1]:.0f} on two (× {rates[1] / rates[0]:.2f}); "
                f"{count / min(busy):.0f} a second of processor time",
                flush=True,
            )

    def run_peers(self):
        """Pipelines that one might take instead, on one core and the same reviews. They are taught on made sentences in
        a moment: this is about their pace, not about how well they judge."""
        import re

        import fasttext
        import spacy
        from spacy.training import Example

        os.sched_setaffinity(0, {0})
        lines = [line for line, _ in zip(self.input.open(), range(2000))]
        texts = [json.loads(line)["text"] for line in lines]
        sentences = [(line.format(a=PEOPLE[0], b=PEOPLE[1], f=FILMS[0]), told) for told, kind in [("told", STORY), ("open", OPEN)] for line in kind]

        def rate(name, work):
            start = time.monotonic()
            work()
            print(f"  {name}: {len(texts) / (time.monotonic() - start):.0f} reviews a second on one core", flush=True)

        for judge in ["fast", "careful"]:
            call = [self.binary, "batch", "--judge", judge, "--no-text", "--jobs", "1"]
            rate(f"unspoiled, {judge}", lambda: subprocess.run(call, input="".join(lines).encode(), stdout=subprocess.DEVNULL, check=True))
        taught = self.folder / "taught.txt"
        taught.write_text("".join(f"__label__{label} {text}\n" for text, label in sentences * 20))
        bag = fasttext.train_supervised(str(taught), thread=1, verbose=0)
        rate("fastText, split by a pattern", lambda: [bag.f.predict(part + "\n", 1, 0.0, "strict") for text in texts for part in re.split(r"(?<=[.!?])\s+", text)])
        nlp = spacy.blank("en")
        nlp.add_pipe("sentencizer")
        rate("spaCy, sentences only", lambda: [list(doc.sents) for doc in nlp.pipe(texts)])
        judge = spacy.blank("en")
        judge.add_pipe("textcat")
        examples = [Example.from_dict(judge.make_doc(text), {"cats": {"told": label == "told", "open": label == "open"}}) for text, label in sentences]
        judge.initialize(lambda: examples)
        rate("spaCy, sentences and textcat on each", lambda: list(judge.pipe(str(part) for doc in nlp.pipe(texts) for part in doc.sents)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("folder")
    parser.add_argument("--reviews", type=int, default=50_000)
    parser.add_argument("--judge", default="fast")
    parser.add_argument("--only", default="one,parallel,duckdb,pipe,pandas,cores,peers")
    options = parser.parse_args()
    bench = Bench(options)
    bench.make()
    for part in options.only.split(","):
        getattr(bench, f"run_{part}")()


if __name__ == "__main__":
    main()
