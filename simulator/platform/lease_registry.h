#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace simulator {

/// The leases of a Netflix Eureka server (eureka-core 1.10: `AbstractInstanceRegistry`,
/// `PeerAwareInstanceRegistryImpl`, `Lease`, `MeasuredRate`), with its default settings, to the letter:
/// - an instance that registers has a lease, and renews it by a heartbeat every period from then on;
/// - every 60 s the server looks for leases that have expired. One that was renewed expires after twice its
///   duration, as `Lease.renew` adds it to the time of the heartbeat and `isExpired` adds it again; one that
///   never was, after its duration;
/// - it evicts none while the renewals of the last 60 s are not above 85 % of those that are expected, cut to
///   a whole number: self-preservation. Each registered instance is expected to send its heartbeats; the
///   server takes them all to come every 30 s, and here is told their period;
/// - at a time it evicts at most as many as leave 85 % of the registry, cut to a whole number, and of the
///   expired ones those that are drawn;
/// - an instance that shuts down in good order cancels its lease at once, and is expected no more; so is one
///   that is evicted.
/// Counts of renewals are closed when the server looks, as both start together. Memory is fixed by the number
/// of instances; O(instances) for a look. Heartbeats are no events: their times are known.
class LeaseRegistry {
public:
    static constexpr std::int64_t evictionPeriod = 60'000'000'000;       ///< [ns]
    static constexpr std::int64_t responseCachePeriod = 30'000'000'000;  ///< Of `ResponseCacheImpl` [ns]

    LeaseRegistry() = default;
    /// It looks at `firstLook` for the first time [ns].
    LeaseRegistry(std::uint32_t instances, std::int64_t firstLook)
        : m_leases(instances), m_looked(firstLook - evictionPeriod) {}

    /// A place for an instance that will renew every `heartbeat` a lease of that duration [ns].
    void add(std::uint32_t instance, std::int64_t heartbeat, std::int64_t duration);
    /// It has been there for long, and sends a heartbeat `untilNext` after time zero [ns].
    void hasLongBeenThere(std::uint32_t instance, std::int64_t untilNext);
    void registers(std::uint32_t instance, std::int64_t now);
    void cancels(std::uint32_t instance, std::int64_t now);
    /// Without a word.
    void dies(std::uint32_t instance, std::int64_t now);
    bool isRegistered(std::uint32_t instance) const { return m_leases[instance].registered; }

    /// To be called every `evictionPeriod`; who is evicted stands until the next call. `random` draws them.
    std::span<const std::uint32_t> evict(std::int64_t now, std::uint64_t random);
    /// Whether the last look evicted none, as too few had renewed.
    bool isPreserving() const { return m_preserving; }

    /// Takes over one instance of another registry.
    void continueLease(std::uint32_t instance, const LeaseRegistry& before, std::uint32_t there);
    void continueCounts(const LeaseRegistry& before);

private:
    struct Lease {
        std::int64_t heartbeat = 0;
        std::int64_t duration = 0;
        std::int64_t since = 0;  ///< Its heartbeats come at whole periods from then on
        std::int64_t last = 0;   ///< Heartbeat of one that is dead, or its registration
        bool registered = false;
        bool alive = false;
        bool renewed = false;
    };

    static std::int64_t beatsUntil(const Lease& lease, std::int64_t now);
    std::int64_t beatsSinceLook(const Lease& lease, std::int64_t now) const;
    void stops(Lease& lease, std::int64_t now);
    bool hasExpired(const Lease& lease, std::int64_t now) const;

    std::vector<Lease> m_leases;
    std::vector<std::uint32_t> m_expired;
    std::int64_t m_looked = 0;    ///< When it looked last [ns]
    std::int64_t m_renewals = 0;  ///< Since then, of those that are gone
    bool m_preserving = false;
};

}  // namespace simulator
