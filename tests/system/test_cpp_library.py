"""The C++ library, installed elsewhere, and the programs of examples/cpp built on it."""
import pathlib
import time

import programs
from system_test import ROOT, SystemTest

INSTALL_SECONDS = 60
BUILD_SECONDS = 300


class CppLibrary(SystemTest):
    def setUp(self):
        super().setUp()
        self.build = pathlib.Path(self.wick).resolve().parent
        if not (self.build / "libwick.so").exists():
            self.skipTest(f"there is no libwick.so beside {self.wick}; build target libwick")

    def run_cmake(self, *arguments, seconds=INSTALL_SECONDS):
        self.assert_good(programs.run("cmake", *arguments, seconds=seconds))

    def test_examples_run_on_the_installed_library(self):
        prefix, made = self.folder / "prefix", self.folder / "made"
        self.run_cmake("--install", self.build, "--component", "library", "--prefix", prefix)
        headers = sorted(path.name for path in (prefix / "include/wick").iterdir())
        self.assertLessEqual(len(headers), 10)
        self.run_cmake("-S", ROOT / "examples/cpp", "-B", made,
                       f"-DCMAKE_PREFIX_PATH={prefix}", "-DCMAKE_CXX_FLAGS=-O0 -Werror")
        self.run_cmake("--build", made, seconds=BUILD_SECONDS)

        exchange = self.exchange()
        closes = self.assert_good(self.run_program(made / "closes", "BTCUSDT", "2024-03-04",
                                                   env=exchange.env))
        truth = exchange.truth("spot", "BTCUSDT", "1h", "2024-03-04", "2024-03-05")
        self.assertEqual([float(line.split()[1]) for line in closes.out.splitlines()],
                         [float(row[4]) for row in truth])
        self.assertEqual(closes.err, "24 bars from BULK\n")

        both = self.assert_good(self.run_program(
            made / "correlation", "BTCUSDT", "ETHUSDT", "2024-03-01", "2024-04-01",
            env=exchange.env))
        self.assertRegex(both.out, r"^743 hours, correlation -?0\.\d{3}\n$")

        self.assert_follows(made / "follow")

        wrong = self.run_program(made / "closes", "../x", "2024-03-04", env=exchange.env)
        self.assertEqual(wrong.code, 1)
        self.assertIn("closes: symbol:", wrong.err)

    def assert_follows(self, program):
        """The past and the present of a market that lives by our own clock: the last of 35 seconds
        is still to come, even where the program is slow to start."""
        market = self.exchange()
        done = self.assert_good(self.run_program(program, "BTCUSDT", "1s", "35", "20s",
                                                 env=market.env))
        rows = [line.split() for line in done.out.splitlines()]
        truth = market.truth("spot", "BTCUSDT", "1s", rows[0][0].rstrip("Z"), int(time.time() * 1e6))
        self.assertEqual([float(row[1]) for row in rows], [float(row[4]) for row in truth[:35]])
        self.assertEqual((len(rows), rows[0][2], rows[-1][2]), (35, "REST", "STREAM"))
        none = self.run_program(program, "NOSUCHUSDT", "1s", "1", env=market.env)
        self.assertEqual(none.code, 1)
        self.assertIn("follow: symbol: NOSUCHUSDT", none.err)

    def test_the_program_on_the_page_runs(self):
        prefix, source = self.folder / "prefix", self.folder / "page.cpp"
        self.run_cmake("--install", self.build, "--component", "library", "--prefix", prefix)
        page = (ROOT / "docs/cpp.md").read_text()
        examples = [part.split("```")[0] for part in page.split("```cpp\n")[1:]]
        self.assertEqual(len(examples), 3)
        for name, text in zip(("page", "live", "hours"), examples):
            source.write_text(text)
            self.assert_good(programs.run(
                "c++", "-std=c++20", "-Wall", "-Wextra", "-Wpedantic", "-Werror", source,
                f"-I{prefix}/include", f"-L{prefix}/lib", "-lwick", f"-Wl,-rpath,{prefix}/lib",
                "-o", self.folder / name, seconds=BUILD_SECONDS))
        live = self.assert_good(self.run_program(self.folder / "live", env=self.exchange().env))
        self.assertRegex(live.out, r"^(BTCUSDT|ETHUSDT) \S+Z \d+\.\d+\n")
        self.assertEqual(len(live.out.splitlines()), 4)
        hours = self.assert_good(self.run_program(self.folder / "hours"))
        self.assertEqual(hours.out, "metals: weekend, opens 2024-03-10T22:00:00Z\n")
        exchange = self.exchange()
        done = self.assert_good(self.run_program(self.folder / "page", env=exchange.env))
        truth = exchange.truth("spot", "BTCUSDT", "1h", "2024-03-01", "2024-04-01")
        highest = max(float(row[2]) for row in truth)
        self.assertEqual(done.out, f"744 bars, highest {highest:.2f}\n")

    def test_public_headers_show_nothing_but_themselves_and_the_standard(self):
        for header in (ROOT / "include/wick").glob("*.hpp"):
            for line in header.read_text().splitlines():
                if line.startswith("#include"):
                    self.assertRegex(line, r'#include (<[a-z_]+>|"wick/[a-z]+\.hpp")$', header)
