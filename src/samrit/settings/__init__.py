"""Settings by where the program runs: `local` (SQLite, no services), `server` (PostgreSQL), `test`."""
