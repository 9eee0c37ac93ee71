#pragma once

#include <string>
#include <vector>

#include "model/project.h"

/// What a scenario has planned, as far as a cascade tells of it.
namespace simulator {

/// What a fault did to its target, as the rest of a sentence: `stood still`, `lost 1 replica`.
std::string phraseOf(const model::Fault& fault);

/// What that means for those who call it, as a sentence with a blank before; empty where nothing is to add.
std::string detailOf(const model::Fault& fault);

/// How long clients may go on to call replicas of the service that are gone, as a sentence with a blank
/// before; empty where they learn of it at once.
std::string discoveryLag(const model::Deployment& deployment);

/// When the load changes at once, by schedule, after the beginning [s]; rising.
std::vector<double> scheduledChanges(const model::Arrivals& arrivals);

}  // namespace simulator
