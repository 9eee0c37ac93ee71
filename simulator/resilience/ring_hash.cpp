#include "simulator/resilience/ring_hash.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "simulator/resilience/xx_hash.h"

namespace simulator {

void HashRing::build(std::span<const BalancedHost> hosts, std::span<const std::uint32_t> members) {
    m_points.clear();
    if (members.empty()) return;
    double total = 0;
    for (const std::uint32_t host : members) total += hosts[host].weight;
    double smallest = 1;
    for (const std::uint32_t host : members) smallest = std::min(smallest, hosts[host].weight / total);
    // The host of the smallest weight has a whole number of points, unless there would be too many.
    const double scale = std::min(std::ceil(smallest * m_minSize) / smallest, static_cast<double>(m_maxSize));
    m_points.reserve(static_cast<std::size_t>(std::ceil(scale)) + 1);
    double target = 0;
    std::string key;
    for (const std::uint32_t host : members) {
        key.assign(hosts[host].name).push_back('_');
        const std::size_t stem = key.size();
        target += scale * (hosts[host].weight / total);
        for (std::uint64_t number = 0; static_cast<double>(m_points.size()) < target; ++number) {
            key.resize(stem);
            key += std::to_string(number);
            m_points.push_back({xxHash64(key), host});
        }
    }
    std::sort(m_points.begin(), m_points.end(), [](const Point& a, const Point& b) {
        return a.hash != b.hash ? a.hash < b.hash : a.host < b.host;
    });
}

std::uint32_t HashRing::pick(std::uint64_t hash, std::uint32_t attempt) const {
    if (m_points.empty()) return noHost;
    const auto after =
        std::lower_bound(m_points.begin(), m_points.end(), hash,
                         [](const Point& point, std::uint64_t value) { return point.hash < value; });
    const auto place = static_cast<std::size_t>(after == m_points.end() ? 0 : after - m_points.begin());
    return m_points[(place + attempt) % m_points.size()].host;
}

}  // namespace simulator
