"""Modules by their old places."""
