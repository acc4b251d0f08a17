"""Words of the way to the model hub: its settings, its secrets, and the connection's test."""

from typing import Final

from indoors.protocol.broker import Greeted

_TOKENS: Final = {
    "accepted": " and knows your access token",
    "withheld": ". Your access token was not sent, as the connection is not encrypted",
}
_UNSAID: Final = {"sent": "whether it knows your access token"}


def reached(greeted: Greeted) -> str:
    """Say that the hub can be reached, and what became of the token."""
    said = f"“{greeted.host}” answered in {greeted.seconds:.1f} s"
    if not greeted.understood:
        what = _UNSAID.get(greeted.token, "what it has")
        return f"{said}. It does not say {what}, as some mirrors do not."
    said += _TOKENS.get(greeted.token, "")
    if greeted.account:
        said += f", which belongs to “{greeted.account}”"
    return f"{said}."
