"""Words for every grade, reason and meter."""

from indoors.core.energy.answer import Grade
from indoors.core.energy.reasons import Lowered
from indoors.ui.text.energy import GRADES, WHY, provenance, source_names, why


def test_every_reason_and_grade_has_words() -> None:
    assert set(WHY) == set(Lowered)
    assert set(GRADES) == set(Grade)
    assert all(text.endswith(".") and text.count(". ") == 0 for text in WHY.values())


def test_sources_by_name() -> None:
    names = ("nvml:0000:01:00.0", "rapl:package-0", "rapl:package-1", "rapl:package-0/dram")
    assert source_names(names) == "graphics card + processor + memory"
    assert provenance(Grade.MEASURED, ("rapl:package-0",)) == "Measured: processor"
    assert provenance(Grade.ESTIMATED, ("tdp:package",)) == "Estimated from processor load"
    assert provenance(Grade.NONE, ()) == "Not available"


def test_a_reason_of_a_later_version_is_passed_over() -> None:
    assert why(("shared", "never heard of")) == WHY[Lowered.SHARED]
