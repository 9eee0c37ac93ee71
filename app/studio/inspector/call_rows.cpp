#include <algorithm>
#include <functional>
#include <vector>

#include "app/studio/inspector/row_makers.h"
#include "app/studio/quantity_text.h"
#include "model/references.h"

namespace app {

namespace {

using model::Call;
using model::CallPolicy;

/// All calls from one service to one operation, which share what the inspector shows of them.
struct Calls {
    model::ServiceId caller;
    model::OperationId callee;

    /// Visits the calls in a copy of the caller; the copy goes into `put`.
    model::Service changed(const model::Project& project, const std::function<void(Call&)>& change) const {
        model::Service service = *project.services.find(caller);
        const model::Collection<model::Operation> operations = service.operations;
        for (model::Operation operation : operations) {
            model::forEachStep(operation.behaviour, [&](model::Step& step) {
                auto* call = std::get_if<Call>(&step.action);
                if (call && call->operation == callee) change(*call);
            });
            service.operations = service.operations.with(std::move(operation));
        }
        return service;
    }

    std::optional<model::CallPolicyId> policy(const model::Project& project) const {
        std::optional<model::CallPolicyId> found;
        changed(project, [&](Call& call) {
            if (call.policy) found = call.policy;
        });
        return found;
    }

    /// Whether all of them have the same one, or none.
    bool agree(const model::Project& project) const {
        std::vector<std::optional<model::CallPolicyId>> all;
        changed(project, [&](Call& call) { all.push_back(call.policy); });
        return std::adjacent_find(all.begin(), all.end(), std::not_equal_to<>()) == all.end();
    }
};

model::Result<model::Project> withPolicy(const model::Project& before, const Calls& calls,
                                         const std::optional<model::CallPolicyId>& policy) {
    if (!before.services.contains(calls.caller)) return before;
    return model::put(before, calls.changed(before, [&](Call& call) { call.policy = policy; }));
}

/// Changes the policy of the calls; calls without one get one of their own.
model::Result<model::Project> changePolicy(const model::Project& before, const Calls& calls,
                                           const std::function<model::Result<void>(CallPolicy&)>& change) {
    CallPolicy policy;
    const auto id = calls.policy(before);
    const CallPolicy* existing = id ? before.policies.find(*id) : nullptr;
    if (existing) {
        policy = *existing;
    } else {
        policy.name = "Calls of " + model::displayName(before, calls.callee);
        policy.id = model::freeId(before.policies, model::slug(policy.name));
    }
    if (auto changed = change(policy); !changed) return tl::unexpected<model::Error>(changed.error());
    const model::CallPolicyId chosen = policy.id;
    auto after = model::put(before, std::move(policy));
    if (!after || existing) return after;
    return withPolicy(*after, calls, chosen);
}

Row policyField(const QString& label, const QString& value, const QString& callee, const Calls& calls,
                std::function<model::Result<void>(CallPolicy&, const QString&)> set) {
    Row row;
    row.label = label;
    row.value = value;
    row.undo = inspectorTr("Change %1 of the call to %2").arg(label.left(1).toLower() + label.mid(1), callee);
    row.write = [calls, set](const model::Project& before, const QString& entered) {
        return changePolicy(before, calls, [&](CallPolicy& policy) { return set(policy, entered); });
    };
    return row;
}

}  // namespace

model::Result<void> takeTimeout(CallPolicy& policy, const QString& entered) {
    if (entered.trimmed().isEmpty()) {
        policy.timeout.reset();
        return {};
    }
    model::Duration timeout{};
    auto taken = take(timeout, readDuration(entered));
    if (taken && timeout.count() == 0)
        return model::failure({}, inspectorTr("A timeout above zero is expected, or nothing.").toStdString());
    if (taken) policy.timeout = timeout;
    return taken;
}

model::Result<void> takeAttempts(CallPolicy& policy, const QString& entered) {
    std::int32_t attempts = 1;
    if (auto taken = take(attempts, readCount(entered, 1, 100)); !taken) return taken;
    if (attempts == 1) policy.retry.reset();
    if (attempts > 1 && !policy.retry) policy.retry.emplace();
    if (attempts > 1) policy.retry->maxAttempts = attempts;
    return {};
}

namespace {

Row policyChoice(const model::Project& project, const QString& callee, const Calls& calls) {
    Row row;
    row.kind = Row::Kind::Choice;
    row.label = inspectorTr("Policy");
    if (calls.agree(project)) row.value = optionalId(calls.policy(project));
    row.choices = entityChoices(project.policies, inspectorTr("None"));
    row.undo = inspectorTr("Change policy of the call to %1").arg(callee);
    row.tip = inspectorTr("Policies are named and shared: a change counts for all calls that use it");
    row.write = [calls](const model::Project& before, const QString& id) {
        return withPolicy(before, calls, chosenId<CallPolicy>(id));
    };
    return row;
}

}  // namespace

int usesOf(const model::Project& project, const model::CallPolicyId& policy) {
    const auto interactions = model::interactionsOf(project);
    return static_cast<int>(
        std::count_if(interactions.begin(), interactions.end(),
                      [&](const auto& interaction) { return interaction.policy == policy; }));
}

namespace {

void appendTo(std::vector<Row>& rows, const model::Project& project, const QString& callee,
              const Calls& calls) {
    const auto id = calls.policy(project);
    const CallPolicy* policy = id ? project.policies.find(*id) : nullptr;
    rows.push_back(policyChoice(project, callee, calls));
    Row timeout = policyField(inspectorTr("Timeout"),
                              policy && policy->timeout ? durationText(*policy->timeout) : QString(), callee,
                              calls, takeTimeout);
    timeout.hint = timeout.value->isEmpty() ? inspectorTr("waits for ever") : QString();
    rows.push_back(std::move(timeout));
    const bool retries = policy && policy->retry;
    Row attempts =
        policyField(inspectorTr("Attempts"), QString::number(retries ? policy->retry->maxAttempts : 1),
                    callee, calls, takeAttempts);
    attempts.hint = retries ? inspectorTr("first try included") : inspectorTr("no retry");
    rows.push_back(std::move(attempts));
    if (!retries) return;
    Row delay = policyField(inspectorTr("Back-off"), durationText(policy->retry->delay), callee, calls,
                            [](CallPolicy& changed, const QString& entered) {
                                return changed.retry ? take(changed.retry->delay, readDuration(entered))
                                                     : model::Result<void>();
                            });
    delay.hint = policy->retry->backoff == model::BackoffKind::Constant ? inspectorTr("constant")
                                                                        : inspectorTr("exponential");
    rows.push_back(std::move(delay));
}

}  // namespace

void appendCallRows(std::vector<Row>& rows, const model::Project& project, const model::ServiceId& caller,
                    const model::OperationId& callee) {
    const model::Service* service = model::serviceOf(project, callee);
    const model::Operation* operation = model::findOperation(project, callee);
    if (!service || !operation) return;
    const QString name = QStringLiteral("%1.%2").arg(text(service->name), text(operation->name));
    const Calls calls{caller, callee};
    const auto policy = calls.policy(project);
    const int uses = policy ? usesOf(project, *policy) : 0;
    rows.push_back(sectionRow(inspectorTr("Call to %1").arg(name),
                              uses > 1 ? inspectorTr("policy of %1 calls").arg(uses) : QString()));
    appendTo(rows, project, name, calls);
    if (policy)
        rows.push_back(linkRow(inspectorTr("All of the policy"), text(model::displayName(project, *policy)),
                               {text(model::elementKey(*policy))}));
}

}  // namespace app
