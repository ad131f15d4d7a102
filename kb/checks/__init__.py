"""The checks of the knowledge base: one module for each kind of promise, one small function for each check."""
