#include "app/presenting/flow.h"

#include <QCoreApplication>
#include <deque>
#include <set>

#include "app/presenting/flow_words.h"
#include "model/references.h"

namespace app {

namespace {

QString stepTr(const char* words) {
    return QCoreApplication::translate("Flow", words);
}

template <class Entity>
QString flowKey(const char* kind, const model::Id<Entity>& id) {
    return QLatin1String(kind) + u':' + QString::fromStdString(id.value());
}

/// Walks through behaviours, with what is known of the way down to each step.
class FlowWalk {
public:
    explicit FlowWalk(const model::Project& project) : m_project(project) {}

    std::vector<FlowStep> run(const model::OperationId& beginning) {
        enter(beginning, {}, 0);
        while (!m_events.empty()) {
            const model::ChannelId channel = m_events.front();
            m_events.pop_front();
            deliver(channel);
        }
        return std::move(m_steps);
    }

private:
    void enter(const model::OperationId& id, const QStringList& when, int depth) {
        const model::Operation* operation = model::findOperation(m_project, id);
        const model::Service* service = model::serviceOf(m_project, id);
        if (!operation || !service || !m_open.insert(id).second) return;
        walk(*service, operation->behaviour, when, depth);
        m_open.erase(id);
    }

    void walk(const model::Service& service, const model::Behaviour& behaviour, const QStringList& when,
              int depth) {
        for (const model::Step& step : behaviour)
            std::visit([&](const auto& action) { take(service, action, when, depth); }, step.action);
    }

    bool isFull() const { return m_steps.size() >= mostFlowSteps; }

    void add(const QString& from, const QString& to, const QString& words, const QStringList& when,
             int depth) {
        if (!isFull()) m_steps.push_back({from, to, words, when.join(stepTr(", ")), depth});
    }

    void take(const model::Service&, const model::Compute&, const QStringList&, int) {}
    void take(const model::Service&, const model::Fail&, const QStringList&, int) {}

    void take(const model::Service& service, const model::Call& call, const QStringList& when, int depth) {
        const model::Operation* callee = model::findOperation(m_project, call.operation);
        const model::Service* other = model::serviceOf(m_project, call.operation);
        if (!callee || !other || isFull()) return;
        add(flowKey("service", service.id), flowKey("service", other->id),
            stepTr("%1 calls %2: %3, %4")
                .arg(flowName(service.name, service.id.value()), flowName(other->name, other->id.value()),
                     flowName(callee->name, callee->id.value()), callManner(m_project, call)),
            when, depth);
        enter(call.operation, when, depth + 1);
    }

    void take(const model::Service& service, const model::Publish& publish, const QStringList& when,
              int depth) {
        const model::Channel* channel = m_project.channels.find(publish.channel);
        if (!channel) return;
        const model::Message* message =
            channel->message ? m_project.messages.find(*channel->message) : nullptr;
        const QString what = message ? flowName(message->name, message->id.value()) : stepTr("a message");
        add(flowKey("service", service.id), flowKey("channel", channel->id),
            stepTr("%1 publishes %2 to %3, async")
                .arg(flowName(service.name, service.id.value()), what,
                     flowName(channel->name, channel->id.value())),
            when, depth);
        if (m_published.insert(channel->id).second) m_events.push_back(channel->id);
    }

    void deliver(const model::ChannelId& id) {
        const model::Channel* channel = m_project.channels.find(id);
        if (!channel) return;
        for (const model::Service& service : m_project.services)
            for (const model::Operation& operation : service.operations) {
                if (!operation.subscription || operation.subscription->channel != id) continue;
                add(flowKey("channel", id), flowKey("service", service.id),
                    stepTr("%1 takes from %2: %3, async")
                        .arg(flowName(service.name, service.id.value()), flowName(channel->name, id.value()),
                             flowName(operation.name, operation.id.value())),
                    {}, 0);
                enter(operation.id, {stepTr("afterwards")}, 1);
            }
    }

    void take(const model::Service& service, const model::StoreQuery& query, const QStringList& when,
              int depth) {
        const model::DataStore* store = m_project.stores.find(query.store);
        if (!store) return;
        const char* words =
            query.access == model::StoreAccess::Write ? "%1 writes to %2" : "%1 reads from %2";
        add(flowKey("service", service.id), flowKey("store", store->id),
            stepTr(words).arg(flowName(service.name, service.id.value()),
                              flowName(store->name, store->id.value())),
            when, depth);
    }

    void take(const model::Service& service, const model::CacheLookup& look, const QStringList& when,
              int depth) {
        const model::DataStore* store = look.store ? m_project.stores.find(*look.store) : nullptr;
        if (store)
            add(flowKey("service", service.id), flowKey("store", store->id),
                stepTr("%1 looks in %2")
                    .arg(flowName(service.name, service.id.value()),
                         flowName(store->name, store->id.value())),
                when, depth);
        walk(service, look.onMiss, when + QStringList(stepTr("on a miss")), depth);
    }

    void take(const model::Service& service, const model::Parallel& parallel, const QStringList& when,
              int depth) {
        const auto count = parallel.branches.size();
        for (std::size_t i = 0; i < count; ++i)
            walk(service, parallel.branches[i],
                 when + QStringList(stepTr("at the same time, %1 of %2").arg(i + 1).arg(count)), depth);
    }

    void take(const model::Service& service, const model::Branch& branch, const QStringList& when,
              int depth) {
        for (const model::Alternative& way : branch.alternatives)
            walk(service, way.steps, when + QStringList(chanceWords(way.probability)), depth);
    }

    void take(const model::Service& service, const model::Loop& loop, const QStringList& when, int depth) {
        walk(service, loop.steps, when + QStringList(stepTr("%1 times").arg(loop.times)), depth);
    }

    void take(const model::Service& service, const model::Fallback& fallback, const QStringList& when,
              int depth) {
        walk(service, fallback.steps, when, depth);
        walk(service, fallback.onFailure, when + QStringList(stepTr("if that fails")), depth);
    }

    void take(const model::Service& service, const model::Lock& lock, const QStringList& when, int depth) {
        const QString words = stepTr("holding the lock %1").arg(QString::fromStdString(lock.name));
        walk(service, lock.steps, when + QStringList(words), depth);
    }

    void take(const model::Service& service, const model::Saga& saga, const QStringList& when, int depth) {
        for (const model::SagaStep& part : saga.parts) {
            const QString name = QString::fromStdString(part.name);
            walk(service, part.steps, when + QStringList(stepTr("saga: %1").arg(name)), depth);
        }
        for (auto part = saga.parts.rbegin(); part != saga.parts.rend(); ++part) {
            const QString name = QString::fromStdString(part->name);
            walk(service, part->compensation,
                 when + QStringList(stepTr("to undo %1, if a later part fails").arg(name)), depth);
        }
    }

    void take(const model::Service& service, const model::TwoPhaseCommit& commit, const QStringList& when,
              int depth) {
        for (const char* phase : {"%1 asks %2 to prepare", "%1 lets %2 commit"})
            for (const model::Participant& participant : commit.participants)
                if (const model::DataStore* store = m_project.stores.find(participant.store))
                    add(flowKey("service", service.id), flowKey("store", store->id),
                        stepTr(phase).arg(flowName(service.name, service.id.value()),
                                          flowName(store->name, store->id.value())),
                        when + QStringList(stepTr("two-phase commit")), depth);
    }

    const model::Project& m_project;
    std::vector<FlowStep> m_steps;
    std::set<model::OperationId> m_open;
    std::set<model::ChannelId> m_published;
    std::deque<model::ChannelId> m_events;
};

}  // namespace

std::vector<FlowStep> flowOf(const model::Project& project, const model::OperationId& operation) {
    return FlowWalk(project).run(operation);
}

std::vector<model::OperationId> flowBeginnings(const model::Project& project) {
    std::set<model::OperationId> called, active;
    for (const model::Interaction& interaction : model::interactionsOf(project)) {
        if (interaction.kind == model::Interaction::Kind::Call) called.insert(interaction.callee);
        if (interaction.kind != model::Interaction::Kind::Consume) active.insert(interaction.operation);
    }
    std::vector<model::OperationId> first, others;
    for (const model::Service& service : project.services)
        for (const model::Operation& operation : service.operations) {
            if (!active.contains(operation.id)) continue;
            const bool begins = !operation.subscription && !called.contains(operation.id);
            (begins ? first : others).push_back(operation.id);
        }
    first.insert(first.end(), others.begin(), others.end());
    return first;
}

}  // namespace app
