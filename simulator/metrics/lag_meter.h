#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace simulator {

/// The messages of a group that are not settled yet, by the time of their publication. Adding is O(1)
/// amortised; removing is O(log d) for a message that d older ones precede.
class Backlog {
public:
    /// No earlier than those before.
    void add(std::int64_t published);
    void remove(std::int64_t published);
    std::uint64_t size() const { return m_size; }
    bool empty() const { return m_size == 0; }
    /// Publication of the oldest one. There must be one.
    std::int64_t oldest() const { return at(0).published; }

private:
    struct Entry {
        std::int64_t published;
        std::uint64_t count;
    };
    Entry& at(std::size_t place) { return m_ring[(m_first + place) & (m_ring.size() - 1)]; }
    const Entry& at(std::size_t place) const { return m_ring[(m_first + place) & (m_ring.size() - 1)]; }
    std::size_t placeOf(std::int64_t published) const;
    void grow();

    std::vector<Entry> m_ring;  ///< Its size is a power of two; the first entry has a count above 0
    std::size_t m_first = 0;
    std::size_t m_length = 0;
    std::uint64_t m_size = 0;
};

/// How a message leaves its group.
enum class Fate { Handled, DeadLettered, Dropped, Expired };
inline constexpr std::size_t fateCount = 4;

/// What happened to the messages of a group, from time zero.
struct ConsumptionCounts {
    std::uint64_t published = 0;
    std::array<std::uint64_t, fateCount> left{};
    std::uint64_t redelivered = 0;
    std::uint64_t rebalances = 0;
    double paused = 0;  ///< By rebalances [ns]; in proportion where only some partitions stop
    std::vector<std::uint64_t> partitions;  ///< Messages of each
};

/// The largest lag of an interval, and the age of the oldest message at its worst.
struct GroupInterval {
    float lag, oldest, paused;  ///< [messages], [ms], share of the time
};

/// Weighs how far a group of consumers lags behind what is published.
class LagMeter {
public:
    explicit LagMeter(std::uint32_t partitions) { m_counts.partitions.resize(partitions); }

    void published(std::int64_t now);
    void publishedTo(std::uint32_t partition) { ++m_counts.partitions[partition]; }
    void redelivered() { ++m_counts.redelivered; }
    void left(std::int64_t now, std::int64_t published, Fate fate);
    /// A rebalance stops that share of the partitions.
    void stopped(std::int64_t now, double share);
    void resumed(std::int64_t now);
    void rebalanced() { ++m_counts.rebalances; }

    /// Of the oldest message that is not settled [ns]; 0 when there is none.
    std::int64_t age(std::int64_t now) const { return m_backlog.empty() ? 0 : now - m_backlog.oldest(); }
    std::uint64_t inside() const { return m_backlog.size(); }

    GroupInterval closeInterval(std::int64_t start, std::int64_t end);
    const ConsumptionCounts& counts() const { return m_counts; }

private:
    Backlog m_backlog;
    ConsumptionCounts m_counts;
    std::uint64_t m_largest = 0;  ///< Of the open interval
    std::int64_t m_oldest = 0;
    double m_pausedBefore = 0;  ///< All of it, when the open interval began
    double m_share = 0;         ///< Of the partitions that stand still
    std::int64_t m_since = 0;
};

}  // namespace simulator
