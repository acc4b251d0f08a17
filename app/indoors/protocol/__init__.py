"""The words the processes exchange: msgspec structs, one JSON line each, no logic."""
