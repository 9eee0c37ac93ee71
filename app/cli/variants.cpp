#include "app/cli/variants.h"

#include <map>

#include <QFileInfo>

#include "app/cli/scenario_choice.h"
#include "model/json/assign.h"

namespace app {

namespace {

/// The models that are named, each read once.
class Models {
public:
    tl::expected<const model::Project*, Refusal> at(const std::string& file) {
        const auto known = m_projects.find(file);
        if (known != m_projects.end()) return &known->second;
        auto loaded = readWholeModel(file);
        if (!loaded) return tl::unexpected(loaded.error());
        return &m_projects.emplace(file, std::move(loaded->project)).first->second;
    }

private:
    std::map<std::string, model::Project> m_projects;
};

struct NamedVariant {
    std::string file;
    simulator::Variant variant;
};

// As much of file and scenario as tells them apart.
std::vector<simulator::Variant> withNames(std::vector<NamedVariant> variants) {
    bool sameFile = true;
    bool sameScenario = true;
    for (const NamedVariant& named : variants) {
        sameFile = sameFile && named.file == variants.front().file;
        sameScenario = sameScenario && named.variant.scenario == variants.front().variant.scenario;
    }
    std::vector<simulator::Variant> result;
    for (NamedVariant& named : variants) {
        const std::string& scenario = named.variant.scenario.value();
        named.variant.name = sameFile ? scenario : sameScenario ? named.file : named.file + ":" + scenario;
        result.push_back(std::move(named.variant));
    }
    return result;
}

/// Adds the first variant once more for each change.
tl::expected<void, Refusal> addChanged(const std::vector<std::string>& changes,
                                       std::vector<simulator::Variant>& variants) {
    const simulator::Variant first = variants.front();
    for (const std::string& change : changes) {
        auto changed = model::withMoreChanges(first.project, first.scenario, change);
        if (!changed) return badInput({"--change " + changed.error().place, changed.error().message});
        variants.push_back({first.name + " with " + change, std::move(*changed), first.scenario});
    }
    return {};
}

}  // namespace

std::pair<std::string, std::string> fileAndScenario(const std::string& text) {
    const std::size_t prefix = text.starts_with("sample:") ? 7 : 0;
    const std::size_t colon = text.rfind(':');
    const bool isFile = prefix == 0 && QFileInfo::exists(QString::fromStdString(text));
    if (isFile || colon == std::string::npos || colon < prefix) return {text, ""};
    return {text.substr(0, colon), text.substr(colon + 1)};
}

tl::expected<std::vector<simulator::Variant>, Refusal> readVariants(const VariantChoice& choice,
                                                                    Console& console) {
    Models models;
    std::vector<NamedVariant> variants;
    const auto add = [&](const std::string& file, const std::string& named) -> tl::expected<void, Refusal> {
        const auto project = models.at(file);
        if (!project) return tl::unexpected(project.error());
        const auto scenario = chosenScenario(**project, named, "compare", console);
        if (!scenario) return tl::unexpected(scenario.error());
        variants.push_back({file, {"", **project, *scenario}});
        return {};
    };
    for (const std::string& text : choice.files) {
        const auto [file, scenario] = fileAndScenario(text);
        std::vector<std::string> scenarios{scenario};
        if (scenario.empty() && !choice.scenarios.empty()) scenarios = choice.scenarios;
        for (const std::string& one : scenarios)
            if (const auto added = add(file, one); !added) return tl::unexpected(added.error());
    }
    if (variants.size() + choice.changes.size() < 2)
        return wrongUse(
            "compare: found one variant, expected at least two: scenarios of one FILE (--scenario A "
            "--scenario B), several FILE:SCENARIO, or a --change");
    auto named = withNames(std::move(variants));
    if (const auto added = addChanged(choice.changes, named); !added) return tl::unexpected(added.error());
    return named;
}

}  // namespace app
