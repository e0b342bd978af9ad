"""Hundreds of publications sent through faults, kills and jumping clocks, by real processes: `python -m tests.torture`.

One process holds the emulated platforms, the people and the time; workers are processes of their own that share one
database file. Every worker sees the simulated time as its machine's time, leases included, so that hours pass in
seconds. Workers are killed from outside at any instant, and kill themselves at a given write.
"""
