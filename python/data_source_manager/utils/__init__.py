"""Names by their old places."""
