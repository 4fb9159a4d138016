"""Builds the sample corpora: one hand-written source per article becomes a dump, a page, a segmented file and gold."""
