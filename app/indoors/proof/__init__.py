"""The proof program: puts up things to reach, and has each program try to reach them."""
