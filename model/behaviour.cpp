#include "model/behaviour.h"

namespace model {
namespace {

/// Const and non-const walk alike.
template <class Steps, class Visit>
void walk(Steps& behaviour, const Visit& visit) {
    for (auto& step : behaviour) {
        visit(step);
        if (auto* parallel = std::get_if<Parallel>(&step.action)) {
            for (auto& branch : parallel->branches) walk(branch, visit);
        } else if (auto* branch = std::get_if<Branch>(&step.action)) {
            for (auto& alternative : branch->alternatives) walk(alternative.steps, visit);
        } else if (auto* cache = std::get_if<CacheLookup>(&step.action)) {
            walk(cache->onMiss, visit);
        } else if (auto* loop = std::get_if<Loop>(&step.action)) {
            walk(loop->steps, visit);
        } else if (auto* fallback = std::get_if<Fallback>(&step.action)) {
            walk(fallback->steps, visit);
            walk(fallback->onFailure, visit);
        } else if (auto* lock = std::get_if<Lock>(&step.action)) {
            walk(lock->steps, visit);
        } else if (auto* saga = std::get_if<Saga>(&step.action)) {
            for (auto& part : saga->parts) {
                walk(part.steps, visit);
                walk(part.compensation, visit);
            }
        }
    }
}

}  // namespace

void forEachStep(const Behaviour& behaviour, const std::function<void(const Step&)>& visit) {
    walk(behaviour, visit);
}
void forEachStep(Behaviour& behaviour, const std::function<void(Step&)>& visit) {
    walk(behaviour, visit);
}

}  // namespace model
