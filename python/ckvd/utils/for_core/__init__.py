"""Exceptions by their old places."""
