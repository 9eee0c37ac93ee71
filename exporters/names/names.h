#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

/// Names that the targets accept, made from what people call things.
namespace exporters {

/// The longest DNS-1123 label [bytes].
inline constexpr std::size_t maxLabelLength = 63;
/// The longest name of a workload to which controllers append their own suffixes [bytes].
inline constexpr std::size_t maxWorkloadNameLength = 52;
/// The longest name of a port (IANA_SVC_NAME) [bytes].
inline constexpr std::size_t maxPortNameLength = 15;

/// The FNV-1a hash of 64 bits: short, the same on every machine, not cryptographic.
/// Source: Fowler, Noll, Vo, "The FNV Non-Cryptographic Hash Algorithm" (RFC 9923).
std::uint64_t fingerprint(std::string_view text);
/// The fingerprint in 8 (its upper half) or 16 lower-case hexadecimal digits.
std::string shortHash(std::string_view text);
std::string longHash(std::string_view text);

/// A DNS-1035 label (a DNS-1123 label that begins with a letter): `Order History` -> `order-history`. What is
/// not a letter or digit of ASCII becomes one `-`. Cut with a hash of the whole text only when too long;
/// `fallback` when nothing remains.
std::string dnsLabel(std::string_view text, std::size_t limit = maxLabelLength,
                     std::string_view fallback = "unnamed");
/// A lower_snake_case identifier: `order-history` -> `order_history`.
std::string snakeCase(std::string_view text, std::string_view fallback = "unnamed");
/// An UPPER_SNAKE_CASE identifier: `order-history` -> `ORDER_HISTORY`.
std::string upperSnakeCase(std::string_view text, std::string_view fallback = "UNNAMED");
/// A CamelCase identifier: `order-history` -> `OrderHistory`.
std::string camelCase(std::string_view text, std::string_view fallback = "Unnamed");

/// Whether the text is a DNS-1123 label of at most that length.
bool isDnsLabel(std::string_view text, std::size_t limit = maxLabelLength);
/// Whether the text may name a port: at most 15 of `[a-z0-9-]`, with a letter, no `-` at an end or doubled.
bool isPortName(std::string_view text);
/// Whether the text is a value of a label: empty, or at most 63 of `[A-Za-z0-9._-]` with alphanumeric ends.
bool isLabelValue(std::string_view text);
/// Whether the text is a reference to a container image: `registry:5000/path/name:tag@sha256:digest`.
bool isImageReference(std::string_view text);

/// Gives out each name once, whatever the case of its letters.
class UniqueNames {
public:
    /// The name itself, or, when it is taken, the name with `separator` and a hash of `origin`.
    std::string take(const std::string& name, std::string_view origin, std::string_view separator = "-",
                     std::size_t limit = maxLabelLength);
    /// Keeps the name from being given out.
    void reserve(const std::string& name);

private:
    std::set<std::string> m_taken;
};

}  // namespace exporters
