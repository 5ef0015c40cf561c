# SPDX-License-Identifier: Apache-2.0
"""kill -9 at many moments of `lede index` or `lede reindex`: the archive is at the last generation or the next, and whole."""

import os
import random
import re
import subprocess
import time
from collections import Counter

from .lede import Fault, check, copy_archive, job, leftovers, make_world

TRACED = "openat,write,pwrite64,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,close,mkdir"
PHASES = ("read", "spill", "merge", "sync", "publish")


class Trace:
    """The system calls of a run on the files of one archive, from a log of strace, and the phase each belongs to.

    Segments are created one after the other: all but the last of a run with spills are spills, the last is the merge.
    """

    line = re.compile(r"^(?:\d+ )?(\w+)\((.*)$")

    def __init__(self, path, archive):
        self.calls = []
        counts = Counter()
        created = []
        with open(path, encoding="utf-8", errors="replace") as log:
            for text in log:
                match = self.line.match(text)
                if not match:
                    continue
                name, rest = match.groups()
                counts[name] += 1
                if archive not in rest:
                    continue
                file = re.findall(re.escape(archive) + r"/?([\w.-]*)", rest)[-1]
                if name == "openat" and "O_CREAT" in rest and file.startswith("segment") and file not in created:
                    created.append(file)
                self.calls.append((name, counts[name], file))
        self.last_segment = created[-1] if created else None
        self.segments = created

    def phase(self, index, spills=None):
        """The phase of one call; `spills`: names of segments that are spills, as a complete run has them."""
        name, _, file = self.calls[index]
        if file.startswith("manifest") or (name.startswith("rename")):
            return "publish"
        if name.startswith("unlink"):
            return "publish"
        if name in ("fsync", "fdatasync"):
            return "sync"
        if file.startswith("tombstones"):
            return "merge"
        if file.startswith("segment"):
            merged = self.last_segment if spills is None else None
            is_spill = file in spills if spills is not None else file != merged
            return "spill" if is_spill else "merge"
        return "publish" if file == "" and any(call[2].startswith("manifest") for call in self.calls[:index]) else "read"


class KillRig:
    def __init__(self, lede, place, articles, memory, name="index"):
        self.lede, self.place = lede, place
        self.world = make_world(lede, place, articles)
        self.archive = os.path.join(place, "victim.lede")
        self.name = name
        self.index = job(name, place, self.world.batch, self.archive, memory)
        self.single = job(name, place, self.world.batch, self.archive, memory, threads=1)
        self.phases = Counter()
        self.outcomes = Counter()
        self.faults = []
        self.rng = random.Random(1)

    def reference(self):
        """A complete run: its time, and the calls it makes with one thread."""
        times = []
        for _ in range(3):
            copy_archive(self.world.base, self.archive)
            result = self.lede.run(*self.index)
            if result.status != 0:
                raise Fault(f"index: {result.brief()}")
            times.append(result.seconds)
        check(self.lede, self.archive, [self.world.new])
        copy_archive(self.world.base, self.archive)
        log = os.path.join(self.place, "trace")
        result = self.lede.run(*self.single, before=self.strace(log))
        if result.status != 0:
            raise Fault(f"index under strace: {result.brief()}")
        return min(times), Trace(log, self.archive)

    def strace(self, log, *options):
        return ["strace", "-f", "-y", "-qq", "-s", "0", "-o", log, "-e", f"trace={TRACED}", *options]

    def verdict(self, what, phase):
        self.phases[phase] += 1
        try:
            state = check(self.lede, self.archive, self.world.states())
            self.outcomes["next" if state is self.world.new else "last"] += 1
            if sum(self.phases.values()) % 10 == 0:
                self.again()
        except Fault as fault:
            self.faults.append(f"{what}: {fault}")

    def again(self):
        """The same input once more, undisturbed: no lock to delete, nothing left behind, everything there."""
        result = self.lede.run(*self.index)
        if result.status not in (0, 4):
            raise Fault(f"{self.name} after the kill: {result.brief()}")
        if self.lede.ids(self.archive) != self.world.new.ids:
            raise Fault("index after the kill: other articles than without it")
        left = leftovers(self.archive)
        if left:
            raise Fault(f"index after the kill leaves {left}")
        self.outcomes["repeated"] += 1

    def at_time(self, delay):
        """Kills after `delay` seconds. The phase is read off the files that are there."""
        copy_archive(self.world.base, self.archive)
        before = set(os.listdir(self.archive))
        process = subprocess.Popen(
            self.lede.command(*self.index), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(delay)
        process.kill()
        if process.wait() == 0:
            self.phases["ended before"] += 1
            self.outcomes["ended before the kill"] += 1
            return
        new = set(os.listdir(self.archive)) - before
        segments = [name for name in new if name.startswith("segment")]
        if any(name.startswith("manifest") for name in new):
            phase = "publish"
        else:
            phase = "read" if not segments else "spill" if len(segments) <= self.spills else "merge"
        self.verdict(f"killed after {delay * 1000:.1f} ms", phase)

    def at_call(self, trace, index):
        """Kills at the entry of one system call of the trace."""
        name, number, file = trace.calls[index]
        copy_archive(self.world.base, self.archive)
        log = os.path.join(self.place, "trace")
        result = self.lede.run(
            *self.single, before=self.strace(log, "-e", f"inject={name}:signal=KILL:when={number}"))
        if result.status == 0:
            self.outcomes["call not reached"] += 1
            return False
        reached = Trace(log, self.archive)
        phase = reached.phase(len(reached.calls) - 1, spills=trace.segments[:-1]) if reached.calls else "read"
        self.verdict(f"killed at {name} {number} ({file or 'directory'})", phase)
        return True

    def done(self):
        """Kills that met a running job."""
        return sum(count for phase, count in self.phases.items() if phase != "ended before")

    def run(self, moments, least, every=False):
        seconds, trace = self.reference()
        self.spills = max(len(trace.segments) - 1, 0)
        print(f"kill: a run takes {seconds:.2f} s, {len(trace.calls)} calls on the archive, {self.spills} spills")
        by_phase = {phase: [] for phase in PHASES}
        for index in range(len(trace.calls)):
            by_phase[trace.phase(index, spills=trace.segments[:-1])].append(index)
        exact = 0
        for phase in ("spill", "merge", "sync", "publish"):
            sites = by_phase[phase]
            if not sites:
                self.faults.append(f"a run has no call of the phase {phase}")
                continue
            # All of them where there are few, and again until there are enough.
            step = max(1, len(sites) / least)
            wanted = sites if every else [sites[int(at * step) % len(sites)] for at in range(least)]
            for site in wanted:
                exact += self.at_call(trace, site)
        for number in range(max(moments - exact, moments // 2)):
            # One moment in each slice of the run.
            slices = max(moments - exact, moments // 2)
            self.at_time(seconds * (number + self.rng.random()) / slices)
        # Runs that ended before their moment do not count; a few more make up for them.
        for _ in range(moments):
            if self.done() >= moments:
                break
            self.at_time(seconds * self.rng.random() * 0.9)
        done = self.done()
        if done < moments:
            self.faults.append(f"only {done} kills")
        spread = ", ".join(f"{phase} {self.phases[phase]}" for phase in PHASES)
        for phase in ("spill", "merge", "sync", "publish"):
            if self.phases[phase] < least:
                self.faults.append(f"only {self.phases[phase]} kills in the phase {phase}")
        line = (f"kill -9 of `lede {self.name}` at {done} moments ({spread}): {self.outcomes['last']} at the last generation, "
                f"{self.outcomes['next']} at the next, {len(self.faults)} faults; "
                f"{self.outcomes['repeated']} runs repeated after it")
        return line, self.faults
