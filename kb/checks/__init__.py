"""The checks of the knowledge base: a module for each kind of promise, a small function for each check."""
