"""The reference pages say what the program says."""

from __future__ import annotations

from pathlib import Path

import pytest

from portsim.results.measures import MEASURES
from portsim.scenario.field_reference import field_reference
from portsim.scenario.schema_export import schema_text

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


@pytest.mark.parametrize(
    ("name", "made"), [("scenario.schema.json", schema_text), ("scenario-fields.md", field_reference)]
)
def test_a_generated_page_is_as_the_program_would_write_it_today(name: str, made: object) -> None:
    assert callable(made)
    assert (REFERENCE / name).read_text(encoding="utf-8") == made()


def test_every_measure_stands_in_the_reference_with_its_definition() -> None:
    page = (REFERENCE / "measures.md").read_text(encoding="utf-8")
    for measure in MEASURES.values():
        assert f"| `{measure.id}` | {measure.unit} |" in page
        assert measure.definition_en in page
