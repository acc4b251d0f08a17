"""Writes resources/policy.schema.json from the table of keys that the program reads by."""

import json
import sys
from pathlib import Path
from typing import Any

import msgspec

from indoors.core.policy.keys import KEYS, Rules

TARGET = Path(__file__).parent.parent / "resources" / "policy.schema.json"


def schema() -> dict[str, Any]:
    """Return the JSON schema of a policy file."""
    (_,), parts = msgspec.json.schema_components([Rules])
    made = parts["Rules"]
    properties = {}
    for name, each in made["properties"].items():
        kept = {key: value for key, value in each.items() if key not in {"default", "anyOf"}}
        plain = [one for one in each.get("anyOf", []) if one != {"type": "null"}]
        kept |= plain[0] if plain else {}
        if "enum" in kept:
            kept["enum"] = [choice for choice in kept["enum"] if choice is not None]
        if not KEYS[name].effect:
            kept["description"] += " No effect in this version."
        properties[name] = kept
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Indoors policy",
        "description": (
            "Read from /etc/indoors/policy.json and /etc/indoors/policy.d/*.json, which only the "
            "administrator may be able to write. The strictest value of each key wins. A file "
            "that is not understood closes the network. Names may be nested, too: "
            '{"network": {"mode": "off"}}. Names that begin with $ are notes.'
        ),
        "type": "object",
        "properties": properties,
        "patternProperties": {"^\\$": {}},
        "additionalProperties": False,
    }


def text() -> str:
    """Return the file's content."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
    sys.stdout.write(f"{TARGET}\n")
