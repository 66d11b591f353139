#!/usr/bin/env python3
"""The library from Python, by way of `unspoiled batch`: one process, asked review by review.

    python3 examples/judge.py [unspoiled]
"""

import json
import subprocess
import sys


class Unspoiled:
    """Judges reviews. It starts once, and answers each review as soon as it has been judged."""

    def __init__(self, program="unspoiled", *options):
        call = [program, "batch", *options]
        self.process = subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")

    def judge(self, text, **more):
        """The answer to one review; `more` may say what it is written in: from_="html"."""
        record = {"id": 0, "text": text, **{name.rstrip("_"): value for name, value in more.items()}}
        self.process.stdin.write(json.dumps(record) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if "error" in answer:
            raise ValueError(answer["error"])
        return answer

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def wrapped(text, answer, level="plot"):
    """`text` with what tells so much, or more, in spoiler tags."""
    levels = ["none", "premise", "plot", "ending"]
    out, at = [], 0
    for sentence in answer["sentences"]:
        start, end = sentence["chars"] or (at, at)
        if start < at or levels.index(sentence["level"]) < levels.index(level):
            continue
        out += [text[at:start], "<spoiler>", text[start:end], "</spoiler>"]
        at = end
    return "".join(out) + text[at:]


if __name__ == "__main__":
    unspoiled = Unspoiled(*(sys.argv[1:2] or ["unspoiled"]), "--no-text")
    review = "A quiet film about a loud sea. In the end the captain drowns, and it was the mate who cut the rope."
    print(wrapped(review, unspoiled.judge(review)))
    unspoiled.close()
