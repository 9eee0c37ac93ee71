#include "app/studio/inspector/step_place.h"

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

}  // namespace app
