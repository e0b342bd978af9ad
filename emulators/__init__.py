"""The channels that Samrit publishes on, and Traffy Fondue, as one local server with faults to arm.

For tests: `with running() as at:` gives the base address; `at.arm`, `at.advance` and the rest are its controls.
"""

from emulators.running import Address, running

__all__ = ["Address", "running"]
