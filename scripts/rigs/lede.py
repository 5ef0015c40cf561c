# SPDX-License-Identifier: Apache-2.0
"""The program under test, and archives whose every generation has a known set of articles."""

import json
import os
import random
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field

STATUS = {
    0: "done", 1: "nothing found", 2: "bad usage", 3: "done with rejects", 10: "no archive", 11: "locked",
    13: "out of space", 14: "input/output", 15: "newer format", 20: "corrupt", 130: "interrupted",
}
# A word that stands in every article, and one that stands in every article of a later version.
EVERYWHERE = "dispatch"
REVISED = "recast"


@dataclass
class Result:
    status: int
    out: str
    err: str
    seconds: float

    def brief(self):
        text = (self.err or self.out).strip().replace("\n", " / ")
        return f"status {self.status} ({STATUS.get(self.status, 'undocumented')}): {text[:300]}"


class Lede:
    """Runs the `lede` program."""

    def __init__(self, program):
        self.program = os.path.abspath(program)
        if not os.access(self.program, os.X_OK):
            sys.exit(f"{program}: no program there; scripts/build-release builds it, --lede names another")

    def command(self, *arguments, before=()):
        return [*before, self.program, *map(str, arguments)]

    def run(self, *arguments, before=(), stdin=None, timeout=300, **options):
        start = time.monotonic()
        done = subprocess.run(
            self.command(*arguments, before=before), input=stdin, capture_output=True, timeout=timeout, **options)
        return Result(
            done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"),
            time.monotonic() - start)

    def ids(self, archive, query=EVERYWHERE):
        """The ids of all articles with a word; raises if the search fails."""
        result = self.run("search", query, "-n", 10_000_000, "--format", "ids", "-a", archive)
        if result.status not in (0, 1):
            raise Fault(f"search: {result.brief()}")
        return sorted(result.out.split())

    def generation(self, archive):
        result = self.run("stats", "--format", "json", "-a", archive)
        if result.status != 0:
            raise Fault(f"stats: {result.brief()}")
        return int(json.loads(result.out)["generation"])


class Fault(Exception):
    """A promise that was not kept."""


@dataclass
class State:
    """What a generation consists of."""

    generation: int
    ids: list
    revised: list = field(default_factory=list)


def write_articles(path, numbers, version=1, words=120, seed=1):
    """JSON lines of articles `a<number>`; later versions have the word REVISED in them."""
    rng = random.Random(seed * 1_000_003 + version)
    vocabulary = [f"w{index:x}" for index in range(60_000)]
    with open(path, "w", encoding="utf-8") as out:
        for number in numbers:
            text = " ".join(rng.choices(vocabulary, k=words))
            day = 1 + number % 28
            title = f"{EVERYWHERE} {number}" + (f" {REVISED}" if version > 1 else "")
            out.write(json.dumps({
                "id": f"a{number}", "title": title, "body": text + ".",
                "date": f"20{10 + number % 12:02}-{1 + number // 28 % 12:02}-{day:02}",
                "source": f"Gazette {number % 7}"}) + "\n")


def check(lede, archive, states):
    """Verifies every byte, then that the archive is exactly one of `states`; returns that one."""
    result = lede.run("check", "--full", "-a", archive)
    if result.status != 0:
        raise Fault(f"check --full: {result.brief()}")
    generation = lede.generation(archive)
    for state in states:
        if state.generation == generation:
            break
    else:
        raise Fault(f"generation {generation} is none of {[state.generation for state in states]}")
    if lede.ids(archive) != sorted(state.ids):
        raise Fault(f"generation {generation} has other articles than were indexed")
    if lede.ids(archive, REVISED) != sorted(state.revised):
        raise Fault(f"generation {generation} has other versions of its articles")
    return state


def copy_archive(source, target):
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)


@dataclass
class World:
    """An archive at generation 1 and an input that makes generation 2 of it, with new and changed articles."""

    base: str
    batch: str
    old: State
    new: State

    def states(self):
        return [self.old, self.new]


def make_world(lede, place, articles, words=120):
    """Indexes `articles` articles, and writes a batch of twice as many more, which changes a quarter of them too."""
    base, first, batch = (os.path.join(place, name) for name in ("base.lede", "first.jsonl", "batch.jsonl"))
    write_articles(first, range(articles), words=words)
    changed = list(range(0, articles, 4))
    write_articles(batch, list(range(articles, 3 * articles)) + changed, version=2, words=words, seed=2)
    result = lede.run("index", first, "-a", base)
    if result.status != 0:
        raise Fault(f"index: {result.brief()}")
    later = sorted(f"a{number}" for number in [*range(articles, 3 * articles), *changed])
    world = World(
        base, batch, State(lede.generation(base), sorted(f"a{number}" for number in range(articles))),
        State(0, sorted(f"a{number}" for number in range(3 * articles)), later))
    world.new.generation = world.old.generation + 1
    check(lede, base, [world.old])
    return world


def job(name, place, batch, archive, memory, threads=None):
    """The arguments that make generation 2 of a world: `lede index`, or `lede reindex` of the same batch."""
    if name == "index":
        return ["index", batch, "-a", archive, "--memory", memory, "--quiet", *(["--threads", threads] if threads else [])]
    config = os.path.join(place, f"reindex-{threads or 'all'}.json")
    with open(config, "w", encoding="utf-8") as out:
        json.dump({
            "archive": archive, "sources": [{"name": "batch", "path": batch}], "memory_megabytes": int(memory.rstrip("M")),
            "keep": 2, "gate": {"canaries": [{"query": EVERYWHERE, "at_least": 10}]}, **({"threads": threads} if threads else {}),
        }, out)
    return ["reindex", "--config", config, "--quiet"]


def leftovers(archive):
    """Files of an archive that no published manifest names."""
    named = set()
    for name in os.listdir(archive):
        if name.startswith("manifest-") and not name.endswith(".tmp"):
            with open(os.path.join(archive, name), encoding="utf-8") as manifest:
                named |= {line.split()[1] for line in manifest if line.startswith(("file ", "deleted "))}
    return sorted(
        name for name in os.listdir(archive)
        if name not in named and name != "lock" and not (name.startswith("manifest-") and not name.endswith(".tmp")))


def commit():
    """The commit under test, for the log."""
    done = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    dirty = subprocess.run(["git", "status", "--porcelain", "Sources"], capture_output=True, text=True, check=False)
    return (done.stdout.strip() or "unknown") + ("+" if dirty.stdout.strip() else "")


def log(line):
    """Appends a line of date, commit and counts to the reliability log."""
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    path = os.path.join(root, "docs", "reliability-log.md")
    if not os.path.exists(path):
        with open(path, "w", encoding="utf-8") as out:
            out.write("# Reliability log\n\nRuns of `scripts/fault-rigs`, `scripts/bad-input` and the damage tests, "
                      "oldest first; each script says what it does.\n\n| date | commit | run | outcome |\n|---|---|---|---|\n")
    with open(path, "a", encoding="utf-8") as out:
        out.write(f"| {time.strftime('%Y-%m-%d', time.gmtime())} | {commit()} | {line} |\n")
