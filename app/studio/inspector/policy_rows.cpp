#include <algorithm>

#include "app/studio/inspector/form.h"
#include "app/studio/inspector/policy_difference.h"
#include "app/studio/quantity_text.h"
#include "model/description/words.h"
#include "model/policy_presets.h"

namespace app {

namespace {

using model::CallPolicy;
using Policies = Subject<CallPolicy, model::CallPolicyId>;

/// The values of the preset under the name and the id of the policy.
void takePreset(CallPolicy& policy, const CallPolicy& preset) {
    CallPolicy taken = preset;
    taken.id = policy.id;
    taken.name = policy.name;
    taken.description = policy.description;
    taken.unknown = policy.unknown;
    policy = std::move(taken);
}

std::vector<Choice> presetChoices() {
    std::vector<Choice> choices;
    for (const std::string& name : model::policyPresetNames())
        choices.push_back({text(name), text(model::policyPreset(name)->name)});
    return choices;
}

/// The preset that the policy is the same as, or nothing.
QString presetOf(const model::Project& project, const CallPolicy& policy) {
    for (const std::string& name : model::policyPresetNames())
        if (policyDifference(project, policy, *model::policyPreset(name)).empty()) return text(name);
    return {};
}

Row presetRow(const Policies& policies) {
    Row row = policies.row(
        Row::Kind::Choice, inspectorTr("Preset"),
        [&project = policies.project](const CallPolicy& policy) { return presetOf(project, policy); },
        [](CallPolicy& policy, const QString& id) {
            if (const auto preset = model::policyPreset(id.toStdString())) takePreset(policy, *preset);
            return model::Result<void>();
        });
    row.check = nullptr;
    row.choices = presetChoices();
    row.choices.insert(row.choices.begin(), Choice{QString(), inspectorTr("Values of its own")});
    row.tip = inspectorTr("Takes over all values of a library or a proxy; the name stays");
    return row;
}

/// What is other than in each preset, the nearest one first.
void appendDifferences(std::vector<Row>& rows, const model::Project& project, const CallPolicy& policy) {
    struct Compared {
        CallPolicy preset;
        std::vector<PolicyDifference> differences;
    };
    std::vector<Compared> all;
    for (const std::string& name : model::policyPresetNames()) {
        const CallPolicy preset = *model::policyPreset(name);
        all.push_back({preset, policyDifference(project, policy, preset)});
    }
    std::stable_sort(all.begin(), all.end(), [](const Compared& left, const Compared& right) {
        return left.differences.size() < right.differences.size();
    });
    for (const Compared& compared : all) {
        Row head = sectionRow(inspectorTr("Beside %1").arg(text(compared.preset.name)),
                              compared.differences.empty()
                                  ? inspectorTr("the same")
                                  : inspectorTr("%1 differ").arg(compared.differences.size()));
        head.fold = QStringLiteral("CallPolicy/preset/%1").arg(text(compared.preset.id.value()));
        head.open = false;
        head.tip = inspectorTr("What this policy has, and what the preset has instead");
        rows.push_back(std::move(head));
        for (const PolicyDifference& difference : compared.differences) {
            rows.push_back(
                factRow(difference.label, QStringLiteral("%1 → %2").arg(difference.own, difference.other)));
            rows.back().depth = 1;
        }
    }
}

RowWrite moveLayer(const Policies& policies, std::size_t at) {
    return formOf(policies).edit([at](void* entity, const QString& move, const model::Project&) {
        auto& policy = *static_cast<CallPolicy*>(entity);
        std::vector<model::PolicyLayer> layers = model::layersOf(policy);
        const std::size_t other = move == QLatin1String("up") ? at - 1 : at + 1;
        if (other < layers.size()) std::swap(layers[at], layers[other]);
        policy.order = layers == model::defaultPolicyOrder() ? std::vector<model::PolicyLayer>() : layers;
        return model::Result<void>();
    });
}

/// All layers, the outermost first; each moves outwards and inwards.
void appendLayers(std::vector<Row>& rows, const Policies& policies, const CallPolicy& policy) {
    Row head = sectionRow(inspectorTr("Order of the layers"),
                          policy.order.empty() ? inspectorTr("default") : inspectorTr("own"));
    head.fold = QStringLiteral("CallPolicy/order");
    head.open = false;
    head.tip = inspectorTr("The outermost first: what stands around what");
    rows.push_back(std::move(head));
    const std::vector<model::PolicyLayer> layers = model::layersOf(policy);
    for (std::size_t at = 0; at < layers.size(); ++at) {
        Row step;
        step.kind = Row::Kind::Step;
        step.depth = 1;
        step.label = QStringLiteral("%1  %2").arg(at + 1).arg(valueWords(model::word(layers[at])));
        if (at > 0) step.choices.push_back({QStringLiteral("up"), inspectorTr("Move outwards")});
        if (at + 1 < layers.size())
            step.choices.push_back({QStringLiteral("down"), inspectorTr("Move inwards")});
        step.undo = inspectorTr("Change order of the layers of %1").arg(policies.name);
        step.write = moveLayer(policies, at);
        rows.push_back(std::move(step));
    }
}

void appendMain(std::vector<Row>& rows, const Policies& policies) {
    Row timeout = policies.row(
        Row::Kind::Text, inspectorTr("Timeout"),
        [](const CallPolicy& policy) { return policy.timeout ? durationText(*policy.timeout) : QString(); },
        takeTimeout);
    timeout.hint = timeout.value && timeout.value->isEmpty() ? inspectorTr("waits for ever") : QString();
    rows.push_back(std::move(timeout));
    Row attempts = policies.row(
        Row::Kind::Text, inspectorTr("Attempts"),
        [](const CallPolicy& policy) {
            return QString::number(policy.retry ? policy.retry->maxAttempts : 1);
        },
        takeAttempts);
    attempts.hint = inspectorTr("first try included");
    rows.push_back(std::move(attempts));
}

}  // namespace

void appendPolicyRows(std::vector<Row>& rows, const model::Project& project,
                      const std::vector<model::CallPolicyId>& ids) {
    const auto policies = entitySubject(project, ids, &model::Project::policies);
    rows.push_back(sectionRow(inspectorTr("Call policy")));
    appendNameAndDescription<Policies, CallPolicy>(rows, policies, &CallPolicy::description);
    rows.push_back(presetRow(policies));
    appendMain(rows, policies);
    FormStyle style{QStringLiteral("CallPolicy"), {}, {}, true, 0, 0};
    style.skip = {"name", "description", "timeout_ms", "retry/max_attempts", "order"};
    appendFormRows(rows, policies, style);
    if (ids.size() != 1) return;
    const CallPolicy& policy = *project.policies.find(ids.front());
    appendLayers(rows, policies, policy);
    appendDifferences(rows, project, policy);
    rows.push_back(sectionRow(inspectorTr("Use")));
    rows.push_back(
        factRow(inspectorTr("Used by"), inspectorTr("%1 calls").arg(usesOf(project, ids.front()))));
}

}  // namespace app
