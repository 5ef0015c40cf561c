# SPDX-License-Identifier: Apache-2.0
"""A call that fails, at each call in turn: the old generation serves on, and the exit status says what happened."""

import os
from collections import Counter

from .kills import TRACED, Trace
from .lede import Fault, check, copy_archive, job, leftovers, make_world

STATUS_OF = {"ENOSPC": 13, "EDQUOT": 13, "EIO": 14, "EROFS": 14, "EACCES": 14}
CALLS = {
    "ENOSPC": ("write", "pwrite64", "fsync", "rename", "mkdir"),
    "EIO": ("write", "pwrite64", "fsync", "rename", "unlink", "close"),
    "EDQUOT": ("write", "fsync"),
    "EROFS": ("rename",),
}


class FailureRig:
    def __init__(self, lede, place, articles, memory, most, name="index"):
        self.lede, self.place, self.most = lede, place, most
        self.world = make_world(lede, place, articles, words=60)
        self.archive = os.path.join(place, "victim.lede")
        self.name = name
        self.index = job(name, place, self.world.batch, self.archive, memory, threads=1)
        self.outcomes = Counter()
        self.faults = []

    def strace(self, *options):
        log = os.path.join(self.place, "trace")
        return ["strace", "-f", "-y", "-qq", "-s", "0", "-o", log, "-e", f"trace={TRACED}", *options]

    def inject(self, name, error, number, forever):
        copy_archive(self.world.base, self.archive)
        when = f"{number}+" if forever else str(number)
        what = f"{error} at {name} {when}"
        result = self.lede.run(*self.index, before=self.strace("-e", f"inject={name}:error={error}:when={when}"))
        self.outcomes[f"status {result.status}"] += 1
        self.outcomes["injected"] += 1
        try:
            if result.status not in (0, STATUS_OF[error]):
                raise Fault(result.brief())
            # Where every write fails from now on, that of the message does too.
            if result.status != 0 and not result.err.strip() and not (forever and name == "write"):
                raise Fault("no message")
            state = check(self.lede, self.archive, self.world.states())
            if result.status == 0 and state is self.world.old:
                raise Fault("reported as done, and the old generation serves")
            self.outcomes["new generation" if state is self.world.new else "old generation"] += 1
            if self.outcomes["injected"] % 10 == 0:
                self.again()
        except Fault as fault:
            self.faults.append(f"{what}: {fault}")

    def again(self):
        """The same input once the cause is gone."""
        result = self.lede.run(*self.index)
        if result.status not in (0, 4):
            raise Fault(f"index once there is room again: {result.brief()}")
        check_ids = self.lede.ids(self.archive)
        if check_ids != self.world.new.ids:
            raise Fault("index once there is room again: other articles than without the failure")
        left = leftovers(self.archive)
        if left:
            raise Fault(f"index once there is room again leaves {left}")
        self.outcomes["repeated"] += 1

    def run(self):
        copy_archive(self.world.base, self.archive)
        result = self.lede.run(*self.index, before=self.strace())
        if result.status != 0:
            raise Fault(f"index under strace: {result.brief()}")
        trace = Trace(os.path.join(self.place, "trace"), self.archive)
        for error, names in CALLS.items():
            for name in names:
                numbers = [number for call, number, _ in trace.calls if call == name]
                if not numbers:
                    continue
                # All of them unless there are very many: then the first, the last, and some between.
                step = max(1, len(numbers) // self.most)
                chosen = sorted({*numbers[::step], *numbers[-4:]})
                for number in chosen:
                    self.inject(name, error, number, forever=False)
                    if error in ("ENOSPC", "EIO"):
                        self.inject(name, error, number, forever=True)
        counts = self.outcomes
        statuses = ", ".join(f"{key} {counts[key]} times" for key in sorted(counts) if key.startswith("status"))
        line = (f"failing calls of `lede {self.name}`, {counts['injected']} injected: {statuses}; the old generation served after "
                f"{counts['old generation']}, the new after {counts['new generation']}; {counts['repeated']} runs repeated "
                f"after it; {len(self.faults)} faults")
        return line, self.faults
