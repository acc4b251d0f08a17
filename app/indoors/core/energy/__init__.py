"""What an answer took in energy, how well that is known, and what belongs to nobody's answer."""
