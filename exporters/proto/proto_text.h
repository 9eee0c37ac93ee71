#pragma once

#include <string>

#include "exporters/proto/contract.h"

namespace exporters {

/// The text of one file of contracts, in the order and layout that `buf format` gives.
std::string protoText(const Contract& contract, const ContractFile& file);

}  // namespace exporters
