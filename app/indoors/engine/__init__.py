"""The inference program: its own process, and the only importer of ``llama_cpp``."""
