"""What every program calls first: takes away network, programs and files.

begin(profile)    engine, ingest and broker: the first line of each
confine(profile, start)   the window's and command line's, which keep their terminal

Imports nothing but the standard library and ``protocol.isolation``, so that it runs before
anything heavy, or anything that reads what a stranger wrote, is loaded.
"""

from indoors.sandbox.begin import Begun, begin, confined, take_start
from indoors.sandbox.confine import DescriptorError, confine
from indoors.sandbox.profiles import BROKER, ENGINE, INGEST, WINDOW, Profile

__all__ = [
    "BROKER",
    "ENGINE",
    "INGEST",
    "WINDOW",
    "Begun",
    "DescriptorError",
    "Profile",
    "begin",
    "confine",
    "confined",
    "take_start",
]
