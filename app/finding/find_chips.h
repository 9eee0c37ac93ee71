#pragma once

#include <functional>

#include "app/finding/found_model.h"

class QHBoxLayout;

namespace app {

/// Fills a line with chips: the terms of the query, to be taken away, and the kinds that were found, to
/// narrow down to.
void fillFindChips(QHBoxLayout& line, const FindQuery& query, const FoundModel& found,
                   const model::Project& project, const std::function<void(const FindTerm&)>& toggled);

}  // namespace app
