"""What goes out on the channels: the queue, one delivery, and what may be done with it."""
