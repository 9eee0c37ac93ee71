#include "simulator/random/philox.h"

namespace simulator {

namespace {

constexpr std::uint32_t multiplier0 = 0xD2511F53;
constexpr std::uint32_t multiplier1 = 0xCD9E8D57;
constexpr std::uint32_t weyl0 = 0x9E3779B9;
constexpr std::uint32_t weyl1 = 0xBB67AE85;
constexpr int rounds = 10;
constexpr std::uint32_t keySchedule = 0x4C494E54;  ///< Separates the derivation of keys from the numbers

}  // namespace

std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key) {
    for (int round = 0; round < rounds; ++round) {
        const std::uint64_t product0 = std::uint64_t{multiplier0} * counter[0];
        const std::uint64_t product1 = std::uint64_t{multiplier1} * counter[2];
        counter = {static_cast<std::uint32_t>(product1 >> 32) ^ counter[1] ^ key[0],
                   static_cast<std::uint32_t>(product1),
                   static_cast<std::uint32_t>(product0 >> 32) ^ counter[3] ^ key[1],
                   static_cast<std::uint32_t>(product0)};
        key[0] += weyl0;
        key[1] += weyl1;
    }
    return counter;
}

std::uint64_t entityKey(std::string_view id) {
    std::uint64_t hash = 0xCBF29CE484222325;
    for (const char letter : id) {
        hash ^= static_cast<unsigned char>(letter);
        hash *= 0x100000001B3;
    }
    return hash;
}

RandomStream::RandomStream(std::uint64_t seed, std::uint64_t entity, Purpose purpose,
                           std::uint32_t replication)
    : m_replication(replication) {
    const auto derived = philox({static_cast<std::uint32_t>(entity), static_cast<std::uint32_t>(entity >> 32),
                                 static_cast<std::uint32_t>(purpose), keySchedule},
                                {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)});
    m_key = {derived[0], derived[1]};
}

void RandomStream::seek(std::uint64_t draw) {
    m_block = draw / bufferSize * blocksAtOnce;
    refill();
    m_at = static_cast<std::uint32_t>(draw % bufferSize);
}

// The blocks side by side, so that the compiler computes several with one instruction.
void RandomStream::refill() {
    std::uint32_t a[blocksAtOnce], b[blocksAtOnce], c[blocksAtOnce], d[blocksAtOnce];
    for (std::uint32_t i = 0; i < blocksAtOnce; ++i) {
        a[i] = static_cast<std::uint32_t>(m_block + i);
        b[i] = static_cast<std::uint32_t>((m_block + i) >> 32);
        c[i] = m_replication;
        d[i] = 0;
    }
    std::uint32_t key0 = m_key[0];
    std::uint32_t key1 = m_key[1];
    for (int round = 0; round < rounds; ++round) {
        for (std::uint32_t i = 0; i < blocksAtOnce; ++i) {
            const std::uint64_t product0 = std::uint64_t{multiplier0} * a[i];
            const std::uint64_t product1 = std::uint64_t{multiplier1} * c[i];
            a[i] = static_cast<std::uint32_t>(product1 >> 32) ^ b[i] ^ key0;
            b[i] = static_cast<std::uint32_t>(product1);
            c[i] = static_cast<std::uint32_t>(product0 >> 32) ^ d[i] ^ key1;
            d[i] = static_cast<std::uint32_t>(product0);
        }
        key0 += weyl0;
        key1 += weyl1;
    }
    for (std::uint32_t i = 0; i < blocksAtOnce; ++i) {
        m_buffer[2 * i] = std::uint64_t{b[i]} << 32 | a[i];
        m_buffer[2 * i + 1] = std::uint64_t{d[i]} << 32 | c[i];
    }
    m_block += blocksAtOnce;
    m_at = 0;
}

}  // namespace simulator
