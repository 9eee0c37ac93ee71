#include <algorithm>

#include "app/design/new_step.h"
#include "app/diagram/step_place.h"
#include "app/studio/inspector/form.h"
#include "app/studio/quantity_text.h"
#include "model/references.h"

namespace app {

namespace {

using model::Behaviour;
using model::Step;

QString stepWord(const Step& step) {
    static const char* const words[] = {"Compute",         "Call", "Parallel", "Branch", "Publish", "Query",
                                        "Cache look-up",   "Loop", "Fallback", "Fail",   "Lock",    "Saga",
                                        "Two-phase commit"};
    return inspectorTr(words[step.action.index()]);
}

/// Makes the rows of one operation's behaviour; every row knows its place by path.
class BehaviourRows {
public:
    BehaviourRows(std::vector<Row>& rows, const model::Project& project, const model::Operation& operation)
        : m_rows(rows), m_project(project), m_operation(operation), m_behaviour(operation.behaviour) {}

    void appendAll() { appendList(m_behaviour, {}, 0); }

    /// Of one step alone, with all in it.
    void appendOne(const StepPath& path) {
        Step* step = stepAt(m_behaviour, path);
        const Behaviour* list = step ? listAt(m_behaviour, listOf(path)) : nullptr;
        if (list) appendStep(*step, path, static_cast<int>(list->size()), 0);
    }

private:
    using StepChange = std::function<model::Result<void>(Step&)>;
    using ListChange = std::function<model::Result<void>(Behaviour&)>;
    using OperationChange = std::function<model::Result<void>(const model::Project&, model::Operation&)>;

    QString undo(const QString& what) const {
        return inspectorTr("Change %1 in %2").arg(what, text(m_operation.name));
    }

    static model::Result<model::Project> changeOperation(const model::Project& before,
                                                         const model::OperationId& id,
                                                         const OperationChange& change) {
        const model::Operation* found = model::findOperation(before, id);
        const model::Service* service = model::serviceOf(before, id);
        if (!found || !service) return before;
        model::Operation operation = *found;
        if (auto changed = change(before, operation); !changed)
            return tl::unexpected<model::Error>(changed.error());
        return model::putOperation(before, service->id, std::move(operation));
    }

    model::Result<model::Project> static changeStep(const model::Project& before,
                                                    const model::OperationId& id, const StepPath& path,
                                                    const StepChange& change) {
        return changeOperation(before, id, [&](const model::Project&, model::Operation& operation) {
            Step* step = stepAt(operation.behaviour, path);
            return step ? change(*step) : model::Result<void>();
        });
    }

    template <class Action, class Set>
    RowWrite writeStep(const StepPath& path, Set set) const {
        return [id = m_operation.id, path, set](const model::Project& before, const QString& entered) {
            return changeStep(before, id, path, [&](Step& step) {
                auto* action = std::get_if<Action>(&step.action);
                return action ? set(*action, entered) : model::Result<void>();
            });
        };
    }

    template <class Action, class Set>
    void field(Row::Kind kind, const QString& label, const QString& value, const StepPath& path, int indent,
               Set set, std::vector<Choice> choices = {}, const QString& hint = {}) {
        Row row;
        row.kind = kind;
        row.label = label;
        row.value = value;
        row.hint = hint;
        row.indent = indent;
        row.choices = std::move(choices);
        row.undo = undo(label.left(1).toLower() + label.mid(1));
        row.write = writeStep<Action>(path, set);
        m_rows.push_back(std::move(row));
    }

    void appendList(Behaviour& list, const StepPath& path, int indent) {
        for (std::size_t index = 0; index < list.size(); ++index)
            appendStep(list[index], inside(path, static_cast<int>(index)), static_cast<int>(list.size()),
                       indent);
        Row add = actionRow(inspectorTr("Add step"), addStep(path), undo(inspectorTr("steps")),
                            choicesOf({"Compute", "Call an operation", "Publish a message", "Query a store",
                                       "Look in a cache", "Do at the same time", "Branch by chance", "Repeat",
                                       "Fall back on failure", "Fail by chance", "Take a lock",
                                       "Saga with compensations", "Two-phase commit"}));
        add.indent = indent;
        m_rows.push_back(std::move(add));
    }

    void appendStep(Step& step, const StepPath& path, int count, int indent) {
        Row head;
        head.kind = Row::Kind::Step;
        head.label = QStringLiteral("%1  %2").arg(path.back() + 1).arg(stepWord(step));
        head.indent = indent;
        head.undo = undo(inspectorTr("steps"));
        if (path.back() > 0) head.choices.push_back({QStringLiteral("up"), inspectorTr("Move up")});
        if (path.back() + 1 < count)
            head.choices.push_back({QStringLiteral("down"), inspectorTr("Move down")});
        head.choices.push_back({QStringLiteral("remove"), inspectorTr("Remove")});
        head.write = arrange(path);
        m_rows.push_back(std::move(head));
        std::visit([&](auto& action) { append(action, path, indent); }, step.action);
    }

    void append(model::Compute& compute, const StepPath& path, int indent) {
        appendDistributionRows(
            m_rows, compute.time, text(m_operation.name),
            [id = m_operation.id, path](const model::Project& before, const DistributionChange& change) {
                return changeStep(before, id, path, [&](Step& step) {
                    auto* action = std::get_if<model::Compute>(&step.action);
                    return action ? change(action->time) : model::Result<void>();
                });
            },
            indent);
        field<model::Compute>(
            Row::Kind::Choice, inspectorTr("Takes"), choiceId(compute.work), path, indent,
            [](model::Compute& changed, const QString& id) {
                changed.work = chosen<model::Work>(id);
                return model::Result<void>();
            },
            choicesOf({"Time, whatever the load", "CPU, which others share"}));
    }

    void append(model::Call& call, const StepPath& path, int indent) {
        field<model::Call>(
            Row::Kind::Choice, inspectorTr("Operation"), text(call.operation.value()), path, indent,
            [](model::Call& changed, const QString& id) {
                changed.operation = model::OperationId(id.toStdString());
                return model::Result<void>();
            },
            callees());
        field<model::Call>(
            Row::Kind::Choice, inspectorTr("Policy"), optionalId(call.policy), path, indent,
            [](model::Call& changed, const QString& id) {
                changed.policy = chosenId<model::CallPolicy>(id);
                return model::Result<void>();
            },
            entityChoices(m_project.policies, inspectorTr("None")));
    }

    void append(model::Publish& publish, const StepPath& path, int indent) {
        field<model::Publish>(
            Row::Kind::Choice, inspectorTr("Channel"), text(publish.channel.value()), path, indent,
            [](model::Publish& changed, const QString& id) {
                changed.channel = model::ChannelId(id.toStdString());
                return model::Result<void>();
            },
            entityChoices(m_project.channels, {}));
    }

    void append(model::StoreQuery& query, const StepPath& path, int indent) {
        field<model::StoreQuery>(
            Row::Kind::Choice, inspectorTr("Store"), text(query.store.value()), path, indent,
            [](model::StoreQuery& changed, const QString& id) {
                changed.store = model::DataStoreId(id.toStdString());
                return model::Result<void>();
            },
            entityChoices(m_project.stores, {}));
        field<model::StoreQuery>(
            Row::Kind::Choice, inspectorTr("Access"), choiceId(query.access), path, indent,
            [](model::StoreQuery& changed, const QString& id) {
                changed.access = chosen<model::StoreAccess>(id);
                return model::Result<void>();
            },
            choicesOf({"Read", "Write"}));
        field<model::StoreQuery>(
            Row::Kind::Text, inspectorTr("Time"), query.time ? durationText(meanOf(*query.time)) : QString(),
            path, indent,
            [](model::StoreQuery& changed, const QString& entered) {
                return takeMean(changed.time, entered);
            },
            {}, query.time ? inspectorTr("mean") : inspectorTr("as the store's"));
        moreOf<model::StoreQuery>(path, indent, {"store", "access"});
    }

    /// The fields of a step that have no rows of their own above.
    template <class Action>
    void moreOf(const StepPath& path, int indent, const QSet<QString>& skip) {
        const Subject<Action, StepPath> subject{
            m_project,
            {path},
            text(m_operation.name),
            [id = m_operation.id](const model::Project& from, const StepPath& at) -> std::optional<Action> {
                const model::Operation* found = model::findOperation(from, id);
                if (!found) return std::nullopt;
                Behaviour behaviour = found->behaviour;
                Step* step = stepAt(behaviour, at);
                auto* action = step ? std::get_if<Action>(&step->action) : nullptr;
                return action ? std::optional<Action>(*action) : std::nullopt;
            },
            [id = m_operation.id](const model::Project& before, Action changed, const StepPath& at) {
                return changeStep(before, id, at, [&](Step& step) {
                    step.action = std::move(changed);
                    return model::Result<void>();
                });
            }};
        FormStyle style{QStringLiteral("Step"), skip, {}, true, indent, 0};
        appendFormRows(m_rows, subject, style);
    }

    void append(model::CacheLookup& lookup, const StepPath& path, int indent) {
        field<model::CacheLookup>(
            Row::Kind::Choice, inspectorTr("Cache"), optionalId(lookup.store), path, indent,
            [](model::CacheLookup& changed, const QString& id) {
                changed.store = chosenId<model::DataStore>(id);
                return model::Result<void>();
            },
            entityChoices(m_project.stores, inspectorTr("In the process")));
        appendCacheRows(lookup, [&](const CacheField& made) {
            field<model::CacheLookup>(made.kind, made.label, made.value, path, indent, made.set, made.choices,
                                      made.hint);
        });
        moreOf<model::CacheLookup>(path, indent,
                                   {"store", "hit_ratio", "name", "keys", "capacity", "eviction", "ttl_s",
                                    "single_flight", "warm", "on_miss"});
        m_rows.push_back(caption(inspectorTr("On a miss"), indent + 1));
        appendList(lookup.onMiss, inside(path, 0), indent + 1);
    }

    void append(model::Parallel& parallel, const StepPath& path, int indent) {
        field<model::Parallel>(
            Row::Kind::Choice, inspectorTr("Waits for"), choiceId(parallel.join), path, indent,
            [](model::Parallel& changed, const QString& id) {
                changed.join = chosen<model::Join>(id);
                return model::Result<void>();
            },
            choicesOf({"All", "The first success", "A quorum"}));
        if (parallel.join == model::Join::Quorum)
            field<model::Parallel>(Row::Kind::Text, inspectorTr("Quorum"), QString::number(parallel.quorum),
                                   path, indent, [](model::Parallel& changed, const QString& entered) {
                                       return take(
                                           changed.quorum,
                                           readCount(entered, 1, static_cast<int>(changed.branches.size())));
                                   });
        for (std::size_t index = 0; index < parallel.branches.size(); ++index) {
            m_rows.push_back(caption(inspectorTr("Branch %1").arg(index + 1), indent + 1));
            appendList(parallel.branches[index], inside(path, static_cast<int>(index)), indent + 1);
        }
        addPart<model::Parallel>(inspectorTr("Add branch"), path, indent,
                                 [](model::Parallel& changed) { changed.branches.emplace_back(); });
    }

    void append(model::Loop& loop, const StepPath& path, int indent) {
        field<model::Loop>(Row::Kind::Text, inspectorTr("Times"), QString::number(loop.times), path, indent,
                           [](model::Loop& changed, const QString& entered) {
                               return take(changed.times, readCount(entered, 1, 1'000'000));
                           });
        appendList(loop.steps, inside(path, 0), indent + 1);
    }

    void append(model::Fail& failure, const StepPath& path, int indent) {
        field<model::Fail>(Row::Kind::Text, inspectorTr("Chance"), shareText(failure.probability), path,
                           indent, [](model::Fail& changed, const QString& entered) {
                               return take(changed.probability, readShare(entered));
                           });
        field<model::Fail>(
            Row::Kind::Choice, inspectorTr("Messages"), QString::number(failure.poison), path, indent,
            [](model::Fail& changed, const QString& id) {
                changed.poison = id == QLatin1String("1");
                return model::Result<void>();
            },
            choicesOf({"Fail by chance", "Are poison"}));
    }

    void append(model::Fallback& fallback, const StepPath& path, int indent) {
        m_rows.push_back(caption(inspectorTr("Try"), indent + 1));
        appendList(fallback.steps, inside(path, 0), indent + 1);
        m_rows.push_back(caption(inspectorTr("On failure"), indent + 1));
        appendList(fallback.onFailure, inside(path, 1), indent + 1);
    }

    void append(model::Lock& lock, const StepPath& path, int indent) {
        field<model::Lock>(Row::Kind::Text, inspectorTr("Name"), text(lock.name), path, indent,
                           [](model::Lock& changed, const QString& entered) {
                               changed.name = entered.trimmed().toStdString();
                               return model::Result<void>();
                           });
        field<model::Lock>(
            Row::Kind::Choice, inspectorTr("Scope"), choiceId(lock.scope), path, indent,
            [](model::Lock& changed, const QString& id) {
                changed.scope = chosen<model::LockScope>(id);
                return model::Result<void>();
            },
            choicesOf({"Each replica", "The whole service"}));
        lockCount(inspectorTr("Permits"), &model::Lock::permits, lock, path, indent);
        lockCount(inspectorTr("Keys"), &model::Lock::keys, lock, path, indent);
        appendList(lock.steps, inside(path, 0), indent + 1);
    }

    void lockCount(const QString& label, std::int32_t model::Lock::*count, const model::Lock& lock,
                   const StepPath& path, int indent) {
        field<model::Lock>(Row::Kind::Text, label, QString::number(lock.*count), path, indent,
                           [count](model::Lock& changed, const QString& entered) {
                               return take(changed.*count, readCount(entered, 1, 1'000'000));
                           });
    }

    void append(model::Saga& saga, const StepPath& path, int indent) {
        for (std::size_t index = 0; index < saga.parts.size(); ++index) {
            field<model::Saga>(Row::Kind::Text, inspectorTr("Part %1").arg(index + 1),
                               text(saga.parts[index].name), path, indent,
                               [index](model::Saga& changed, const QString& entered) {
                                   if (index < changed.parts.size())
                                       changed.parts[index].name = entered.trimmed().toStdString();
                                   return model::Result<void>();
                               });
            appendList(saga.parts[index].steps, inside(path, static_cast<int>(2 * index)), indent + 1);
            m_rows.push_back(caption(inspectorTr("Undone by"), indent + 1));
            appendList(saga.parts[index].compensation, inside(path, static_cast<int>(2 * index + 1)),
                       indent + 1);
        }
        addPart<model::Saga>(inspectorTr("Add part"), path, indent, [](model::Saga& changed) {
            changed.parts.push_back({"part", {}, {}, {}});
        });
    }

    void append(model::TwoPhaseCommit& transaction, const StepPath& path, int indent) {
        std::vector<Choice> stores;
        for (const model::DataStore& store : m_project.stores)
            stores.push_back({text(store.id.value()), text(store.name)});
        for (std::size_t index = 0; index < transaction.participants.size(); ++index) {
            field<model::TwoPhaseCommit>(
                Row::Kind::Choice, inspectorTr("Participant %1").arg(index + 1),
                text(transaction.participants[index].store.value()), path, indent,
                [index](model::TwoPhaseCommit& changed, const QString& id) {
                    if (index < changed.participants.size())
                        changed.participants[index].store = model::DataStoreId(id.toStdString());
                    return model::Result<void>();
                },
                stores);
            field<model::TwoPhaseCommit>(Row::Kind::Text, inspectorTr("Votes against"),
                                         shareText(transaction.participants[index].refusal), path, indent,
                                         [index](model::TwoPhaseCommit& changed, const QString& entered) {
                                             return index < changed.participants.size()
                                                        ? take(changed.participants[index].refusal,
                                                               readShare(entered))
                                                        : model::Result<void>();
                                         });
        }
        QSet<QString> shown;
        for (std::size_t index = 0; index < transaction.participants.size(); ++index)
            for (const char* key : {"store", "refusal"})
                shown << QStringLiteral("participants/%1/%2").arg(index).arg(QLatin1String(key));
        moreOf<model::TwoPhaseCommit>(path, indent, shown);
        if (m_project.stores.empty()) return;
        addPart<model::TwoPhaseCommit>(
            inspectorTr("Add participant"), path, indent,
            [store = m_project.stores.begin()->id](model::TwoPhaseCommit& changed) {
                changed.participants.push_back({store, {}, {}, 0, {}});
            });
    }

    void append(model::Branch& branch, const StepPath& path, int indent) {
        for (std::size_t index = 0; index < branch.alternatives.size(); ++index) {
            field<model::Branch>(Row::Kind::Text, inspectorTr("Chance %1").arg(index + 1),
                                 shareText(branch.alternatives[index].probability), path, indent,
                                 [index](model::Branch& changed, const QString& entered) {
                                     return index < changed.alternatives.size()
                                                ? take(changed.alternatives[index].probability,
                                                       readShare(entered))
                                                : model::Result<void>();
                                 });
            appendList(branch.alternatives[index].steps, inside(path, static_cast<int>(index)), indent + 1);
        }
        addPart<model::Branch>(inspectorTr("Add way"), path, indent,
                               [](model::Branch& changed) { changed.alternatives.emplace_back(); });
    }

    template <class Action, class Add>
    void addPart(const QString& label, const StepPath& path, int indent, Add add) {
        Row row = actionRow(label,
                            writeStep<Action>(path,
                                              [add](Action& action, const QString&) {
                                                  add(action);
                                                  return model::Result<void>();
                                              }),
                            undo(inspectorTr("steps")));
        row.indent = indent;
        m_rows.push_back(std::move(row));
    }

    static Row caption(const QString& words, int indent) {
        Row row = factRow(words, {});
        row.indent = indent;
        return row;
    }

    std::vector<Choice> callees() const {
        std::vector<Choice> choices;
        for (const model::Service& service : m_project.services)
            for (const model::Operation& operation : service.operations)
                if (operation.id != m_operation.id)
                    choices.push_back(
                        {text(operation.id.value()),
                         QStringLiteral("%1.%2").arg(text(service.name), text(operation.name))});
        return choices;
    }

    /// Moves or removes the step at the path.
    RowWrite arrange(const StepPath& path) const {
        return [id = m_operation.id, path](const model::Project& before, const QString& what) {
            return changeOperation(before, id, [&](const model::Project&, model::Operation& operation) {
                Behaviour* list = listAt(operation.behaviour, StepPath(path.begin(), path.end() - 1));
                if (!list || !stepAt(operation.behaviour, path)) return model::Result<void>();
                const auto step = list->begin() + path.back();
                if (what == "remove") list->erase(step);
                if (what == "up" && step != list->begin()) std::iter_swap(step, step - 1);
                if (what == "down" && step + 1 != list->end()) std::iter_swap(step, step + 1);
                return model::Result<void>();
            });
        };
    }

    RowWrite addStep(const StepPath& path) const {
        return [id = m_operation.id, path](const model::Project& before, const QString& choice) {
            return changeOperation(
                before, id, [&](const model::Project& project, model::Operation& operation) {
                    Behaviour* list = listAt(operation.behaviour, path);
                    if (!list) return model::Result<void>();
                    auto step = newStep(project, id, chosen<NewStep>(choice));
                    if (!step) return model::Result<void>(tl::unexpected<model::Error>(step.error()));
                    list->push_back(std::move(*step));
                    return model::Result<void>();
                });
        };
    }

    std::vector<Row>& m_rows;
    const model::Project& m_project;
    const model::Operation& m_operation;
    Behaviour m_behaviour;
};

}  // namespace

void appendBehaviourRows(std::vector<Row>& rows, const model::Project& project,
                         const model::Operation& operation) {
    BehaviourRows(rows, project, operation).appendAll();
}

void appendStepRows(std::vector<Row>& rows, const model::Project& project, const model::Operation& operation,
                    const StepPath& path) {
    BehaviourRows(rows, project, operation).appendOne(path);
}

}  // namespace app
