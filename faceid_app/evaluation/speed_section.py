"""Owns what a report says about time, size and memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from faceid_app.evaluation.speed import Ratio, Timing
from faceid_app.reports.plots import Bars, BarSeries
from faceid_app.reports.report import Cell, Section, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Contestant:
    """One network in one runtime.

    network, runtime, threads: what ran. size: bytes of the file it was read from. memory: bytes of resident memory
    added, None where not measured. embed: aligned face to embedding. chain: frame to embedding, where the program runs
    it so. faster: how many times as fast as the network everything is compared with; None where that is not there.
    """

    network: str
    runtime: str
    threads: int
    size: int
    memory: int | None
    embed: Timing
    chain: Timing | None = None
    faster: Ratio | None = None

    @property
    def name(self) -> str:
        """What it is called in figures and plots."""
        return contestant_name(self.network, self.runtime, self.threads)

    def to_dict(self) -> dict[str, object]:
        """For a JSON object."""
        return {
            "network": self.network,
            "runtime": self.runtime,
            "threads": self.threads,
            "size_bytes": self.size,
            "memory_added_bytes": self.memory,
            "embed": self.embed.to_dict(),
            "chain": None if self.chain is None else self.chain.to_dict(),
            "faster": None if self.faster is None else self.faster.to_dict(),
        }


def contestant_name(network: str, runtime: str, threads: int) -> str:
    """For example "compact, LiteRT, 2 threads"."""
    return f"{network}, {runtime}, {threads} {'thread' if threads == 1 else 'threads'}"


def speed_figures(contestants: Sequence[Contestant], *, baseline: str | None) -> dict[str, Any]:
    """The raw numbers; no two runs give the same."""
    return {"baseline": baseline, "contestants": [contestant.to_dict() for contestant in contestants]}


def speed_section(contestants: Sequence[Contestant], *, baseline: str | None, frame: tuple[int, int]) -> Section:
    """What was measured. baseline: name of the contestant that the others are compared with. frame: width, height."""
    compared = (
        f"How many times as fast as {baseline}: the ratio of the medians; 95 % interval by drawing the rounds anew."
        if baseline is not None
        else "Nothing to compare with: no network is installed with the file that OpenCV reads."
    )
    text = (
        "All contestants take turns on the same face, and who begins moves on from round to round, so that other "
        f"work of the machine hits all alike; the first rounds are not counted. {compared}",
        f"Frame to embedding: finding the face in a frame of {frame[0]}x{frame[1]}, judging, aligning and embedding "
        "it, as in verification. Memory: what loading the network and embedding one face added to the memory of "
        "the process, its libraries already loaded.",
    )
    columns = (
        "network", "runtime", "threads", "file", "memory added", "embed p50", "embed p95", "n", "times as fast",
        "frame to embedding p50", "p95", "frames",
    )  # fmt: skip
    plot = Bars(
        title="Speed: time to embed a face",
        x_label="network, runtime, threads",
        y_label="milliseconds",
        groups=tuple(contestant.name.replace(", ", "\n") for contestant in contestants),
        series=(
            BarSeries("p50", [contestant.embed.p50 for contestant in contestants]),
            BarSeries("p95", [contestant.embed.p95 for contestant in contestants]),
        ),
        caption=f"n = {contestants[0].embed.n:,} faces each, in turn." if contestants else "",
    )
    table = Table(columns, tuple(_row(contestant) for contestant in contestants), "Time, size and memory")
    return Section("Speed", text, (table,), (plot,))


def _row(contestant: Contestant) -> tuple[Cell, ...]:
    chain, faster = contestant.chain, contestant.faster
    return (
        contestant.network,
        contestant.runtime,
        contestant.threads,
        f"{contestant.size / 1e6:.2f} MB",
        "not measured" if contestant.memory is None else f"{contestant.memory / 1e6:.1f} MB",
        f"{contestant.embed.p50:.2f} ms",
        f"{contestant.embed.p95:.2f} ms",
        contestant.embed.n,
        None if faster is None else f"{faster.value:.2f} ({faster.low:.2f} to {faster.high:.2f})",
        None if chain is None else f"{chain.p50:.2f} ms",
        None if chain is None else f"{chain.p95:.2f} ms",
        None if chain is None else chain.n,
    )
