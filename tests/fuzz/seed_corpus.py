#!/usr/bin/env python3
"""Writes the first inputs of every fuzz target: tests/fuzz/corpus/NAME/seed-NAME.

Deterministic, and safe to run again: it replaces its own files and leaves the others alone. Inputs
that once broke something are added by hand, under a name that says what they did.
"""
import pathlib

import history_seeds
import live_seeds
import service_seeds

CORPUS = pathlib.Path(__file__).resolve().parent / "corpus"
SEEDS = history_seeds.SEEDS | live_seeds.SEEDS | service_seeds.SEEDS


def main():
    for target, seeds in SEEDS.items():
        folder = CORPUS / target
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("seed-*"):
            old.unlink()
        for name, content in seeds.items():
            data = content if isinstance(content, bytes) else content.encode()
            (folder / f"seed-{name}").write_bytes(data)


if __name__ == "__main__":
    main()
