"""Quizzes made from the rules: each key proved by the engine, each distractor with its own why-not."""
