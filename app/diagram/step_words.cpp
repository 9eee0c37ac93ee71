#include "app/diagram/step_words.h"

#include <QCoreApplication>
#include <cmath>

#include "app/diagram/element_nodes.h"
#include "app/studio/quantity_text.h"
#include "model/edit.h"
#include "model/overloaded.h"
#include "model/probability/time_shape.h"
#include "model/references.h"

namespace app {

namespace {

QString stepWordTr(const char* words) {
    return QCoreApplication::translate("StepWords", words);
}

QString meanText(const model::Distribution& time) {
    const auto shape = model::shapeOf(time);
    return shape ? durationText(model::Duration(std::int64_t(std::llround(shape->mean)))) : QString();
}

QString nameOfElement(const model::Project& project, const model::ElementId& element) {
    return QString::fromStdString(model::displayName(project, element));
}

QString parallelTitle(const model::Parallel& parallel) {
    switch (parallel.join) {
        case model::Join::All:
            return stepWordTr("at the same time");
        case model::Join::Any:
            return stepWordTr("at the same time, until the first succeeds");
        case model::Join::Quorum:
            return stepWordTr("at the same time, until %1 succeed").arg(parallel.quorum);
    }
    return {};
}

QString lockTitle(const model::Lock& lock) {
    const QString name = QString::fromStdString(lock.name);
    return lock.permits > 1 ? stepWordTr("lock %1, %2 at a time").arg(name).arg(lock.permits)
                            : stepWordTr("lock %1").arg(name);
}

QString cacheTitle(const model::Project& project, const model::CacheLookup& lookup) {
    if (!lookup.name.empty()) return QString::fromStdString(lookup.name);
    return lookup.store ? nameOfElement(project, *lookup.store) : stepWordTr("look up");
}

}  // namespace

QString operationTitle(const model::Project& project, const model::OperationId& operation) {
    const model::Service* service = model::serviceOf(project, operation);
    const QString name = nameOfElement(project, operation);
    return service ? QStringLiteral("%1: %2").arg(nameOr(service->name, service->id.value()), name) : name;
}

QString stepTitle(const model::Project& project, const model::Step& step) {
    return std::visit(
        model::Overloaded{
            [](const model::Compute& compute) {
                const QString time = meanText(compute.time);
                return compute.work == model::Work::Cpu ? stepWordTr("%1 CPU").arg(time) : time;
            },
            [&](const model::Call& call) { return nameOfElement(project, call.operation); },
            [](const model::Parallel& parallel) { return parallelTitle(parallel); },
            [](const model::Branch&) { return stepWordTr("one of these, by chance"); },
            [&](const model::Publish& publish) { return nameOfElement(project, publish.channel); },
            [](const model::StoreQuery& query) {
                return query.access == model::StoreAccess::Read ? stepWordTr("read") : stepWordTr("write");
            },
            [&](const model::CacheLookup& lookup) { return cacheTitle(project, lookup); },
            [](const model::Loop& loop) {
                return loop.times == 1 ? stepWordTr("once") : stepWordTr("%1 times").arg(loop.times);
            },
            [](const model::Fallback&) { return stepWordTr("fallback"); },
            [](const model::Fail& failure) {
                return stepWordTr("fails: %1").arg(shareText(failure.probability));
            },
            [](const model::Lock& lock) { return lockTitle(lock); },
            [](const model::Saga&) { return stepWordTr("saga"); },
            [](const model::TwoPhaseCommit&) { return stepWordTr("two-phase commit"); }},
        step.action);
}

QString stepRemark(const model::Project& project, const model::Step& step) {
    if (const auto* call = std::get_if<model::Call>(&step.action); call && call->policy)
        return nameOfElement(project, *call->policy);
    if (const auto* query = std::get_if<model::StoreQuery>(&step.action); query && query->time)
        return meanText(*query->time);
    if (const auto* failure = std::get_if<model::Fail>(&step.action); failure && failure->poison)
        return stepWordTr("poison");
    return {};
}

QStringList listTitles(const model::Step& step) {
    QStringList titles;
    if (const auto* parallel = std::get_if<model::Parallel>(&step.action))
        for (std::size_t index = 0; index < parallel->branches.size(); ++index)
            titles << stepWordTr("branch %1").arg(index + 1);
    if (const auto* branch = std::get_if<model::Branch>(&step.action))
        for (const model::Alternative& alternative : branch->alternatives)
            titles << QStringLiteral("[%1]").arg(shareText(alternative.probability));
    if (const auto* lookup = std::get_if<model::CacheLookup>(&step.action))
        titles << (lookup->keys ? stepWordTr("on a miss")
                                : stepWordTr("on a miss [%1]").arg(shareText(1 - lookup->hitRatio)));
    if (std::holds_alternative<model::Loop>(step.action) || std::holds_alternative<model::Lock>(step.action))
        titles << QString();
    if (std::holds_alternative<model::Fallback>(step.action))
        titles << stepWordTr("try") << stepWordTr("on failure");
    if (const auto* saga = std::get_if<model::Saga>(&step.action))
        for (const model::SagaStep& part : saga->parts)
            titles << QString::fromStdString(part.name)
                   << stepWordTr("undo %1").arg(QString::fromStdString(part.name));
    return titles;
}

}  // namespace app
