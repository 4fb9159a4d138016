"""Workers that train one model side by side: they average their weights every few steps (local SGD: Stich 2019)."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch


@dataclass(slots=True)
class Meeting:
    """Where workers average their weights: a folder that all of them see."""

    folder: Path
    rank: int
    workers: int
    every: int = 40

    def average(self, parameters: list[Any], step: int) -> None:
        """Wait for every worker's weights at this step; take the mean."""
        name = self.folder / f"{step}-{self.rank}.pt"
        torch.save([p.detach() for p in parameters], name.with_suffix(".part"))
        name.with_suffix(".part").replace(name)
        files = [self.folder / f"{step}-{rank}.pt" for rank in range(self.workers)]
        while not all(file.is_file() for file in files):
            time.sleep(0.05)
        states = [torch.load(file, weights_only=True) for file in files]
        with torch.no_grad():
            for index, parameter in enumerate(parameters):
                parameter.copy_(sum(state[index] for state in states) / self.workers)
        (self.folder / f"{step - 2 * self.every}-{self.rank}.pt").unlink(missing_ok=True)
