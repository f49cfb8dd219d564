# The front door. Every target does its own set-up; nothing needs to be done before it.
SHELL := /bin/sh
PRESETS := dev tsan fuzz release clang
.DEFAULT_GOAL := build
.PHONY: build help demo test bench lint format fuzz soak docs wheel install clean $(PRESETS)

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

build:  ## the program, as build/wick
	@tools/setup.sh build
	@tools/build.sh release wick
	@ln -sf release/wick build/wick

demo:  ## install what is missing, build, and show what there is, offline
	@$(MAKE) --no-print-directory build
	@tools/demo.sh

test:  ## install what is missing, build, and run every test
	@tools/setup.sh build test wheel
	@/usr/bin/python3 tools/test.py

bench: build  ## our speed beside a floor and a peer, in the same run
	@tools/setup.sh build test wheel
	@tools/build.sh release wick_bench
	@/usr/bin/python3 bench/run.py --json build/bench.json
	@/usr/bin/python3 bench/python_figures.py --json build/bench-python.json

lint:  ## second compiler, clang-tidy, cppcheck, layout
	@tools/setup.sh build lint
	@tools/lint.sh

format:  ## lay the sources out
	@tools/setup.sh lint
	@find src tests bench -name '.venv' -prune -o -name '*.?pp' -print | xargs clang-format-14 -i

fuzz: fuzz-preset  ## look for inputs that break a decoder; SECONDS=60 for each
	@tools/fuzz.sh $${SECONDS:-60}

soak:  ## simulation and walks with many seeds; SEEDS=100000 MONTHS=120 SEQUENCES=1000000
	@tools/setup.sh build
	@tools/build.sh release simulation_test
	@tools/build.sh release live_test
	@WICK_SEQUENCES=$${SEQUENCES:-1000000} build/release/live_test --gtest_brief=1 --gtest_filter='TickBarsWalk.*Short*'
	@WICK_SEEDS=$${SEEDS:-20000} WICK_STREAM_MONTHS=$${MONTHS:-36} build/release/simulation_test --gtest_brief=1

docs: build  ## docs/cli.md and the table of docs/configuration.md, from what the program says
	@/usr/bin/python3 tools/cli_docs.py build/release/wick > build/cli.md
	@mv build/cli.md docs/cli.md
	@/usr/bin/python3 tools/config_docs.py build/release/wick

wheel:  ## the Python package, with the program in it, into build/wheel
	@tools/setup.sh build wheel
	@tools/wheel.sh

install: build  ## program and library into PREFIX, /usr/local by default
	@tools/build.sh release libwick
	@cmake --install build/release --prefix $${PREFIX:-/usr/local}

clean:  ## remove everything that was built
	rm -rf build

release:
	@tools/setup.sh build
	@tools/build.sh $@

dev tsan:
	@tools/setup.sh build test
	@tools/build.sh $@

clang:
	@tools/setup.sh build lint
	@tools/build.sh $@

.PHONY: fuzz-preset
fuzz-preset:
	@tools/setup.sh build fuzz
	@tools/build.sh fuzz fuzz_targets
