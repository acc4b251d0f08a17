"""What an office says about a computer of its own. It can only take away.

keys      every key with its type, and which of two values is the stricter
reading   from a source's bytes to values; what is not understood fails closed
policy    sources put together, the strictest value of each key wins
"""

from indoors.core.policy.keys import KEYS, Key, Rules
from indoors.core.policy.policy import Policy, Value, combine
from indoors.core.policy.reading import Problem, Source, Trouble

__all__ = ["KEYS", "Key", "Policy", "Problem", "Rules", "Source", "Trouble", "Value", "combine"]
