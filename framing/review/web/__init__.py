"""The review application: Starlette routes over decisions, queue and accounts."""

from framing.review.web.app import create_app

__all__ = ["create_app"]
