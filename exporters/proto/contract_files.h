#pragma once

#include <vector>

#include "exporters/exporter.h"
#include "exporters/proto/contract.h"

namespace exporters {

/// The contracts as files below `gen/proto/`, with the configuration of buf; none for a system without any.
std::vector<File> contractFiles(const Contract& contract);

}  // namespace exporters
