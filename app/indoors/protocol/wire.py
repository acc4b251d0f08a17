"""JSON lines: one struct to one line of UTF-8 and back."""

import msgspec

from indoors.protocol.engine import Event, Order

LINE_LIMIT = 64 * 1024 * 1024
"""Bytes; a longer line is a broken partner, not a message."""

_encoder = msgspec.json.Encoder()
_orders: msgspec.json.Decoder[Order] = msgspec.json.Decoder(Order)
_events: msgspec.json.Decoder[Event] = msgspec.json.Decoder(Event)


def encode(message: Order | Event) -> bytes:
    """Return the message as one line, with its newline."""
    return _encoder.encode(message) + b"\n"


def decode_order(line: bytes) -> Order:
    """Read an order. Raises ``msgspec.DecodeError`` (or its ``ValidationError``) if it is none."""
    return _orders.decode(line)


def decode_event(line: bytes) -> Event:
    """Read an event. Raises ``msgspec.DecodeError`` (or its ``ValidationError``) if it is none."""
    return _events.decode(line)
