#include "simulator/random/philox.h"

#ifdef __SSE2__
#include <immintrin.h>
#endif

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

std::uint64_t entityKey(std::string_view id, std::uint64_t before) {
    std::uint64_t hash = before;
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

#ifdef __SSE2__

namespace {

/// What fills a buffer from a block on.
using Refill = void (*)(std::uint64_t* buffer, std::uint64_t block, std::uint32_t key0, std::uint32_t key1,
                        std::uint32_t replication);

// GCC 12 takes what its own header leaves open on purpose for a mistake: its bug 105593.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"

// As below, with eight blocks in a register, and both exclusive ors at once.
[[gnu::target("avx512f")]] void refillByAvx512(std::uint64_t* buffer, std::uint64_t block, std::uint32_t key0,
                                               std::uint32_t key1, std::uint32_t replication) {
    constexpr int threeExclusiveOr = 0x96;
    const auto start = _mm512_set1_epi64(static_cast<long long>(block));
    __m512i a = _mm512_add_epi64(start, _mm512_set_epi64(7, 6, 5, 4, 3, 2, 1, 0));
    __m512i b = _mm512_srli_epi64(a, 32);
    __m512i c = _mm512_set1_epi64(replication);
    __m512i d = _mm512_setzero_si512();
    for (int round = 0; round < rounds; ++round, key0 += weyl0, key1 += weyl1) {
        const __m512i product0 = _mm512_mul_epu32(a, _mm512_set1_epi64(multiplier0));
        const __m512i product1 = _mm512_mul_epu32(c, _mm512_set1_epi64(multiplier1));
        a = _mm512_ternarylogic_epi64(_mm512_srli_epi64(product1, 32), b, _mm512_set1_epi64(key0),
                                      threeExclusiveOr);
        b = product1;
        c = _mm512_ternarylogic_epi64(_mm512_srli_epi64(product0, 32), d, _mm512_set1_epi64(key1),
                                      threeExclusiveOr);
        d = product0;
    }
    const __m512i low = _mm512_set1_epi64(0xFFFFFFFF);
    const __m512i first = _mm512_or_si512(_mm512_slli_epi64(b, 32), _mm512_and_si512(a, low));
    const __m512i second = _mm512_or_si512(_mm512_slli_epi64(d, 32), _mm512_and_si512(c, low));
    const __m512i front = _mm512_set_epi64(11, 3, 10, 2, 9, 1, 8, 0);
    const __m512i back = _mm512_set_epi64(15, 7, 14, 6, 13, 5, 12, 4);
    _mm512_storeu_si512(buffer, _mm512_permutex2var_epi64(first, front, second));
    _mm512_storeu_si512(buffer + 8, _mm512_permutex2var_epi64(first, back, second));
}

#pragma GCC diagnostic pop

// The same, with four blocks in a register.
[[gnu::target("avx2")]] void refillByAvx2(std::uint64_t* buffer, std::uint64_t block, std::uint32_t key0,
                                          std::uint32_t key1, std::uint32_t replication) {
    __m256i a[2], b[2], c[2], d[2];
    for (int i = 0; i < 2; ++i) {
        const auto first = static_cast<long long>(block + 4 * static_cast<std::uint64_t>(i));
        a[i] = _mm256_set_epi64x(first + 3, first + 2, first + 1, first);
        b[i] = _mm256_srli_epi64(a[i], 32);
        c[i] = _mm256_set1_epi64x(replication);
        d[i] = _mm256_setzero_si256();
    }
    for (int round = 0; round < rounds; ++round, key0 += weyl0, key1 += weyl1) {
        const __m256i keys0 = _mm256_set1_epi64x(key0);
        const __m256i keys1 = _mm256_set1_epi64x(key1);
        for (int i = 0; i < 2; ++i) {
            const __m256i product0 = _mm256_mul_epu32(a[i], _mm256_set1_epi64x(multiplier0));
            const __m256i product1 = _mm256_mul_epu32(c[i], _mm256_set1_epi64x(multiplier1));
            a[i] = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(product1, 32), b[i]), keys0);
            b[i] = product1;
            c[i] = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(product0, 32), d[i]), keys1);
            d[i] = product0;
        }
    }
    const __m256i low = _mm256_set1_epi64x(0xFFFFFFFF);
    for (int i = 0; i < 2; ++i) {
        const __m256i first = _mm256_or_si256(_mm256_slli_epi64(b[i], 32), _mm256_and_si256(a[i], low));
        const __m256i second = _mm256_or_si256(_mm256_slli_epi64(d[i], 32), _mm256_and_si256(c[i], low));
        const __m256i even = _mm256_unpacklo_epi64(first, second);
        const __m256i odd = _mm256_unpackhi_epi64(first, second);
        auto* const out = reinterpret_cast<__m256i*>(buffer + 8 * i);
        _mm256_storeu_si256(out, _mm256_permute2x128_si256(even, odd, 0x20));
        _mm256_storeu_si256(out + 1, _mm256_permute2x128_si256(even, odd, 0x31));
    }
}

// The same, with two: one in each half of 64 bits. Only the low 32 bits of a half count: the multiplication
// reads no others, so what the high ones collect needs no clearing before the end.
void refillBySse2(std::uint64_t* buffer, std::uint64_t start, std::uint32_t key0, std::uint32_t key1,
                  std::uint32_t replication) {
    constexpr int pairs = 4;
    __m128i a[pairs], b[pairs], c[pairs], d[pairs];
    for (int i = 0; i < pairs; ++i) {
        const auto block = static_cast<long long>(start + 2 * static_cast<std::uint64_t>(i));
        a[i] = _mm_set_epi64x(block + 1, block);
        b[i] = _mm_srli_epi64(a[i], 32);
        c[i] = _mm_set1_epi64x(replication);
        d[i] = _mm_setzero_si128();
    }
    for (int round = 0; round < rounds; ++round, key0 += weyl0, key1 += weyl1) {
        const __m128i keys0 = _mm_set1_epi64x(key0);
        const __m128i keys1 = _mm_set1_epi64x(key1);
        for (int i = 0; i < pairs; ++i) {
            const __m128i product0 = _mm_mul_epu32(a[i], _mm_set1_epi64x(multiplier0));
            const __m128i product1 = _mm_mul_epu32(c[i], _mm_set1_epi64x(multiplier1));
            a[i] = _mm_xor_si128(_mm_xor_si128(_mm_srli_epi64(product1, 32), b[i]), keys0);
            b[i] = product1;
            c[i] = _mm_xor_si128(_mm_xor_si128(_mm_srli_epi64(product0, 32), d[i]), keys1);
            d[i] = product0;
        }
    }
    const __m128i low = _mm_set1_epi64x(0xFFFFFFFF);
    auto* const out = reinterpret_cast<__m128i*>(buffer);
    for (int i = 0; i < pairs; ++i) {
        const __m128i first = _mm_or_si128(_mm_slli_epi64(b[i], 32), _mm_and_si128(a[i], low));
        const __m128i second = _mm_or_si128(_mm_slli_epi64(d[i], 32), _mm_and_si128(c[i], low));
        _mm_storeu_si128(out + 2 * i, _mm_unpacklo_epi64(first, second));
        _mm_storeu_si128(out + 2 * i + 1, _mm_unpackhi_epi64(first, second));
    }
}

// The widest that the processor has; the numbers are the same.
Refill widest() {
    if (__builtin_cpu_supports("avx512f")) return refillByAvx512;
    return __builtin_cpu_supports("avx2") ? refillByAvx2 : refillBySse2;
}

const Refill fill = widest();

}  // namespace

void RandomStream::refill() {
    fill(m_buffer.data(), m_block, m_key[0], m_key[1], m_replication);
    m_block += blocksAtOnce;
    m_at = 0;
}

#else

void RandomStream::refill() {
    for (std::uint32_t i = 0; i < blocksAtOnce; ++i, ++m_block) {
        const auto words = philox({static_cast<std::uint32_t>(m_block),
                                   static_cast<std::uint32_t>(m_block >> 32), m_replication, 0},
                                  m_key);
        m_buffer[2 * i] = std::uint64_t{words[1]} << 32 | words[0];
        m_buffer[2 * i + 1] = std::uint64_t{words[3]} << 32 | words[2];
    }
    m_at = 0;
}

#endif

}  // namespace simulator
