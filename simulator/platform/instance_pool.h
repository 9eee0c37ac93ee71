#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace simulator {

/// The instances of a function; times in [ns].
struct InstanceRules {
    std::uint32_t most = 1000;
    std::uint32_t provisioned = 0;  ///< That are always there
    std::int64_t idle = 0;          ///< Before one is taken away

    bool operator==(const InstanceRules&) const = default;
};

/// Which instance of a function a request gets, as AWS Lambda and its like have it: one request at a time for
/// each instance; the idle one that was used last, else a new one, which the request that made it waits for.
/// Instances that have been idle for long are taken away, beyond those that are provisioned. All O(1).
///
/// AWS Lambda Developer Guide, "Understanding Lambda function scaling" and "Lambda execution environment
/// lifecycle".
class InstancePool {
public:
    struct Grant {
        std::uint32_t instance;
        bool cold;  ///< It has to be started
    };

    /// Those that are provisioned are idle from time zero on.
    explicit InstancePool(const InstanceRules& rules);

    /// For a request. None: all that there may be are in use.
    std::optional<Grant> take();
    /// An instance has ended its request, or has started without one.
    void giveBack(std::int64_t now, std::uint32_t instance);
    /// When the next instance will have been idle for too long [ns], or `never`.
    std::int64_t nextExpiry() const;
    /// Takes one away that has been idle for too long.
    std::optional<std::uint32_t> expire(std::int64_t now);
    /// An instance has died.
    void lose(std::uint32_t instance);
    /// A new instance where there are fewer than are provisioned: it has to be started, and given back.
    std::optional<std::uint32_t> replace();
    /// Instances that are there or start.
    std::uint32_t size() const { return m_size; }

private:
    static constexpr std::uint32_t nobody = ~std::uint32_t{0};
    struct Instance {
        std::uint32_t older = nobody;  ///< Among those that are idle; the next among those that are not there
        std::uint32_t newer = nobody;
        std::int64_t idleSince = 0;
        bool idle = false;
    };

    std::uint32_t newInstance();
    void unlink(std::uint32_t instance);
    void forget(std::uint32_t instance);

    InstanceRules m_rules;
    std::vector<Instance> m_instances;
    std::uint32_t m_absent = nobody;  ///< The first that is not there
    std::uint32_t m_oldest = nobody;  ///< The one that has been idle for longest
    std::uint32_t m_newest = nobody;
    std::uint32_t m_size = 0;
};

}  // namespace simulator
