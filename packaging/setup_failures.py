"""What went wrong during set-up, as one sentence that says what to do."""

import re
from pathlib import Path

DISK_FULL = "The disk is full: free about 2 GB here and start again."
NETWORK = (
    "The package index could not be reached: check the network connection, or the proxy and "
    "index in pip's configuration. What is already downloaded is kept."
)

CAUSES: tuple[tuple[str, str], ...] = (
    (
        r"No space left on device|Errno 28|Disk quota exceeded",
        DISK_FULL,
    ),
    (
        r"DO NOT MATCH THE HASHES",
        "A downloaded package is not the one this project pins, so it was not installed. "
        "Try again; if it persists, the package index in pip's configuration serves other files.",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED",
        "The package index showed a certificate this computer does not trust: if a company "
        "proxy inspects traffic, set PIP_CERT to its certificate file.",
    ),
    (
        r"NewConnectionError|Max retries exceeded|Temporary failure in name resolution"
        r"|ConnectTimeout|ReadTimeout|ProxyError|Network is unreachable|Connection reset",
        NETWORK,
    ),
    (
        r"Killed signal terminated program|virtual memory exhausted|Cannot allocate memory",
        "The compiler ran out of memory: close other programs and start again, "
        "with CMAKE_BUILD_PARALLEL_LEVEL=1 if need be.",
    ),
    (
        r"No CMAKE_CXX?_COMPILER could be found|is not able to compile a simple test program",
        "The C++ compiler does not work: sudo apt-get install g++",
    ),
    (
        r"No matching distribution found|Could not find a version that satisfies",
        "A pinned package has no file for this Python or this system, or the package index "
        "does not have it. Indoors is tried with CPython 3.11 to 3.14 on 64-bit Linux.",
    ),
    (
        r"error: subprocess-exited-with-error|Failed building wheel",
        "Building llama.cpp failed.",
    ),
)


class SetupError(Exception):
    """Set-up cannot go on; the text is for the person at the terminal."""


def explain(output: str, log: Path) -> SetupError:
    """Find the first known cause in pip's output."""
    for pattern, sentence in CAUSES:
        if re.search(pattern, output):
            return SetupError(f"{sentence}\nEverything pip said is in {log}")
    return SetupError(f"pip failed; everything it said is in {log}")
