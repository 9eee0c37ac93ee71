#include "simulator/platform/instance_pool.h"

#include <utility>

#include "simulator/kernel/clock.h"

namespace simulator {

InstancePool::InstancePool(const InstanceRules& rules) : m_rules(rules), m_instances(rules.most) {
    for (std::uint32_t at = rules.most; at > 0; --at)
        m_instances[at - 1].older = std::exchange(m_absent, at - 1);
    while (const auto instance = replace()) giveBack(0, *instance);
}

std::uint32_t InstancePool::newInstance() {
    const std::uint32_t instance = m_absent;
    m_absent = std::exchange(m_instances[instance], {}).older;
    ++m_size;
    return instance;
}

std::optional<InstancePool::Grant> InstancePool::take() {
    if (m_newest != nobody) {
        const std::uint32_t instance = m_newest;
        unlink(instance);
        return Grant{instance, false};
    }
    if (m_absent == nobody) return std::nullopt;
    return Grant{newInstance(), true};
}

void InstancePool::giveBack(std::int64_t now, std::uint32_t instance) {
    Instance& idle = m_instances[instance];
    idle.idle = true;
    idle.idleSince = now;
    idle.older = std::exchange(m_newest, instance);
    idle.newer = nobody;
    if (idle.older == nobody)
        m_oldest = instance;
    else
        m_instances[idle.older].newer = instance;
}

void InstancePool::unlink(std::uint32_t instance) {
    Instance& idle = m_instances[instance];
    (idle.older == nobody ? m_oldest : m_instances[idle.older].newer) = idle.newer;
    (idle.newer == nobody ? m_newest : m_instances[idle.newer].older) = idle.older;
    idle.idle = false;
}

void InstancePool::forget(std::uint32_t instance) {
    m_instances[instance].older = std::exchange(m_absent, instance);
    --m_size;
}

std::int64_t InstancePool::nextExpiry() const {
    if (m_oldest == nobody || m_size <= m_rules.provisioned) return never;
    return m_instances[m_oldest].idleSince + m_rules.idle;
}

std::optional<std::uint32_t> InstancePool::expire(std::int64_t now) {
    if (nextExpiry() > now) return std::nullopt;
    const std::uint32_t instance = m_oldest;
    unlink(instance);
    forget(instance);
    return instance;
}

void InstancePool::lose(std::uint32_t instance) {
    if (m_instances[instance].idle) unlink(instance);
    forget(instance);
}

std::optional<std::uint32_t> InstancePool::replace() {
    if (m_size >= m_rules.provisioned) return std::nullopt;
    return newInstance();
}

}  // namespace simulator
