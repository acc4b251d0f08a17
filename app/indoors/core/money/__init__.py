"""What the same tokens cost elsewhere, what electricity costs here, and when that pays off."""
