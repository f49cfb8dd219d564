// All of it. Begin with wick::Client.
#pragma once

#include "wick/arrow.hpp"
#include "wick/client.hpp"
