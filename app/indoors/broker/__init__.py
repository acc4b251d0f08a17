"""The network program: a process of its own, and the only one that opens a connection."""
