"""Ends a program at its n-th call that changes a file below one folder."""
import shutil
import subprocess
import unittest

SOURCE = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;

/* Counts by the length of a file, one byte for each call. */
static void count(const char *path) {
  const char *under = getenv("CRASH_UNDER"), *log = getenv("CRASH_LOG"), *at = getenv("CRASH_AT");
  if (!under || !log || strncmp(path, under, strlen(under)) != 0) return;
  pthread_mutex_lock(&guard);
  int file = (int)syscall(SYS_openat, AT_FDCWD, log, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) abort();
  long done = (long)lseek(file, 0, SEEK_END) + 1;
  if (at && atol(at) == done) kill(getpid(), SIGKILL);
  if (syscall(SYS_write, file, ".", 1) != 1) abort();
  syscall(SYS_close, file);
  pthread_mutex_unlock(&guard);
}

static void count_file(int file) {
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t size = readlink(link, path, sizeof path - 1);
  if (size <= 0) return;
  path[size] = 0;
  count(path);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int f, const void *b, size_t n) { count_file(f); return REAL(write)(f, b, n); }
ssize_t pwrite(int f, const void *b, size_t n, off_t o) {
  count_file(f);
  return REAL(pwrite)(f, b, n, o);
}
int fsync(int f) { count_file(f); return REAL(fsync)(f); }
int fdatasync(int f) { count_file(f); return REAL(fdatasync)(f); }
int ftruncate(int f, off_t n) { count_file(f); return REAL(ftruncate)(f, n); }
int rename(const char *a, const char *b) { count(a); return REAL(rename)(a, b); }
int unlink(const char *p) { count(p); return REAL(unlink)(p); }
"""


class CrashPoints:
    """Compiled once; env() is what a program is to be started with."""

    def __init__(self, folder):
        self.library = folder / "crash_points.so"
        self.log = folder / "crash_points.log"
        compiler = shutil.which("cc") or shutil.which("gcc")
        if compiler is None:
            raise unittest.SkipTest("there is no C compiler")
        subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-x", "c", "-", "-o", self.library,
                        "-ldl"], input=SOURCE.encode(), check=True)

    def env(self, under, at=None):
        """Dies instead of its call number `at`, from 1; with none it lives and only counts."""
        self.log.unlink(missing_ok=True)
        found = {"LD_PRELOAD": str(self.library), "CRASH_UNDER": f"{under}/",
                 "CRASH_LOG": str(self.log)}
        return found if at is None else {**found, "CRASH_AT": str(at)}

    def counted(self):
        return self.log.stat().st_size if self.log.exists() else 0
