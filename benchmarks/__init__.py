"""Side-by-side measurements, runnable by anyone: `make bench`, or `python -m benchmarks --help`. They never assert a time."""
