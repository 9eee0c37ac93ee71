#pragma once

#include "model/service.h"

namespace simulator {

/// `grpc`, `rest`, `graphql`, `messaging`.
const char* protocolName(model::Protocol protocol);
/// The value of `db.system.name` (OpenTelemetry, semantic conventions for databases, 1.36).
const char* engineName(model::StoreEngine engine);
/// The value of `messaging.system` (the same, for messaging).
const char* brokerName(model::Broker broker);

}  // namespace simulator
