"""How the corpus lies in files, and how its reviews are parted: what the programs for both models share."""
import gzip, json


def rows(path):
    """The reviews of a file, one a line."""
    with gzip.open(path, "rt") if str(path).endswith(".gz") else open(path) as file:
        return [json.loads(line) for line in file if line.strip()]


def mixed(text):
    """The 32-bit FNV-1a hash of a text, finished as `features::hash` of the judge does it."""
    h = 0x811C9DC5
    for byte in text.encode():
        h = (h ^ byte) * 0x01000193 & 0xFFFFFFFF
    h = (h ^ h >> 16) * 0x7FEB352D & 0xFFFFFFFF
    h = (h ^ h >> 15) * 0x846CA68B & 0xFFFFFFFF
    return h ^ h >> 16
