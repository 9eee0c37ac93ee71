#pragma once

#include <cstdint>

namespace simulator {

/// A fingerprint of everything that happened: the hash of (time, sequence, kind) of each event, in order.
/// Folded multiplication as in wyhash (Wang Yi).
class EventLogHash {
public:
    void add(std::uint64_t time, std::uint64_t sequence, std::uint64_t kind) {
        m_value =
            fold(m_value ^ time ^ 0xa0761d6478bd642full, (sequence << 8 | kind) ^ 0xe7037ed1a0b428dbull);
    }
    std::uint64_t value() const { return m_value; }

private:
    __extension__ using Wide = unsigned __int128;
    static std::uint64_t fold(std::uint64_t left, std::uint64_t right) {
        const Wide product = static_cast<Wide>(left) * right;
        return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
    }

    std::uint64_t m_value = 0x9e3779b97f4a7c15ull;
};

}  // namespace simulator
