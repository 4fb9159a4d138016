"""Views of a comparison: terminal, Markdown, HTML, JSON."""
