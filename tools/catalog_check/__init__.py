"""A second, small reading of catalog/ and tests/offices/, for tools/check_catalog.py."""
