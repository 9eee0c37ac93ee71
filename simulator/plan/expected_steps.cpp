#include "simulator/plan/expected_steps.h"

#include <fmt/format.h>

#include "model/overloaded.h"
#include "model/references.h"

namespace simulator {

namespace {

constexpr double mostSteps = 1e8;

/// What one request of an operation does itself, and how often it calls others.
struct OwnSteps {
    double count = 0;
    std::vector<std::pair<Index, double>> calls;
};

class Weighing {
public:
    Weighing(const EntityIndex& entities, OwnSteps& own) : m_entities(entities), m_own(own) {}

    // Each step as often as it is expected; what a failure starts, as if it always did.
    void weigh(const model::Behaviour& behaviour, double times) {
        for (const model::Step& step : behaviour) {
            m_own.count += times;
            std::visit(model::Overloaded{
                           [&](const model::Call& call) { add(call.operation, times); },
                           [&](const model::Loop& loop) {
                               const double rounds = times * std::max(0, loop.times);
                               m_own.count += rounds;
                               weigh(loop.steps, rounds);
                           },
                           [&](const model::Branch& branch) {
                               for (const model::Alternative& alternative : branch.alternatives)
                                   weigh(alternative.steps, times * alternative.probability);
                           },
                           [&](const model::Parallel& parallel) {
                               m_own.count += times * static_cast<double>(parallel.branches.size());
                               for (const model::Behaviour& steps : parallel.branches) weigh(steps, times);
                           },
                           [&](const model::CacheLookup& lookup) {
                               weigh(lookup.onMiss, lookup.keys ? times : times * (1 - lookup.hitRatio));
                           },
                           [&](const model::Fallback& fallback) {
                               weigh(fallback.steps, times);
                               weigh(fallback.onFailure, times);
                           },
                           [&](const model::Lock& lock) { weigh(lock.steps, times); },
                           [&](const model::Saga& saga) {
                               for (const model::SagaStep& part : saga.parts) weigh(part.steps, times);
                           },
                           [](const auto&) {},
                       },
                       step.action);
        }
    }

private:
    void add(const model::OperationId& operation, double times) {
        const Index found = m_entities.operations.find(operation);
        if (found != none) m_own.calls.push_back({found, times});
    }

    const EntityIndex& m_entities;
    OwnSteps& m_own;
};

}  // namespace

model::Result<bool> checkExpectedSteps(const model::Project& project, const EntityIndex& entities,
                                       const std::vector<bool>& reachable) {
    std::vector<OwnSteps> own(reachable.size());
    std::vector<const model::Operation*> operations(reachable.size());
    for (const model::Service& service : project.services)
        for (const model::Operation& operation : service.operations) {
            const Index at = entities.operations.at(operation.id);
            operations[at] = &operation;
            if (reachable[at]) Weighing(entities, own[at]).weigh(operation.behaviour, 1);
        }
    std::vector<double> all(reachable.size(), -1);
    for (Index root = 0; root < reachable.size(); ++root) {
        if (!reachable[root] || all[root] >= 0) continue;
        std::vector<std::pair<Index, std::size_t>> path{{root, 0}};
        while (!path.empty()) {
            auto& [at, next] = path.back();
            if (next < own[at].calls.size()) {
                const Index callee = own[at].calls[next++].first;
                if (all[callee] < 0) path.push_back({callee, 0});
                continue;
            }
            all[at] = own[at].count;
            for (const auto& [callee, times] : own[at].calls) all[at] += times * all[callee];
            if (all[at] > mostSteps)
                return model::failure(
                    model::pointerTo(project, operations[at]->id),
                    fmt::format(
                        "one request is expected to take {:.3g} steps, with those of the operations that "
                        "it calls, at most {:.0f} million can be simulated: its loops have no end in sight",
                        all[at], mostSteps / 1e6));
            path.pop_back();
        }
    }
    return true;
}

}  // namespace simulator
