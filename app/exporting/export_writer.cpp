#include "app/exporting/export_writer.h"

#include <algorithm>
#include <optional>
#include <set>

#include "app/exporting/export_folder.h"
#include "exporters/paths.h"

namespace app {

namespace {

using exporters::File;
using exporters::Ownership;

/// Makes the plan of one export.
class Planner {
public:
    Planner(const ExportFolder& folder, const ExportManifest& manifest)
        : m_folder(folder), m_manifest(manifest) {}

    model::Result<std::vector<PlannedFile>> plan(const std::vector<File>& files) {
        for (const File& file : files) m_taken.insert(file.path);
        for (const File& file : files)
            if (const auto planned = planFile(file); !planned) return tl::unexpected(planned.error());
        for (const auto& [path, hash] : m_manifest.hashes)
            if (!m_taken.count(path))
                if (const auto planned = planRemoval(path, hash); !planned)
                    return tl::unexpected(planned.error());
        std::sort(m_plan.begin(), m_plan.end(), [](const PlannedFile& left, const PlannedFile& right) {
            return left.file.path < right.file.path;
        });
        return std::move(m_plan);
    }

private:
    model::Result<void> planFile(const File& file) {
        const auto present = m_folder.content(file.path);
        if (!present) return tl::unexpected(present.error());
        if (!*present)
            m_plan.push_back({file, FileAction::Create});
        else if (file.ownership == Ownership::Scaffold)
            m_plan.push_back({file, FileAction::Keep});
        else if (**present == file.content)
            m_plan.push_back({file, FileAction::Unchanged});
        else if (m_manifest.wrote(file.path, **present))
            m_plan.push_back({file, FileAction::Overwrite});
        else
            return planBeside(file);
        return {};
    }

    /// The first of `<path>.new`, `<path>.new-2`, ... that is free, or ours and not edited.
    model::Result<void> planBeside(const File& file) {
        for (int n = 1;; ++n) {
            const std::string target = file.path + (n == 1 ? ".new" : ".new-" + std::to_string(n));
            if (m_taken.count(target)) continue;
            const auto present = m_folder.content(target);
            if (!present) return tl::unexpected(present.error());
            if (*present && **present != file.content && !m_manifest.wrote(target, **present)) continue;
            m_taken.insert(target);
            m_plan.push_back({file, FileAction::WriteNew, target});
            return {};
        }
    }

    model::Result<void> planRemoval(const std::string& path, const std::string& hash) {
        const auto present = m_folder.content(path);
        if (!present) return tl::unexpected(present.error());
        if (*present)
            m_plan.push_back({{path, {}, Ownership::Generated, false},
                              contentHash(**present) == hash ? FileAction::Remove : FileAction::Leave});
        return {};
    }

    const ExportFolder& m_folder;
    const ExportManifest& m_manifest;
    std::set<std::string> m_taken;
    std::vector<PlannedFile> m_plan;
};

bool isPartOfExport(const PlannedFile& planned) {
    return planned.action != FileAction::Remove && planned.action != FileAction::Leave;
}

/// Fails when the folder is no longer as it was when the plan was made.
model::Result<void> checkPlan(const QString& folder, const std::vector<PlannedFile>& plan) {
    std::vector<File> files;
    for (const PlannedFile& planned : plan)
        if (isPartOfExport(planned)) files.push_back(planned.file);
    const auto now = planExport(folder, files);
    if (!now) return tl::unexpected(now.error());
    const auto [before, after] = std::mismatch(plan.begin(), plan.end(), now->begin(), now->end());
    if (before == plan.end() && after == now->end()) return {};
    return model::failure(before != plan.end() ? before->file.path : after->file.path,
                          "it was changed since the export was planned; nothing was written, plan it again");
}

/// Carries out a plan, and notes in the manifest what was done.
class Writer {
public:
    Writer(const ExportFolder& folder, ExportManifest before, bool force)
        : m_folder(folder), m_manifest(std::move(before)), m_force(force) {}

    model::Result<void> write(const std::vector<PlannedFile>& plan) {
        forgetAbsent(plan);
        for (const PlannedFile& planned : plan)
            if (const auto done = carryOut(planned); !done) return done;
        return {};
    }

    const ExportManifest& manifest() const { return m_manifest; }

private:
    /// Drops what was generated before, is not part of the export, and is no longer there.
    void forgetAbsent(const std::vector<PlannedFile>& plan) {
        std::set<std::string> known;
        for (const PlannedFile& planned : plan) known.insert({planned.file.path, planned.target});
        std::erase_if(m_manifest.hashes, [&](const auto& entry) { return !known.count(entry.first); });
    }

    model::Result<void> carryOut(const PlannedFile& planned) {
        const File& file = planned.file;
        switch (planned.action) {
            case FileAction::Create:
            case FileAction::Overwrite:
                return put(file, file.path);
            case FileAction::Unchanged:
                m_manifest.hashes[file.path] = contentHash(file.content);
                return {};
            case FileAction::WriteNew:
                return put(file, m_force ? file.path : planned.target);
            case FileAction::Remove:
                return remove(file.path);
            case FileAction::Keep:
            case FileAction::Leave:
                return {};
        }
        return {};
    }

    model::Result<void> put(const File& file, const std::string& path) {
        if (const auto written = m_folder.write(path, file.content, file.executable); !written)
            return written;
        if (file.ownership == Ownership::Generated) m_manifest.hashes[path] = contentHash(file.content);
        return {};
    }

    model::Result<void> remove(const std::string& path) {
        if (const auto removed = m_folder.remove(path); !removed) return removed;
        m_manifest.hashes.erase(path);
        return {};
    }

    const ExportFolder& m_folder;
    ExportManifest m_manifest;
    bool m_force;
};

}  // namespace

model::Result<std::vector<PlannedFile>> planExport(const QString& folder, const std::vector<File>& files) {
    for (const File& file : files)
        if (const std::string problem = exporters::pathProblem(file); !problem.empty())
            return model::failure("", "the path of a file is not safe: " + problem);
    const auto place = ExportFolder::at(folder);
    if (!place) return tl::unexpected(place.error());
    const auto manifest = place->manifest();
    if (!manifest) return tl::unexpected(manifest.error());
    return Planner(*place, *manifest).plan(files);
}

model::Result<void> writeExport(const QString& folder, const std::vector<PlannedFile>& plan, bool force) {
    if (const auto current = checkPlan(folder, plan); !current) return current;
    const auto place = ExportFolder::at(folder);
    if (!place) return tl::unexpected(place.error());
    const auto before = place->manifest();
    if (!before) return tl::unexpected(before.error());
    Writer writer(*place, *before, force);
    const auto written = writer.write(plan);
    const auto noted = place->writeManifest(writer.manifest());
    return written ? noted : written;
}

}  // namespace app
