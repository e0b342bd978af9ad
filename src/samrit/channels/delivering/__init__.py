"""The machine that sends: leases, the write fence, and the steps of a delivery.

`carry_on(delivery)` goes as far as it can and leaves. Whatever instant it is killed at, what is committed tells the
next one how to go on, and nothing is ever sent a second time while nobody knows whether the first one arrived.
"""
