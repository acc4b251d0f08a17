"""Energy as things people know. Each is one division, with the power it rests on."""

from decimal import Decimal

LED_WATTS = Decimal(10)
MICROWAVE_WATTS = Decimal(1000)


def led_minutes(watt_hours: Decimal) -> Decimal:
    """Minutes that a lamp of 10 W shines: 1 Wh is 6 minutes."""
    return watt_hours / LED_WATTS * 60


def microwave_seconds(watt_hours: Decimal) -> Decimal:
    """Seconds that a microwave oven of 1,000 W runs: 1 Wh is 3.6 seconds."""
    return watt_hours / MICROWAVE_WATTS * 3600
