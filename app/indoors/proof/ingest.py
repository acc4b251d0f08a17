"""Stands in for the document reader, which has a profile and no program yet."""

from indoors.sandbox import INGEST, begin

if __name__ == "__main__":
    begin(INGEST)
