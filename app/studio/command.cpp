#include "app/studio/command.h"

#include <algorithm>

namespace app {

std::vector<CommandGroup> commandGroups() {
    std::vector<CommandGroup> groups = registeredCommands();
    std::stable_sort(groups.begin(), groups.end(), [](const CommandGroup& left, const CommandGroup& right) {
        return left.place < right.place;
    });
    return groups;
}

}  // namespace app
