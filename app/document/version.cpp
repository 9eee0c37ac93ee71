#include "app/document/version.h"

#include "model/json/patch.h"

namespace app {

namespace {

template <class T>
std::string patchOf(const std::shared_ptr<const T>& before, const std::shared_ptr<const T>& after) {
    return before == after ? std::string() : model::patchBetween(*before, *after);
}

template <class T>
model::Result<std::shared_ptr<const T>> patchedPart(const std::shared_ptr<const T>& before,
                                                    const std::string& patch) {
    if (patch.empty()) return before;
    auto after = model::patched(*before, patch);
    if (!after) return tl::unexpected(after.error());
    return std::make_shared<const T>(std::move(*after));
}

}  // namespace

bool sameContent(const Version& left, const Version& right) {
    const bool sameProject = left.project == right.project || *left.project == *right.project;
    return sameProject && (left.layout == right.layout || *left.layout == *right.layout);
}

VersionPatch patchBetween(const Version& before, const Version& after) {
    return {patchOf(before.project, after.project), patchOf(before.layout, after.layout)};
}

model::Result<Version> patched(const Version& before, const VersionPatch& patch) {
    auto project = patchedPart(before.project, patch.project);
    if (!project) return tl::unexpected(project.error());
    auto layout = patchedPart(before.layout, patch.layout);
    if (!layout) return tl::unexpected(layout.error());
    return Version{std::move(*project), std::move(*layout)};
}

}  // namespace app
