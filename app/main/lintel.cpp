#include <csignal>

#include "app/cli/command_line.h"

int main(int argumentCount, char** arguments) {
    // A reader that has gone away and a limit on file sizes are told by errno, in words, not by sudden death.
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    return app::runCommandLine(argumentCount, arguments);
}
