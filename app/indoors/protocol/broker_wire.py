"""JSON lines to and from the network program: one struct to one line of UTF-8 and back."""

import msgspec

from indoors.protocol.broker import Event, Order

LINE_LIMIT = 4 * 1024 * 1024
"""Bytes; room for the largest head as base64. A longer line is a broken partner."""

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
