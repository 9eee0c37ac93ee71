#pragma once

namespace model {

/// One visitor of several functions, for `std::visit`.
template <class... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};

}  // namespace model
