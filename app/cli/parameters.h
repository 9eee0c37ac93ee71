#pragma once

#include <string>

#include "app/cli/command.h"
#include "simulator/experiment/design.h"

namespace app {

/// What a `--set` says: `PLACE=v1,v2,v3`, or `PLACE=from..to` with `:n`, `:log`, `:whole` behind it.
/// A place is a JSON pointer, `load`, or a field of the scenario. A value is JSON, a quantity with a unit
/// (`200 ms`, `5%`, `300/s`) or a word. Fails, naming the place, with what was found and expected.
tl::expected<simulator::Axis, Refusal> parseParameter(const std::string& text,
                                                      const model::ScenarioId& scenario);

/// A value as the file states it at that place: of `200 ms` it is `200` in `timeout_ms` and `0.2` in
/// `length_s`.
model::Result<std::string> valueAsJson(const std::string& text, const std::string& place);

}  // namespace app
