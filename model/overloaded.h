#pragma once

namespace model {

/// One visitor of several functions, for `std::visit`.
template <class... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};
// Clang before 17 does not deduce the arguments of an aggregate by itself.
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

}  // namespace model
