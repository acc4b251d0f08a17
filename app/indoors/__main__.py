"""``python -m indoors``: the launcher. Window and commands run in a process of their own.

Help, version and mistakes are answered here; everything else starts confined.
"""

import sys


def main() -> int:
    """Run what was typed and return its exit code."""
    if len(sys.argv) > 1:  # a plain start, which opens the window, has nothing to parse
        from indoors.cli import parser

        parser.build().parse_args()
    if sys.platform == "win32":  # no filter is inherited there, and none can be given up
        from indoors.cli.run import main as run_here

        return run_here()
    from indoors.launcher.program import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
