#pragma once

#include <functional>

#include "app/finding/element_index.h"

class QMenu;

namespace app {

/// `team: Payments`: a term to be read.
QString termTitle(const FindTerm& term, const model::Project& project);
/// Puts a menu of values for each field into the menu; those in the query are ticked.
void fillTermMenu(QMenu& menu, const ElementIndex& index, const FindQuery& query,
                  const std::function<void(const FindTerm&)>& chosen);

}  // namespace app
