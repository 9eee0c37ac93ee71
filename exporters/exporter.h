#pragma once

#include <functional>
#include <string>
#include <vector>

#include "model/project.h"
#include "model/result.h"

namespace exporters {

/// Who owns a file after it was written.
enum class Ownership {
    Generated,  ///< Below `gen/`: overwritten each time, never edited by hand
    Scaffold,   ///< Written once; belongs to the people who edit it
};

/// A file in memory.
struct File {
    std::string path;  ///< Relative to the output folder, with `/`; never leaves it
    std::string content;
    Ownership ownership = Ownership::Generated;
    bool executable = false;

    bool operator==(const File&) const = default;
};

/// How far a target is proven. Tier 1: compiled, run or validated by the real tool in every run of the tests.
enum class Tier { One = 1, Two = 2 };

/// A format that a model can be turned into: a pure function, deterministic to the byte.
struct Exporter {
    std::string id;           ///< `kubernetes`
    std::string title;        ///< `Kubernetes manifests`
    std::string explanation;  ///< What comes out and what checked it
    Tier tier = Tier::One;
    std::function<model::Result<std::vector<File>>(const model::Project&)> render;
};

/// All exporters, by the name of their file.
std::vector<Exporter> exporterList();

/// Renders several targets (all, when none is named) into one list of files, by path.
/// Fails on an unknown target, and when two targets claim one path with different contents.
model::Result<std::vector<File>> render(const model::Project& project,
                                        const std::vector<std::string>& targets = {});

}  // namespace exporters
