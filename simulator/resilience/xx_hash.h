#pragma once

#include <cstdint>
#include <string_view>

namespace simulator {

/// XXH64 by Yann Collet, as its specification (xxHash fast digest algorithm, version 0.1.1) describes it:
/// what Envoy hashes the names of hosts with.
std::uint64_t xxHash64(std::string_view text, std::uint64_t seed = 0);

}  // namespace simulator
