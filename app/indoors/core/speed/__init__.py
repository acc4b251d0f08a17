"""How fast a model will answer here, before it has been tried.

Time per token = factor × (bytes read / effective bandwidth + layers × start cost). Both
numbers of a device begin as what is usual for its class and are narrowed by every
measurement; a prediction is always a range with its source.
"""

from indoors.core.speed.device import DeviceClass, Expectation, expect_prefill, expect_writing
from indoors.core.speed.estimate import (
    Calibration,
    Estimate,
    Observation,
    Source,
    calibrate,
    estimate,
    estimate_split,
    measured,
)
from indoors.core.speed.workload import (
    DEFAULT_FACTORS,
    Workload,
    cache_read,
    prefill_workload,
    writing_workload,
)

__all__ = [
    "DEFAULT_FACTORS",
    "Calibration",
    "DeviceClass",
    "Estimate",
    "Expectation",
    "Observation",
    "Source",
    "Workload",
    "cache_read",
    "calibrate",
    "estimate",
    "estimate_split",
    "expect_prefill",
    "expect_writing",
    "measured",
    "prefill_workload",
    "writing_workload",
]
