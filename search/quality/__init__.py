"""How well the search answers: judged queries, measures, and plain SQLite FTS5 as a peer."""
