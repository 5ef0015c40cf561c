# SPDX-License-Identifier: Apache-2.0
"""Power cuts on a file system of its own: what `lede index` acknowledged is there after the next mount.

The file system is shut down without flushing its log, so that everything not synced is gone; mounting it again runs
its real recovery.
"""

import os
import random
import subprocess
import time
from collections import Counter

from .lede import Fault, State, check, write_articles


def call(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Fault(f"{' '.join(command)}: {done.stderr.strip()}")


class Disk:
    """A file system in an image, mounted through a loop device."""

    def __init__(self, place, kind):
        self.image, self.mount, self.kind = os.path.join(place, f"{kind}.img"), os.path.join(place, f"{kind}-mount"), kind
        with open(self.image, "wb") as image:
            image.truncate(400 << 20)
        os.makedirs(self.mount, exist_ok=True)
        call(f"mkfs.{kind}", "-q", *(["-F"] if kind == "ext4" else ["-f"]), self.image)
        self.is_mounted = False

    def __enter__(self):
        call("mount", "-o", "loop", self.image, self.mount)
        self.is_mounted = True
        return self

    def __exit__(self, *_):
        if self.is_mounted:
            subprocess.run(["umount", self.mount], capture_output=True, check=False)
        if os.path.exists(self.image):
            os.remove(self.image)

    def cut_power(self):
        call("xfs_io", "-x", *(["-F"] if self.kind == "ext4" else []), "-c", "shutdown", self.mount)

    def start_again(self):
        for _ in range(50):
            if subprocess.run(["umount", self.mount], capture_output=True, check=False).returncode == 0:
                break
            time.sleep(0.1)
        self.is_mounted = False
        call("mount", "-o", "loop", self.image, self.mount)
        self.is_mounted = True


def after_acknowledgement(lede, place, kind, cuts, outcomes, faults):
    """Cuts the power right after each `index` that returned 0. A new archive every ten cuts, so that first commits count."""
    with Disk(place, kind) as disk:
        for cut in range(cuts):
            archive = os.path.join(disk.mount, f"news-{cut // 10}.lede")
            batch = os.path.join(place, "batch.jsonl")
            known = range((cut % 10 + 1) * 20)
            write_articles(batch, known[-20:], words=40, seed=cut)
            result = lede.run("index", batch, "-a", archive, "--quiet")
            disk.cut_power()
            disk.start_again()
            what = f"{kind}, cut {cut + 1}, after commit {cut % 10 + 1} of its archive"
            if result.status != 0:
                faults.append(f"{what}: index: {result.brief()}")
                continue
            try:
                check(lede, archive, [State(cut % 10 + 1, [f"a{number}" for number in known])])
                outcomes["kept"] += 1
            except Fault as fault:
                outcomes["lost"] += 1
                faults.append(f"{what}: {fault}")


def at_any_moment(lede, place, kind, cuts, outcomes, faults):
    """Cuts the power while `index` runs: the archive opens at the last generation or the next."""
    rng = random.Random(3)
    batch, archive_name = os.path.join(place, "batch.jsonl"), "running.lede"
    with Disk(place, kind) as disk:
        archive = os.path.join(disk.mount, archive_name)
        known, generation, seconds = 0, 0, 0.3
        for cut in range(cuts):
            write_articles(batch, range(known, known + 200), words=60, seed=cut)
            states = [State(generation, [f"a{number}" for number in range(known)]),
                      State(generation + 1, [f"a{number}" for number in range(known + 200)])]
            if cut == 0:
                result = lede.run("index", batch, "-a", archive, "--quiet")
                if result.status != 0:
                    faults.append(f"index: {result.brief()}")
                    return
                known, generation, seconds = 200, 1, max(result.seconds, 0.02)
                continue
            process = subprocess.Popen(
                lede.command("index", batch, "-a", archive, "--quiet"), stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL)
            time.sleep(rng.random() * seconds * 1.2)
            disk.cut_power()
            # What it says after the cut is worth nothing, what it said before is a promise.
            status = process.poll()
            process.kill()
            process.wait()
            disk.start_again()
            try:
                state = check(lede, archive, states[1:] if status == 0 else states)
                outcomes["next" if state is states[1] else "last"] += 1
                known, generation = len(state.ids), state.generation
            except Fault as fault:
                faults.append(f"{kind}, cut {cut + 1} at a random moment: {fault}")
                return


def run(lede, place, cuts):
    lines, all_faults = [], []
    for kind in ("ext4", "xfs"):
        outcomes, faults = Counter(), []
        try:
            after_acknowledgement(lede, place, kind, cuts, outcomes, faults)
            at_any_moment(lede, place, kind, max(cuts // 2, 5), outcomes, faults)
        except Fault as fault:
            faults.append(f"{kind}: {fault}")
        lines.append(f"{kind}: {outcomes['kept']} of {cuts} acknowledged commits kept, {outcomes['lost']} lost; cut while "
                     f"indexing: {outcomes['last']} at the last generation, {outcomes['next']} at the next; "
                     f"{len(faults)} faults")
        all_faults += faults
    return "power cuts, " + " · ".join(lines), all_faults
