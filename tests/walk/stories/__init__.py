"""Fifty people, what happened to them, and what a good MS nurse would want the walk to say."""
