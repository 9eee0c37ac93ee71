#pragma once

#include <string>

#include "model/result.h"

namespace app {

/// Replaces a file at once (written beside it, renamed), without waiting for the disk: what a generator
/// writes can be written again, and a file that a power cut has torn differs from the manifest, so it is
/// never mistaken for whole. Waiting for each of some hundred files would take seconds.
model::Result<void> placeFile(const std::string& path, const std::string& content, bool executable);

}  // namespace app
