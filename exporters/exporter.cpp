#include "exporters/exporter.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "exporters/paths.h"
#include "model/check.h"

namespace exporters {

namespace {

model::Result<std::vector<Exporter>> chosen(const std::vector<std::string>& targets) {
    std::vector<Exporter> all = exporterList();
    if (targets.empty()) return all;
    std::string ids;
    for (const Exporter& exporter : all) ids += (ids.empty() ? "" : ", ") + exporter.id;
    std::vector<Exporter> some;
    for (const std::string& target : targets) {
        const auto same = [&](const Exporter& exporter) { return exporter.id == target; };
        const auto found = std::find_if(all.begin(), all.end(), same);
        if (found == all.end())
            return model::failure("",
                                  fmt::format("there is no target `{}`, expected one of: {}", target, ids));
        if (std::none_of(some.begin(), some.end(), same)) some.push_back(*found);
    }
    return some;
}

}  // namespace

model::Result<std::vector<File>> render(const model::Project& project,
                                        const std::vector<std::string>& targets) {
    const auto exporters = chosen(targets);
    if (!exporters) return tl::unexpected(exporters.error());
    if (const auto problems = model::check(project, 1); !problems.empty())
        return tl::unexpected(problems.front());
    std::vector<RenderedTarget> rendered;
    for (const Exporter& exporter : *exporters) {
        auto files = exporter.render(project);
        if (!files) return tl::unexpected(files.error());
        rendered.push_back({exporter.id, std::move(*files)});
    }
    return joined(std::move(rendered));
}

}  // namespace exporters
