"""Make resources/catalog.json from collected facts: ``make_catalog.py FACTS [--out FILE]``.

FACTS is a list of models as the collection has them. Every field is carried over or named in
the list of what was changed, which is printed: wrong hashes become null, labels become names.
Only figures that follow from others (bits per weight, cache sizes at a context) are left out.
The result is checked against the structs that the program reads it with.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from indoors.core.catalog import Catalog

FORMAT = 1
LEGEND = (
    "Compiled from public sources without access to the publishers' hub: every size and hash is "
    "what somebody pinned, until it is checked at the source. null: no source says. "
    "idx:<n> is a public source file whose repository is not named. Scores are comparable only "
    "within one source. released: the day the repository was made, for most models."
)
RESULT = Path(__file__).parent.parent / "resources" / "catalog.json"
LEAST_CHAT = 45
NEEDED_KINDS = {"embedding": 4, "rerank": 2, "vision": 2}
NAMED_BY_USERS = ("phi-3-mini", "tinyllama", "llama-3.1-8b", "mistral-7b", "gemma", "openelm")

_SHA256 = re.compile(r"[0-9a-f]{64}")
_REVISION = re.compile(r"[0-9a-f]{40}")
_COUNT = re.compile(r"(\d+)\+? languages(?: incl\. (.*))?")
_QUANTIZATION = re.compile(r"I?Q\d\w*|BF16|F16|F32|MXFP4")

Fact = Mapping[str, Any]


class Changes:
    """What was not carried over as it was."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self.details: list[str] = []

    def note(self, what: str, where: str) -> None:
        self.seen[what] += 1
        self.details.append(f"{where}: {what}")


def main() -> int:
    """Write the catalogue. Returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("facts", type=Path)
    parser.add_argument("--compiled", required=True, help="the day of the collection, ISO")
    parser.add_argument("--out", type=Path, default=RESULT)
    chosen = parser.parse_args()
    facts = json.loads(chosen.facts.read_text(encoding="utf-8"))
    changes = Changes()
    made = {
        "format": FORMAT,
        "compiled": chosen.compiled,
        "legend": LEGEND,
        "entries": [entry(model, changes) for model in facts],
    }
    catalog = msgspec.convert(made, Catalog, strict=True)
    problems = missing(catalog)
    text = msgspec.json.format(msgspec.json.encode(catalog), indent=1)
    chosen.out.write_bytes(text + b"\n")
    for line in changes.details:
        print(line)
    print(f"{len(catalog.entries)} models, {sum(len(e.files) for e in catalog.entries)} files")
    print(*problems, sep="\n")
    return int(bool(problems))


def entry(model: Fact, changes: Changes) -> dict[str, Any]:
    """Return one model in the program's words."""
    where = model["id"]
    languages, count = language_list(model["languages"])
    return {
        "id": where,
        "name": model["name"],
        "family": model["family"],
        "publisher": model["publisher"],
        "tier": model["tier"],
        "is_shortlisted": model["shortlist"],
        "base_repository": model["base_repo"],
        "licence": licence(model["license"]),
        "parameters": billions(model["params_b"]),
        "active_parameters": billions(model["active_params_b"]),
        "architecture": model["arch"],
        "shape": shape(model),
        "cache": cache(model["kv_cache"]),
        "languages": languages,
        "language_count": count,
        "languages_source": model["languages_source"],
        "capabilities": model["capabilities"],
        "embedding_size": model["embedding_dim"],
        "released": model["release_date"],
        "files": [file(each, where, changes) for each in model["quants"]],
        "projector": projector(model, changes),
        "scores": model["quality"],
        "notes": model["notes"],
        "shape_source": model["arch_source"],
        "sources": model["sources"],
    }


def licence(fact: Fact) -> dict[str, Any]:
    """Return the licence; commercial use stays null where nobody decided it."""
    return {
        "spdx": fact["spdx"],
        "url": fact["url"],
        "commercial": fact["commercial_use"],
        "conditions": fact["conditions"],
        "basis": fact["basis"].replace(" not re-read in this session", " not read again"),
    }


def shape(model: Fact) -> dict[str, Any]:
    """Return the network's widths."""
    return {
        "layers": model["n_layers"],
        "embedding": model["n_embd"],
        "heads": model["n_heads"],
        "kv_heads": model["n_kv_heads"],
        "head_size": model["head_dim"],
        "vocabulary": model["n_vocab"],
        "context": model["n_ctx_train"],
        "window": model["sliding_window"],
    }


def cache(fact: Fact | None) -> dict[str, Any] | None:
    """Return the bytes per token; None too where the number of attention layers is not known."""
    if fact is None or fact["bytes_per_token_f16_full_layers"] is None:
        return None
    return {
        "per_token": fact["bytes_per_token_f16_full_layers"],
        "per_token_window": fact["bytes_per_token_f16_sliding_layers"] or 0,
        "window": fact["sliding_window"],
        "layers": fact["attention_layers_full"],
        "window_layers": fact["attention_layers_sliding"] or 0,
        "recurrent_layers": fact["recurrent_layers"] or 0,
    }


def file(fact: Fact, where: str, changes: Changes) -> dict[str, Any]:
    """Return one file with what pins it."""
    label = fact["quant"]
    found = _QUANTIZATION.findall(label)
    quantization = found[-1] if found else label
    if quantization != label:
        changes.note(f"label {label} kept next to {quantization}", where)
    return {
        "quantization": quantization,
        "label": label,
        "repository": fact["repo_id"],
        "name": fact["filename"],
        "size": fact["size_bytes"],
        "sha256": checked(fact["sha256"], _SHA256, f"{where} {label}", changes),
        "revision": checked(fact["revision"], _REVISION, f"{where} {label}", changes),
        "source": fact["source"],
        "told_by": fact["n_independent_sources"],
    }


def projector(model: Fact, changes: Changes) -> dict[str, Any] | None:
    """Return the file that a vision model sees with."""
    fact = model["mmproj"]
    if fact is None:
        return None
    where = f"{model['id']} projector"
    if fact.get("sha256_prefix"):
        changes.note(f"only the start of a hash is known: {fact['sha256_prefix']}", where)
    return {
        "quantization": (_QUANTIZATION.findall(fact["filename"].upper()) or ["F16"])[-1],
        "label": "projector",
        "repository": model["repo_id"],
        "name": fact["filename"],
        "size": fact["size_bytes"],
        "sha256": checked(fact.get("sha256"), _SHA256, where, changes),
        "revision": None,
        "source": fact["source"],
        "told_by": 1,
    }


def checked(value: str | None, form: re.Pattern[str], where: str, changes: Changes) -> str | None:
    """Return the value if it has the right form; a cut hash is worse than none."""
    if value is None or form.fullmatch(value):
        return value
    changes.note(f"not a whole hash, so left out: {value}", where)
    return None


def billions(value: float | None) -> float | None:
    """Return a number of parameters that is given in billions."""
    return None if value is None else round(value * 1e9)


def language_list(said: list[str] | None) -> tuple[list[str] | None, int | None]:
    """Return two-letter codes, and the number where only that is published."""
    if said is None:
        return None, None
    codes = [each for each in said if len(each) == 2]
    count = None
    for each in said:
        match = _COUNT.fullmatch(each)
        if match:
            count = int(match.group(1))
            codes += (match.group(2) or "").split(",") if match.group(2) else []
    return codes, count


def missing(catalog: Catalog) -> list[str]:
    """Return what the catalogue must have and lacks."""
    problems = []
    chat = [each for each in catalog.entries if each.is_chat]
    if len(chat) < LEAST_CHAT:
        problems.append(f"only {len(chat)} chat models")
    for kind, least in NEEDED_KINDS.items():
        count = sum(kind in each.capabilities for each in catalog.entries)
        if count < least:
            problems.append(f"only {count} models for {kind}")
    ids = [each.id for each in catalog.entries]
    problems += [f"no {name}" for name in NAMED_BY_USERS if not any(name in each for each in ids)]
    problems += [f"{name} appears twice" for name, count in Counter(ids).items() if count > 1]
    return problems


if __name__ == "__main__":
    sys.exit(main())
