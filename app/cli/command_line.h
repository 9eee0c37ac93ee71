#pragma once

namespace app {

/// Runs `lintel` with these arguments; the exit code of the program. No exception leaves it.
int runCommandLine(int argumentCount, const char* const* arguments);

}  // namespace app
