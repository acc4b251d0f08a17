"""What the same tokens cost elsewhere, what electricity costs here, and when that pays off.

Amounts are Decimal, in the currency beside them; prices of models for a million tokens; energy
in joules or watt-hours as named; ``None`` is "not known", never 0.

    services/price_book.py    PriceBooks(resources).current(choice): the prices in effect
    services/energy_tables.py electricity, grids, clouds, from ``resources``
    choice                    what the user decides (settings section "money"), and its Terms
    comparator                compared(...): an answer against both comparators
    saving                    Answer + Terms + a model = Saving, with all it was computed from
    record                    a Saving as a row of text, and the row computed again
    cloud_energy, grid        what clouds are thought to take, and what that emits; both sides
    roi, presets              break-even and capacity, and worked examples

An Answer wants the local tokenizer's ``vocabulary`` and the text's ``script_of``: in German a
provider counts a quarter fewer tokens than Llama 3 or Qwen 3, and half of those of SmolLM2.
"""
