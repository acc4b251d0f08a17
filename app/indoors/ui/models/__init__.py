"""The models page: what can run here, what is here, and how fast it is."""
