#pragma once

#include <string>

#include "simulator/experiment/survey.h"

namespace app {

/// What is left when one component after the other is away: a row each, the worst first.
std::string surveyReport(const simulator::Survey& survey);
/// The same as one JSON document.
std::string surveyDocument(const simulator::Survey& survey);

}  // namespace app
