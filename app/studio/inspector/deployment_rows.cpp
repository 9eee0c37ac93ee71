#include "app/studio/inspector/form.h"
#include "app/studio/inspector/subjects.h"
#include "app/studio/quantity_text.h"
#include "model/references.h"

namespace app {

namespace {

using model::Deployment;
using Deployments = Subject<Deployment, model::ServiceId>;

Row countRow(const Deployments& subject, const QString& label, std::int32_t Deployment::*field, int least,
             int most, const QString& hint) {
    Row row = subject.row(
        Row::Kind::Text, label,
        [field](const Deployment& deployment) { return QString::number(deployment.*field); },
        [=](Deployment& deployment, const QString& entered) {
            return take(deployment.*field, readCount(entered, least, most));
        });
    row.hint = hint;
    return row;
}

Row queueLimitRow(const Deployments& subject) {
    Row row = subject.row(
        Row::Kind::Text, inspectorTr("Queue limit"),
        [](const Deployment& deployment) {
            return deployment.queueLimit ? QString::number(*deployment.queueLimit) : QString();
        },
        [](Deployment& deployment, const QString& entered) -> model::Result<void> {
            if (entered.trimmed().isEmpty()) {
                deployment.queueLimit.reset();
                return {};
            }
            std::int32_t limit = 0;
            auto taken = take(limit, readCount(entered, 0, 1'000'000));
            if (taken) deployment.queueLimit = limit;
            return taken;
        });
    row.hint = row.value && row.value->isEmpty() ? inspectorTr("unlimited") : inspectorTr("per replica");
    row.tip = inspectorTr("Requests that may wait at one replica; empty for no limit");
    return row;
}

Row cpuRow(const Deployments& subject) {
    Row row = subject.row(
        Row::Kind::Text, inspectorTr("CPU"),
        [](const Deployment& deployment) {
            return deployment.cpuRequestMilli ? coresText(*deployment.cpuRequestMilli) : QString();
        },
        [](Deployment& deployment, const QString& entered) {
            if (entered.trimmed().isEmpty()) {
                deployment.cpuRequestMilli.reset();
                return model::Result<void>();
            }
            std::int32_t request = 0;
            auto taken = take(request, readCores(entered));
            if (!taken) return taken;
            deployment.cpuRequestMilli = request;
            deployment.cpuLimitMilli = std::max(deployment.cpuLimitMilli, request);
            return taken;
        });
    if (const auto one =
            subject.keys.size() == 1 ? subject.get(subject.project, subject.keys.front()) : std::nullopt)
        row.hint = one->cpuRequestMilli ? inspectorTr("limit %1").arg(coresText(one->cpuLimitMilli))
                                        : inspectorTr("%1 in runs").arg(coresText(one->cpuRequest()));
    row.tip = inspectorTr(
        "Requested for each replica; the limit follows when it is lower; empty where nothing is requested");
    return row;
}

Row memoryRow(const Deployments& subject) {
    Row row = subject.row(
        Row::Kind::Text, inspectorTr("Memory"),
        [](const Deployment& deployment) { return memoryText(deployment.memoryRequestMib); },
        [](Deployment& deployment, const QString& entered) {
            auto taken = take(deployment.memoryRequestMib, readMemory(entered));
            if (taken)
                deployment.memoryLimitMib = std::max(deployment.memoryLimitMib, deployment.memoryRequestMib);
            return taken;
        });
    if (const auto one =
            subject.keys.size() == 1 ? subject.get(subject.project, subject.keys.front()) : std::nullopt)
        row.hint = inspectorTr("limit %1").arg(memoryText(one->memoryLimitMib));
    return row;
}

Row autoscalingRow(const Deployments& subject) {
    Row row = subject.row(
        Row::Kind::Choice, inspectorTr("Autoscaling"),
        [](const Deployment& deployment) { return QString::number(deployment.autoscaling ? 1 : 0); },
        [](Deployment& deployment, const QString& id) {
            if (id == "0") deployment.autoscaling.reset();
            if (id == "1" && (deployment.serverless || deployment.verticalScaling))
                return model::Result<void>(tl::unexpected(
                    model::Error{{}, inspectorTr("It is a function, or scaled vertically").toStdString()}));
            if (id == "1" && !deployment.autoscaling) {
                deployment.autoscaling.emplace();
                deployment.autoscaling->minReplicas = deployment.replicas;
                deployment.autoscaling->maxReplicas =
                    std::max(deployment.replicas * 3, deployment.replicas + 1);
            }
            return model::Result<void>();
        });
    row.choices = choicesOf({"Off", "HPA v2, by CPU"});
    return row;
}

Row scalingRow(const Deployments& subject, const QString& label, std::int32_t model::Autoscaling::*field,
               int most, const QString& hint) {
    Row row = subject.row(
        Row::Kind::Text, label,
        [field](const Deployment& deployment) {
            return deployment.autoscaling ? QString::number((*deployment.autoscaling).*field) : QString();
        },
        [=](Deployment& deployment, const QString& entered) {
            if (!deployment.autoscaling) return model::Result<void>();
            const model::Autoscaling& scaling = *deployment.autoscaling;
            const bool toNothing =
                field == &model::Autoscaling::minReplicas && (scaling.events || scaling.concurrency);
            return take((*deployment.autoscaling).*field, readCount(entered, toNothing ? 0 : 1, most));
        });
    row.hint = hint;
    return row;
}

template <class Enum>
Row choiceRow(const Deployments& subject, const QString& label, Enum Deployment::*field,
              std::initializer_list<const char*> names) {
    Row row = subject.row(
        Row::Kind::Choice, label,
        [field](const Deployment& deployment) {
            return QString::number(static_cast<int>(deployment.*field));
        },
        [field](Deployment& deployment, const QString& id) {
            deployment.*field = static_cast<Enum>(id.toInt());
            return model::Result<void>();
        });
    row.choices = choicesOf(names);
    return row;
}

Row admissionRow(const Deployments& subject) {
    Row row = subject.row(
        Row::Kind::Choice, inspectorTr("Admission"),
        [](const Deployment& deployment) { return QString::number(deployment.codel ? 1 : 0); },
        [](Deployment& deployment, const QString& id) {
            if (id == "0") deployment.codel.reset();
            if (id == "1" && !deployment.codel) deployment.codel.emplace();
            return model::Result<void>();
        });
    row.choices = choicesOf({"All", "CoDel"});
    return row;
}

Row readinessRow(const Deployments& subject) {
    Row row = subject.row(
        Row::Kind::Choice, inspectorTr("Ready"),
        [](const Deployment& deployment) { return QString::number(deployment.readiness ? 1 : 0); },
        [](Deployment& deployment, const QString& id) {
            if (id == "0") deployment.readiness.reset();
            if (id == "1" && !deployment.readiness) deployment.readiness.emplace();
            return model::Result<void>();
        });
    row.choices = choicesOf({"When started", "When probed"});
    row.tip = inspectorTr("When a new replica gets requests, where replicas follow autoscaling");
    return row;
}

Row replicaPriceRow(const Deployments& subject, const QString& currency) {
    Row row = subject.row(
        Row::Kind::Text, inspectorTr("Price"),
        [](const Deployment& deployment) { return optionalNumberText(deployment.pricePerReplicaHour); },
        [](Deployment& deployment, const QString& entered) {
            return takeOptionalNumber(deployment.pricePerReplicaHour, entered, model::highestPrice);
        });
    row.hint = row.value && row.value->isEmpty() ? inspectorTr("by the rates")
                                                 : inspectorTr("%1 per hour").arg(currency);
    row.tip = inspectorTr("Of a replica, in place of the prices of vCPUs and memory; empty to go by them");
    return row;
}

void appendAutoscaling(std::vector<Row>& rows, const Deployments& subject) {
    rows.push_back(autoscalingRow(subject));
    if (rows.back().value != QStringLiteral("1")) return;
    using model::Autoscaling;
    rows.push_back(scalingRow(subject, inspectorTr("Target"), &Autoscaling::targetCpuPercent, 100,
                              inspectorTr("% of the CPU")));
    rows.push_back(scalingRow(subject, inspectorTr("At least"), &Autoscaling::minReplicas, 10'000,
                              inspectorTr("replicas")));
    rows.push_back(scalingRow(subject, inspectorTr("At most"), &Autoscaling::maxReplicas, 10'000,
                              inspectorTr("replicas")));
}

}  // namespace

void appendDeploymentRows(std::vector<Row>& rows, const model::Project& project,
                          const std::vector<model::ServiceId>& ids) {
    const Deployments subject = deploymentSubject(project, ids);
    rows.push_back(sectionRow(inspectorTr("Deployment")));
    Row replicas = countRow(subject, inspectorTr("Replicas"), &Deployment::replicas, 1, 10'000, {});
    if (ids.size() == 1)
        if (const auto shown = subject.get(project, ids.front()); shown && shown->autoscaling)
            replicas.hint = QStringLiteral("%1 – %2")
                                .arg(shown->autoscaling->minReplicas)
                                .arg(shown->autoscaling->maxReplicas);
    rows.push_back(std::move(replicas));
    rows.push_back(countRow(subject, inspectorTr("Workers"), &Deployment::workers, 1, 100'000,
                            inspectorTr("per replica")));
    rows.push_back(
        choiceRow(subject, inspectorTr("Serves by"), &Deployment::concurrency, {"Threads", "Event loop"}));
    rows.push_back(queueLimitRow(subject));
    rows.push_back(choiceRow(subject, inspectorTr("Order"), &Deployment::discipline,
                             {"First in, first out", "Last in, first out", "Adaptive LIFO", "Priority",
                              "Priority, interrupting", "All at once, sharing"}));
    rows.push_back(admissionRow(subject));
    rows.push_back(cpuRow(subject));
    rows.push_back(memoryRow(subject));
    rows.push_back(subject.row(
        Row::Kind::Text, inspectorTr("Start-up"),
        [](const Deployment& deployment) { return durationText(deployment.startUp); },
        [](Deployment& deployment, const QString& entered) {
            return take(deployment.startUp, readDuration(entered, TimeUnit::Seconds));
        }));
    rows.push_back(subject.row(
        Row::Kind::Text, inspectorTr("Image pull"),
        [](const Deployment& deployment) { return durationText(deployment.imagePull); },
        [](Deployment& deployment, const QString& entered) {
            return take(deployment.imagePull, readDuration(entered, TimeUnit::Seconds));
        }));
    rows.push_back(readinessRow(subject));
    appendAutoscaling(rows, subject);
    if (project.rates) rows.push_back(replicaPriceRow(subject, text(project.rates->currency)));
    FormStyle style{QStringLiteral("Deployment"), {}, inspectorTr("More of the deployment"), false, 0, 0};
    style.skip = {"service",
                  "replicas",
                  "workers",
                  "concurrency",
                  "queue_limit",
                  "discipline",
                  "cpu_request_milli",
                  "memory_request_mib",
                  "start_up_s",
                  "image_pull_s",
                  "autoscaling/min_replicas",
                  "autoscaling/max_replicas",
                  "autoscaling/target_cpu_percent"};
    style.skip << QStringLiteral("price_per_replica_hour");  // Without rates it means nothing
    appendFormRows(rows, subject, style);
}

}  // namespace app
