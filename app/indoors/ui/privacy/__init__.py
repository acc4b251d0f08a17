"""The Privacy screen: what protects, what left, and how to check both."""
