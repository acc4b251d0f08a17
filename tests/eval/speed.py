"""How good the speed predictor is: ``python -m tests.eval.speed``.

The data are public measurements (hardware, model, bytes, tokens per second, source), as far
as they come from one program and name a model whose size is known; the catalogue gives layers
and architectures. For each device in turn, everything the predictor uses - what is usual for
a class, and the factors of architectures - is fitted on the *other* devices alone. Then it
predicts from bandwidth, and after calibration on the smallest model and on two. Models that
the calibration saw are not counted. Prints the table; exit code 1 if it misses the target, or
if calibration on one model is worse than none.
"""

import argparse
import itertools
import json
import math
import statistics
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indoors.core.speed import (
    DEFAULT_FACTORS,
    DeviceClass,
    Expectation,
    Observation,
    Workload,
    calibrate,
    estimate,
    expect_writing,
    writing_workload,
)

TARGET = 0.12
CATALOG = Path(__file__).parents[2] / "resources" / "catalog.json"
DATA = Path(__file__).with_name("speed_measurements.json")
LEAST_MODELS = 8
HARNESSES = ("llamacpp", "llama.cpp/cpu")
"""Engines whose rows on a device come from one program; others mix contexts and settings."""
SPILL_MARGIN = 1e9
SECOND = 1.1e9
SMALL = 3e9  # a calibration model larger than this nobody waits for
LEAST_KIN = 3  # devices of a class, or its median says nothing
USUAL_LAYERS = 28
RATIO = 2.0  # between the two calibration models


@dataclass(frozen=True, slots=True)
class Point:
    model: str
    architecture: str
    size: float
    layers: int
    seconds: float

    def workload(self, factors: Mapping[str, float]) -> Workload:
        return Workload(self.size, self.layers, factors.get(self.architecture, 1.0))


@dataclass(frozen=True, slots=True)
class Device:
    name: str
    kind: DeviceClass
    bandwidth: float
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Result:
    device: Device
    errors: dict[str, list[float]]
    inside: dict[str, list[bool]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    chosen = parser.parse_args()
    rows, models = read(chosen.data)
    devices, left_out = read_devices(rows, models)
    print(f"{len(rows)} rows; left out: " + ", ".join(f"{n} {why}" for why, n in left_out.items()))
    print(f"used: {sum(len(d.points) for d in devices)} models on {len(devices)} devices\n")
    results = [evaluate(device, devices) for device in devices]
    print_table(results)
    print_mixtures(rows, models, devices)
    print("\nfactors over all devices (product uses DEFAULT_FACTORS):")
    for name, factor in sorted(fit_factors(devices).items()):
        print(f"  {name:15} {factor:4.2f}   product {DEFAULT_FACTORS.get(name, 1.0):4.2f}")
    none, one, two = (median_error(results, name) for name in ("none", "one", "two"))
    print(f"\nmedian error from bandwidth {none:.1%}, after the smallest model {one:.1%},")
    print(f"after two models {two:.1%}; target {TARGET:.0%}, and one never worse than none")
    return int(two > TARGET or one > none)


def read(data: Path = DATA) -> tuple[list[Mapping[str, Any]], Mapping[str, Any]]:
    """Return the measured rows, and the catalogue's entries by id."""
    catalog = json.loads(CATALOG.read_text(encoding="utf-8"))
    rows = json.loads(data.read_text(encoding="utf-8"))
    return rows, {entry["id"]: entry for entry in catalog["entries"]}


def median_error(results: Sequence[Result], name: str) -> float:
    return statistics.median(error for result in results for error in result.errors[name])


def read_devices(
    rows: Sequence[Mapping[str, Any]], models: Mapping[str, Any]
) -> tuple[list[Device], Counter[str]]:
    """Group the rows that can be compared; count the others by the reason."""
    left_out: Counter[str] = Counter()
    groups: dict[str, dict[tuple[str, float], list[float]]] = defaultdict(lambda: defaultdict(list))
    facts: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        reason = unusable(row, models)
        if reason:
            left_out[reason] += 1
            continue
        facts[row["hardware"]] = row
        groups[row["hardware"]][row["catalog_id"], row["size_bytes"]].append(row["tg_tok_s"])
    devices = []
    for name, group in groups.items():
        if len(group) < LEAST_MODELS:
            left_out[f"on devices with under {LEAST_MODELS} models"] += len(group)
            continue
        points = tuple(
            Point(
                model,
                models[model]["architecture"],
                size,
                models[model]["shape"]["layers"] or USUAL_LAYERS,
                1 / statistics.median(speeds),
            )
            for (model, size), speeds in sorted(group.items(), key=lambda item: item[0][1])
        )
        kind = device_class(name, facts[name])
        devices.append(Device(name, kind, facts[name]["bandwidth_gbs"] * 1e9, points))
    return devices, left_out


def unusable(row: Mapping[str, Any], models: Mapping[str, Any]) -> str | None:
    if row["moe"]:
        return "mixtures of experts"
    if row["catalog_id"] not in models or not row["size_bytes"]:
        return "without known size or model"
    if row["catalog_id"].startswith("gemma-4-e"):
        return "Gemma 4 E (reads a part of its file)"
    if not row["bandwidth_gbs"]:
        return "without bandwidth"
    if row["engine"] not in HARNESSES:
        return "from mixed programs and contexts"
    memory: float | None = row.get("vram_gb")
    is_card = row.get("hw_class") == "DISCRETE_GPU" and memory is not None
    if is_card and row["size_bytes"] + SPILL_MARGIN > (memory or 0) * 1e9:
        return "larger than the card's memory"
    return None


def device_class(name: str, row: Mapping[str, Any]) -> DeviceClass:
    if row.get("hw_class") == "UNIFIED":
        return DeviceClass.SHARED
    return DeviceClass.CPU if row.get("hw_class") == "CPU_ONLY" else DeviceClass.CARD


def evaluate(device: Device, devices: Sequence[Device]) -> Result:
    others = [other for other in devices if other is not device]
    factors = fit_factors(others)
    prior = expectation(device, others, factors)
    errors: dict[str, list[float]] = {"none": [], "one": [], "two": [], "any two": []}
    inside: dict[str, list[bool]] = {name: [] for name in errors}

    def judge(name: str, seen: Sequence[Point]) -> None:
        known = calibrate(
            prior, [Observation(each.workload(factors), each.seconds) for each in seen]
        )
        for point in device.points:
            if point in seen:
                continue
            said = estimate(known, point.workload(factors))
            errors[name].append(abs(said.value * point.seconds - 1))
            inside[name].append(said.low <= 1 / point.seconds <= said.high)

    judge("none", [])
    judge("one", device.points[:1])
    judge("two", calibration_pair(device.points))
    small = [point for point in device.points if point.size <= SMALL]
    for pair in itertools.combinations(small, 2):
        if pair[1].size >= RATIO * pair[0].size:
            judge("any two", pair)
    return Result(device, errors, inside)


def calibration_pair(points: Sequence[Point]) -> list[Point]:
    """Choose the smallest model and one of about 1.5B: what a first run has after a download."""
    first = points[0]
    wanted = max(SECOND, RATIO * first.size)
    return [first, min(points[1:], key=lambda point: abs(math.log(point.size / wanted)))]


def fit_factors(devices: Sequence[Device]) -> dict[str, float]:
    """Return each special architecture's time relative to plain models, median over all seen."""
    ratios: dict[str, list[float]] = defaultdict(list)
    for device in devices:
        plain = [p for p in device.points if p.architecture not in DEFAULT_FACTORS]
        per_byte, per_layer = fit_device(plain, {})
        for point in device.points:
            if point.architecture in DEFAULT_FACTORS:
                expected = per_byte * point.size + per_layer * point.layers
                ratios[point.architecture].append(point.seconds / expected)
    return {name: statistics.median(seen) for name, seen in ratios.items()}


def fit_device(points: Sequence[Point], factors: Mapping[str, float]) -> tuple[float, float]:
    """Least squares of the relative error in (seconds per byte, seconds per layer), both > 0."""
    aa = ab = bb = ay = by = 0.0
    for point in points:
        factor = factors.get(point.architecture, 1.0)
        a = factor * point.size / point.seconds
        b = factor * point.layers / point.seconds
        aa, ab, bb, ay, by = aa + a * a, ab + a * b, bb + b * b, ay + a, by + b
    determinant = aa * bb - ab * ab
    per_byte = (bb * ay - ab * by) / determinant
    per_layer = (aa * by - ab * ay) / determinant
    return max(per_byte, 1e-13), max(per_layer, 1e-6)


def expectation(
    device: Device, others: Sequence[Device], factors: Mapping[str, float]
) -> Expectation:
    """Return the prior: the median of the others of its class, or of all; spreads as in the app."""
    kin = [other for other in others if other.kind is device.kind]
    kin = kin if len(kin) >= LEAST_KIN else list(others)
    fits = [(fit_device(other.points, factors), other.bandwidth) for other in kin]
    efficiency = statistics.median(math.log(1 / a / bandwidth) for (a, _), bandwidth in fits)
    layer = statistics.median(math.log(b) for (_, b), _ in fits)
    spread = expect_writing(device.kind, device.bandwidth).spread
    return Expectation((-efficiency - math.log(device.bandwidth), layer), spread)


def print_mixtures(
    rows: Sequence[Mapping[str, Any]], models: Mapping[str, Any], devices: Sequence[Device]
) -> None:
    """Mixtures of experts, from the two dense models: active bytes, all layers."""
    print("\nmixtures of experts that fit the card, after two dense models (not in the target):")
    for device in devices:
        others = [other for other in devices if other is not device]
        factors = fit_factors(others)
        pair = calibration_pair(device.points)
        seen = [Observation(each.workload(factors), each.seconds) for each in pair]
        known = calibrate(expectation(device, others, factors), seen)
        for row in rows:
            model = models.get(row["catalog_id"])
            if row["hardware"] != device.name or not row["moe"] or not model:
                continue
            if not row["size_bytes"] or not model["active_parameters"]:
                continue
            if device.kind is DeviceClass.CARD and row["size_bytes"] > row["vram_gb"] * 1e9:
                continue
            share = model["active_parameters"] / model["parameters"]
            work = writing_workload(
                row["size_bytes"],
                model["shape"]["layers"] or USUAL_LAYERS,
                architecture=model["architecture"],
                active_share=share,
            )
            said = estimate(known, work)
            miss = said.value / row["tg_tok_s"] - 1
            print(
                f"  {device.name[:24]:24} {row['catalog_id'][:28]:28}"
                f" {said.value:6.1f} ({said.low:.0f}-{said.high:.0f})"
                f" measured {row['tg_tok_s']:6.1f} {miss:+5.0%}"
            )


def print_table(results: Sequence[Result]) -> None:
    names = ("none", "one", "two", "any two")
    print(f"{'':28}{'models':>7}  median error (share inside the 90 % range) with")
    print(f"{'device':28}{'':>7}  " + "".join(f"{name + ' measured':>20}" for name in names))
    for result in [*results, None]:
        cells = []
        for name in names:
            chosen = [result] if result else results
            errors = [e for each in chosen for e in each.errors[name]]
            inside = [i for each in chosen for i in each.inside[name]]
            share = sum(inside) / len(inside)
            cells.append(f"{statistics.median(errors):11.1%} ({share:5.0%})")
        title = result.device.name if result else "all"
        count = len(result.device.points) if result else sum(len(r.device.points) for r in results)
        print(f"{title[:28]:28}{count:>7}  " + "".join(f"{cell:>20}" for cell in cells))
    cells = []
    for name in names:
        shares = [sum(result.inside[name]) / len(result.inside[name]) for result in results]
        error = statistics.mean(statistics.median(result.errors[name]) for result in results)
        cells.append(f"{error:11.1%} ({statistics.mean(shares):5.0%})")
    print(f"{'mean of devices':35}  " + "".join(f"{cell:>20}" for cell in cells))


if __name__ == "__main__":
    sys.exit(main())
