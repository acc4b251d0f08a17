"""What a provider's own cache would have spared: a chat sends its whole history each time.

Only what is certain counts: the input of the request before, in the same conversation, is the
beginning of this one's. Its answer is not counted, as providers say nothing firm about that.
"""

from indoors.core.money.book import PrefixCache


def cached_tokens(cache: PrefixCache | None, previous: int, now: int, seconds: int | None) -> int:
    """Return how many of ``now`` input tokens are cached, after a request of ``previous``.

    All counts are the provider's. ``seconds`` since then; ``None`` is "not known", and then
    nothing counts as cached.
    """
    if cache is None or seconds is None or not 0 <= seconds <= cache.seconds:
        return 0
    shared = min(previous, now)
    if shared < cache.minimum:
        return 0
    return shared // cache.step * cache.step
