"""Another time of day for one program, as fast as that of a simulated exchange."""
import shutil
import subprocess
import time
import unittest

import bars

SOURCE = r"""
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static long long nanos(int clock) {
  struct timespec t;
  syscall(SYS_clock_gettime, clock, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

int clock_gettime(clockid_t clock, struct timespec *out) {
  const char *set = getenv("WALL_SET"), *at = getenv("WALL_AT"), *speed = getenv("WALL_SPEED");
  long long now = nanos(clock);
  if (clock == CLOCK_REALTIME && set && at && speed)
    now = atoll(set) + (nanos(CLOCK_MONOTONIC) - atoll(at)) * atoll(speed);
  out->tv_sec = now / 1000000000LL;
  out->tv_nsec = now % 1000000000LL;
  return 0;
}
"""


class WallClock:
    """Compiled once; env() is what a program is to be started with."""

    def __init__(self, folder):
        self.library = folder / "wall_clock.so"
        compiler = shutil.which("cc") or shutil.which("gcc")
        if compiler is None:
            raise unittest.SkipTest("there is no C compiler")
        subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-x", "c", "-", "-o", self.library],
                       input=SOURCE.encode(), check=True)

    def env(self, now, speed):
        """The time `now`, ISO, is now; from there it runs so many times as fast."""
        return {"LD_PRELOAD": str(self.library), "WALL_SET": str(bars.micros(now) * 1000),
                "WALL_AT": str(time.monotonic_ns()), "WALL_SPEED": str(speed)}
