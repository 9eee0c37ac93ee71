#include "app/design/new_step.h"

#include <QCoreApplication>

#include "model/references.h"

namespace app {

namespace {

QString newStepTr(const char* words) {
    return QCoreApplication::translate("NewStep", words);
}

model::Result<model::Step> newCall(const model::Project& project, const model::OperationId& caller) {
    const model::Service* own = model::serviceOf(project, caller);
    for (const model::Service& service : project.services)
        if (!own || service.id != own->id)
            if (!service.operations.empty())
                return model::Step{model::Call{service.operations.begin()->id, {}}, {}};
    return model::failure({}, newStepTr("No other service has an operation to call yet.").toStdString());
}

}  // namespace

model::Result<model::Step> newStep(const model::Project& project, const model::OperationId& caller,
                                   NewStep kind) {
    const auto missing = [](const char* what) { return model::failure({}, newStepTr(what).toStdString()); };
    switch (kind) {
        case NewStep::Compute:
            return model::Step{model::Compute{model::Distribution::exponential(model::milliseconds(5))}, {}};
        case NewStep::Call:
            return newCall(project, caller);
        case NewStep::Publish:
            if (project.channels.empty())
                return missing("There is no channel yet: add one on the canvas first.");
            return model::Step{model::Publish{project.channels.begin()->id}, {}};
        case NewStep::Query:
            if (project.stores.empty())
                return missing("There is no data store yet: add one on the canvas first.");
            return model::Step{model::StoreQuery{project.stores.begin()->id, {}, {}}, {}};
        case NewStep::Cache:
            return model::Step{model::CacheLookup{}, {}};
        case NewStep::Parallel:
            return model::Step{model::Parallel{{{}, {}}, model::Join::All, 1}, {}};
        case NewStep::Branch:
            return model::Step{model::Branch{{{0.5, {}, {}}}}, {}};
        case NewStep::Loop:
            return model::Step{model::Loop{}, {}};
        case NewStep::Fallback:
            return model::Step{model::Fallback{}, {}};
        case NewStep::Fail:
            return model::Step{model::Fail{0.01}, {}};
        case NewStep::Lock: {
            model::Lock lock;
            lock.name = "lock";
            return model::Step{lock, {}};
        }
        case NewStep::Saga:
            return model::Step{model::Saga{{{"first", {}, {}, {}}, {"second", {}, {}, {}}}}, {}};
        case NewStep::Agree:
            if (project.stores.empty())
                return missing("There is no data store yet: add one on the canvas first.");
            return model::Step{model::TwoPhaseCommit{{{project.stores.begin()->id, {}, {}, 0, {}}}}, {}};
    }
    return model::Step{};
}

}  // namespace app
