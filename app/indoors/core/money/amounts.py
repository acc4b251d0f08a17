"""What is an amount: a number that can be written out in a cell."""

from decimal import Decimal

_DECIMALS = 12
_HIGHEST = Decimal(1_000_000_000)


def is_amount(value: Decimal) -> bool:
    """Whether it is a number from 0 to a thousand million, with at most twelve decimals."""
    exponent = value.as_tuple().exponent  # a letter for what is no number
    return isinstance(exponent, int) and exponent >= -_DECIMALS and 0 <= value <= _HIGHEST
