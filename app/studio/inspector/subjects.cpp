#include "app/studio/inspector/subjects.h"

#include <algorithm>

#include "model/references.h"

namespace app {

namespace {

model::Deployment deploymentOrDefault(const model::Project& project, const model::ServiceId& service) {
    if (const model::Deployment* found = model::deploymentOf(project, service)) return *found;
    model::Deployment made;
    made.id = model::freeId(project.deployments, service.value());
    made.service = service;
    return made;
}

// A canary has steps, and only what has a side of its own is looked at.
void mendRollout(model::Rollout& rollout) {
    using Strategy = model::RolloutStrategy;
    if (rollout.strategy == Strategy::Canary && rollout.steps.empty())
        rollout.steps = {{10, model::seconds(60), {}}, {50, model::seconds(60), {}}};
    if (rollout.strategy != Strategy::Canary) rollout.steps.clear();
    if (rollout.strategy != Strategy::Canary && rollout.strategy != Strategy::BlueGreen)
        rollout.analysis.reset();
}

// Many pauses have a length and a way to come again; without either there is one.
void mendPauses(const model::PauseFault* before, model::PauseFault& after) {
    // They come again by time or by requests: by what was stated last.
    if (after.every && after.everyRequests) {
        if (before && before->every)
            after.every.reset();
        else
            after.everyRequests.reset();
    }
    const bool hasLength = after.pause || after.perRequest;
    const bool comesAgain = after.every || after.everyRequests;
    if (hasLength == comesAgain) return;
    const bool gone =
        before && before->repeats() &&
        (hasLength ? before->every || before->everyRequests : before->pause || before->perRequest);
    if (gone)
        after = {after.replicas, {}, {}, {}, {}};
    else if (hasLength)
        after.every = std::max(model::seconds(1), 10 * after.pause.value_or(model::Duration{}));
    else
        after.pause = model::milliseconds(50);
}

bool grows(const model::FaultEffect& effect) {
    return std::holds_alternative<model::SlowFault>(effect) ||
           std::holds_alternative<model::ErrorFault>(effect) ||
           std::holds_alternative<model::LatencyFault>(effect) ||
           std::holds_alternative<model::PressureFault>(effect);
}

void mendFault(const model::Fault* before, model::Fault& after) {
    const bool flush = std::holds_alternative<model::FlushFault>(after.effect);
    const bool release = std::holds_alternative<model::ReleaseFault>(after.effect);
    if (flush || release) after.length.reset();
    if (release) after.chance.reset();
    if (!grows(after.effect)) after.ramp.reset();
    if (after.chance) after.start = {};
    if (after.chance && !flush && !after.length) after.length = model::seconds(10);
    if (auto* pause = std::get_if<model::PauseFault>(&after.effect))
        mendPauses(before ? std::get_if<model::PauseFault>(&before->effect) : nullptr, *pause);
}

/// Puts a value after it was mended.
template <class Value, class Key>
Subject<Value, Key> mending(Subject<Value, Key> subject) {
    subject.put = [get = subject.get, put = subject.put](const model::Project& before, Value value,
                                                         const Key& key) {
        if (const std::optional<Value> old = get(before, key)) mend(*old, value);
        return put(before, std::move(value), key);
    };
    return subject;
}

}  // namespace

void mend(const model::Deployment&, model::Deployment& after) {
    // CoDel stands at a queue for workers; where there is none it goes.
    if (after.concurrency == model::Concurrency::EventLoop ||
        after.discipline >= model::QueueDiscipline::PreemptivePriority)
        after.codel.reset();
    if (after.rollout) mendRollout(*after.rollout);
}

void mend(const model::FaultPlan& before, model::FaultPlan& after) {
    const bool sameFaults = before.faults.size() == after.faults.size();
    for (std::size_t at = 0; at < after.faults.size(); ++at)
        mendFault(sameFaults ? &before.faults[at] : nullptr, after.faults[at]);
}

// What only a log can do goes with it.
void mend(const model::Channel& before, model::Channel& after) {
    if (after.broker == model::Broker::Kafka || after.broker == before.broker) return;
    after.partitioning = model::Partitioning::Shared;
    if (after.delivery == model::DeliveryGuarantee::ExactlyOnce)
        after.delivery = model::DeliveryGuarantee::AtLeastOnce;
}

Subject<model::Operation, model::OperationId> operationSubject(const model::Project& project,
                                                               std::vector<model::OperationId> ids) {
    const QString name = nameOfAll(project, ids);
    return {project, std::move(ids), name,
            [](const model::Project& from, const model::OperationId& key) {
                const model::Operation* found = model::findOperation(from, key);
                return found ? std::optional<model::Operation>(*found) : std::nullopt;
            },
            [](const model::Project& before, model::Operation operation, const model::OperationId& key) {
                const model::Service* service = model::serviceOf(before, key);
                return model::putOperation(before, service->id, std::move(operation));
            }};
}

Subject<model::Deployment, model::ServiceId> deploymentSubject(const model::Project& project,
                                                               const std::vector<model::ServiceId>& ids) {
    QString name = inspectorTr("%n services", static_cast<int>(ids.size()));
    if (ids.size() == 1) name = text(model::displayName(project, ids.front()));
    return mending(Subject<model::Deployment, model::ServiceId>{
        project, ids, name,
        [](const model::Project& from, const model::ServiceId& id) {
            return std::optional<model::Deployment>(deploymentOrDefault(from, id));
        },
        [](const model::Project& before, model::Deployment deployment,
           const model::ServiceId& id) -> model::Result<model::Project> {
            // What only shows the defaults does not become deployed by being looked at.
            if (!model::deploymentOf(before, id) && deployment == deploymentOrDefault(before, id))
                return before;
            return model::put(before, std::move(deployment));
        }});
}

Subject<model::Journey, model::JourneyId> journeySubject(const model::Project& project,
                                                         std::vector<model::JourneyId> ids) {
    const QString name = nameOfAll(project, ids);
    return {project, std::move(ids), name,
            [](const model::Project& from, const model::JourneyId& key) -> std::optional<model::Journey> {
                const model::Workload* workload = model::workloadOf(from, key);
                if (!workload) return std::nullopt;
                return *workload->journeys.find(key);
            },
            [](const model::Project& before, model::Journey journey, const model::JourneyId& key) {
                return model::putJourney(before, model::workloadOf(before, key)->id, std::move(journey));
            }};
}

Subject<model::FaultPlan, model::FaultPlanId> faultPlanSubject(const model::Project& project,
                                                               std::vector<model::FaultPlanId> ids) {
    return mending(entitySubject(project, std::move(ids), &model::Project::faultPlans));
}

Subject<model::Channel, model::ChannelId> channelSubject(const model::Project& project,
                                                         std::vector<model::ChannelId> ids) {
    return mending(entitySubject(project, std::move(ids), &model::Project::channels));
}

}  // namespace app
