// What the library shows of itself: everything without this mark stays inside.
#pragma once

#define WICK_API __attribute__((visibility("default")))
