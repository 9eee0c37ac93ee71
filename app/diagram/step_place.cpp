#include "app/diagram/step_place.h"

#include <QStringList>
#include <algorithm>

namespace app {

std::vector<model::Behaviour*> listsIn(model::Step& step) {
    std::vector<model::Behaviour*> lists;
    if (auto* parallel = std::get_if<model::Parallel>(&step.action))
        for (model::Behaviour& branch : parallel->branches) lists.push_back(&branch);
    if (auto* branch = std::get_if<model::Branch>(&step.action))
        for (model::Alternative& alternative : branch->alternatives) lists.push_back(&alternative.steps);
    if (auto* lookup = std::get_if<model::CacheLookup>(&step.action)) lists.push_back(&lookup->onMiss);
    if (auto* loop = std::get_if<model::Loop>(&step.action)) lists.push_back(&loop->steps);
    if (auto* fallback = std::get_if<model::Fallback>(&step.action)) {
        lists.push_back(&fallback->steps);
        lists.push_back(&fallback->onFailure);
    }
    if (auto* lock = std::get_if<model::Lock>(&step.action)) lists.push_back(&lock->steps);
    if (auto* saga = std::get_if<model::Saga>(&step.action))
        for (model::SagaStep& part : saga->parts) {
            lists.push_back(&part.steps);
            lists.push_back(&part.compensation);
        }
    return lists;
}

namespace {

template <class List>
bool has(const List& list, int index) {
    return index >= 0 && static_cast<std::size_t>(index) < list.size();
}

}  // namespace

model::Behaviour* listAt(model::Behaviour& behaviour, const StepPath& path) {
    model::Behaviour* list = &behaviour;
    for (std::size_t at = 0; at + 1 < path.size(); at += 2) {
        if (!has(*list, path[at])) return nullptr;
        const auto lists = listsIn((*list)[static_cast<std::size_t>(path[at])]);
        if (!has(lists, path[at + 1])) return nullptr;
        list = lists[static_cast<std::size_t>(path[at + 1])];
    }
    return list;
}

model::Step* stepAt(model::Behaviour& behaviour, const StepPath& path) {
    if (path.empty()) return nullptr;
    model::Behaviour* list = listAt(behaviour, StepPath(path.begin(), path.end() - 1));
    return list && has(*list, path.back()) ? &(*list)[static_cast<std::size_t>(path.back())] : nullptr;
}

StepPath inside(StepPath path, int index) {
    path.push_back(index);
    return path;
}

StepPath listOf(const StepPath& step) {
    return {step.begin(), step.end() - 1};
}

bool isWithin(const StepPath& path, const StepPath& around) {
    return path.size() >= around.size() && std::equal(around.begin(), around.end(), path.begin());
}

QString stepKey(const StepPlace& place) {
    QStringList indices;
    for (const int index : place.path) indices << QString::number(index);
    return QStringLiteral("step:%1/%2")
        .arg(indices.join(u'.'), QString::fromStdString(place.operation.value()));
}

std::optional<StepPlace> stepFromKey(const QString& key) {
    if (!key.startsWith(QLatin1String("step:"))) return std::nullopt;
    const qsizetype end = key.indexOf(u'/');
    if (end < 0) return std::nullopt;
    StepPlace place{model::OperationId(key.mid(end + 1).toStdString()), {}};
    for (const QString& word : key.mid(5, end - 5).split(u'.', Qt::SkipEmptyParts)) {
        bool isNumber = false;
        place.path.push_back(word.toInt(&isNumber));
        if (!isNumber || place.path.back() < 0) return std::nullopt;
    }
    return place;
}

}  // namespace app
