#include "simulator/plan/not_simulated.h"

#include <utility>

namespace simulator {

std::optional<std::string> partNotSimulated(const model::Deployment& deployment, bool scales) {
    const std::pair<bool, const char*> parts[] = {
        {scales && deployment.verticalScaling, "/vertical_scaling"},
    };
    for (const auto& [there, part] : parts)
        if (there) return part;
    return std::nullopt;
}

}  // namespace simulator
