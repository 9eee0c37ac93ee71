#include "app/design/step_move.h"

#include <QCoreApplication>
#include <algorithm>

namespace app {

namespace {

/// In the order of reading, without those that are in others of them.
std::vector<StepPath> outermost(std::vector<StepPath> steps) {
    std::sort(steps.begin(), steps.end());
    steps.erase(std::unique(steps.begin(), steps.end()), steps.end());
    std::vector<StepPath> kept;
    for (const StepPath& step : steps)
        if (kept.empty() || !isWithin(step, kept.back())) kept.push_back(step);
    return kept;
}

/// Where a step is when others were put in before, or (negative) taken out.
StepPath shifted(StepPath path, const StepPath& first, int count) {
    const StepPath list = listOf(first);
    if (path.size() > list.size() && isWithin(path, list) && path[list.size()] >= first.back())
        path[list.size()] += count;
    return path;
}

/// The middle of what a step looks like; nothing when it is not on the diagram.
std::optional<double> heightOf(const Diagram& diagram, const QString& key) {
    std::optional<QRectF> place;
    for (const DiagramRegion& region : diagram.regions)
        if (region.key == key) place = region.rect;
    for (const DiagramNode& node : diagram.nodes)
        if (elementOfKey(node.key) == key) place = place ? place->united(node.rect()) : node.rect();
    return place ? std::optional<double>(place->center().y()) : std::nullopt;
}

std::size_t sizeOf(const model::Operation& operation, const StepPath& list) {
    model::Behaviour behaviour = operation.behaviour;
    const model::Behaviour* found = listAt(behaviour, list);
    return found ? found->size() : 0;
}

/// The list of the innermost frame around the point; the operation's own where there is none.
StepPath listAtPoint(const Diagram& diagram, const model::Operation& operation, const QPointF& point,
                     const StepPath& moving) {
    StepPath list;
    model::Behaviour behaviour = operation.behaviour;
    for (const DiagramRegion& region : diagram.regions) {
        const auto place = stepFromKey(region.key);
        if (!place || place->operation != operation.id) continue;
        if (point.y() < region.rect.top() || point.y() > region.rect.bottom()) continue;
        if (!moving.empty() && isWithin(place->path, moving)) continue;
        model::Step* step = place->isList() ? nullptr : stepAt(behaviour, place->path);
        if (place->isList())
            list = place->path;
        else if (step && listsIn(*step).size() == 1)
            list = inside(place->path, 0);
    }
    return list;
}

}  // namespace

StepGap gapAt(const Diagram& diagram, const model::Operation& operation, const QPointF& point,
              const StepPath& moving) {
    StepGap gap{listAtPoint(diagram, operation, point, moving), 0};
    const int size = int(sizeOf(operation, gap.list));
    for (int index = 0; index < size; ++index) {
        const StepPath path = inside(gap.list, index);
        const auto height = heightOf(diagram, stepKey({operation.id, path}));
        if (path != moving && height && *height < point.y()) gap.before = index + 1;
    }
    return gap;
}

StepGap gapBeside(const model::Operation& operation, const StepPath& step, bool down) {
    const StepPath list = listOf(step);
    if (!down && step.back() > 0) return {list, step.back() - 1};
    if (down && step.back() + 1 < int(sizeOf(operation, list))) return {list, step.back() + 2};
    if (list.empty()) return {list, down ? step.back() + 1 : step.back()};
    const StepPath around(list.begin(), list.end() - 1);
    return {listOf(around), down ? around.back() + 1 : around.back()};
}

model::Result<StepPath> moveSteps(model::Behaviour& behaviour, std::vector<StepPath> steps, StepGap gap) {
    steps = outermost(std::move(steps));
    for (const StepPath& step : steps)
        if (isWithin(gap.list, step))
            return model::failure(
                {},
                QCoreApplication::translate("StepMove", "A step cannot be put into itself.").toStdString());
    model::Behaviour moved;
    for (const StepPath& step : steps)
        if (const model::Step* found = stepAt(behaviour, step)) moved.push_back(*found);
    model::Behaviour* list = listAt(behaviour, gap.list);
    if (!list || moved.size() != steps.size() || moved.empty())
        return model::failure({},
                              QCoreApplication::translate("StepMove", "These steps are gone.").toStdString());
    gap.before = std::clamp(gap.before, 0, int(list->size()));
    list->insert(list->begin() + gap.before, moved.begin(), moved.end());
    StepPath target = inside(gap.list, gap.before);
    for (StepPath& step : steps) step = shifted(step, target, int(moved.size()));
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) target = shifted(target, *step, -1);
    eraseSteps(behaviour, steps);
    return target;
}

void eraseSteps(model::Behaviour& behaviour, std::vector<StepPath> steps) {
    steps = outermost(std::move(steps));
    // From the end, so that the others stay where they are.
    for (auto step = steps.rbegin(); step != steps.rend(); ++step)
        if (model::Behaviour* list = listAt(behaviour, listOf(*step)); list && stepAt(behaviour, *step))
            list->erase(list->begin() + step->back());
}

}  // namespace app
