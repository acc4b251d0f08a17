"""``python -m indoors``: the command line. Without a command it opens the window."""

import sys

from indoors.cli.run import main

if __name__ == "__main__":
    sys.exit(main())
