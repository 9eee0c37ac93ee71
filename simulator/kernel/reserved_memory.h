#pragma once

#include <cstddef>
#include <memory>

namespace simulator {

/// Addresses for the most that may ever be needed, with memory behind as many as are needed now: what grows
/// there never moves, and costs no more than it uses.
class ReservedMemory {
public:
    /// Reserves addresses only, in whole pages. Throws std::bad_alloc where the process may not have so many.
    explicit ReservedMemory(std::size_t bytes);

    /// At the beginning of a page.
    void* begin() const { return m_pages.get(); }
    /// Gives so many bytes from the beginning memory, zeroed where it is new; at most what was reserved.
    /// False when the system has no more: then all is as it was.
    [[nodiscard]] bool reach(std::size_t bytes);

private:
    struct Unmap {
        std::size_t bytes;
        void operator()(void* pages) const;
    };

    std::unique_ptr<void, Unmap> m_pages;
};

}  // namespace simulator
