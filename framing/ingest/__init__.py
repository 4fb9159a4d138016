"""Readers: files, pages and tables to articles."""
