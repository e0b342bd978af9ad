"""What the demo's year says: people, districts, works and reports, all invented or written for it."""
