#include "model/edit.h"

#include <QtTest>
#include <random>

#include "model/check.h"
#include "model/diff.h"
#include "model/json/json.h"
#include "model/references.h"
#include "tests/model/example_project.h"

using namespace model;

namespace {

std::vector<ElementId> elementsOf(const Project& p) {
    std::vector<ElementId> all;
    const auto add = [&](const auto& collection) {
        for (const auto& entity : collection) all.push_back(entity.id);
    };
    add(p.teams), add(p.contexts), add(p.relationships), add(p.messages), add(p.services), add(p.channels),
        add(p.stores);
    add(p.policies), add(p.deployments), add(p.workloads), add(p.faultPlans), add(p.objectives),
        add(p.scenarios), add(p.network.regions), add(p.network.zones), add(p.network.nodePools);
    for (const Service& service : p.services) add(service.operations);
    for (const Workload& workload : p.workloads) add(workload.journeys);
    return all;
}

QString firstProblem(const Project& project) {
    const auto problems = check(project);
    return problems.empty() ? QString() : QString::fromStdString(problems.front().text());
}

}  // namespace

class EditTest : public QObject {
    Q_OBJECT

private slots:
    void exampleIsWhole() {
        const Project shop = examples::shop();
        QCOMPARE(firstProblem(shop), QString());
        const std::string text = writeProject(shop);
        const auto parsed = parseProject(text);
        QVERIFY2(parsed, parsed ? "" : parsed.error().text().c_str());
        QVERIFY(parsed->project == shop);
        QCOMPARE(writeProject(parsed->project), text);
    }

    /// Whatever is removed, the rest is whole, and nothing still names it.
    void removingAnythingLeavesAWholeModel() {
        const Project shop = examples::shop();
        for (const ElementId& element : elementsOf(shop)) {
            const auto next = model::remove(shop, element);
            QVERIFY(next);
            QVERIFY(!contains(*next, element));
            QVERIFY2(firstProblem(*next).isEmpty(),
                     qPrintable(QString::fromStdString(elementKey(element)) + " " + firstProblem(*next)));
            QVERIFY(shop == examples::shop());
        }
    }

    /// What was judged by an objective that goes is judged by no other.
    void aHypothesisGoesWithItsLastObjective() {
        const auto next = model::remove(examples::shop(), ObjectiveId("up"));
        QVERIFY(next);
        const Scenario& steady = *next->scenarios.find(ScenarioId("steady"));
        QVERIFY(!steady.steadyState);
        QVERIFY(steady.abort && steady.abort->objectives.empty());  // Those of the scenario: one is left
        const auto without = model::remove(*next, ObjectiveId("fast"));
        QVERIFY(without && !without->scenarios.find(ScenarioId("steady"))->abort);
        QVERIFY(firstProblem(*without).isEmpty());
    }

    /// Zones, regions and node pools are elements: what stands in them stays, what is about them goes.
    void placesAreElements() {
        const Project shop = examples::shop();
        const auto next = model::remove(shop, ZoneId("east-2"));
        QVERIFY(next);
        QVERIFY(next->network.zoneLatencies.empty());
        QCOMPARE(next->deployments.find(DeploymentId("order"))->zones, std::vector<ZoneId>{ZoneId("east-1")});
        // A fault between two zones does not become one between a zone and all that is elsewhere.
        for (const Fault& fault : next->faultPlans.find(FaultPlanId("outage"))->faults)
            QVERIFY(!(fault.target == FaultTarget(ZoneId("east-1")) &&
                      std::holds_alternative<LossFault>(fault.effect)));
        const auto without = model::remove(shop, NodePoolId("small"));
        QVERIFY(without && !without->deployments.find(DeploymentId("payment"))->nodePool);
        const auto named = model::rename(shop, RegionId("east"), "Levant");
        QVERIFY(named);
        const Difference difference = diff(shop, *named);
        QCOMPARE(difference.changes.size(), std::size_t(1));
        QCOMPARE(elementKey(difference.changes.front().element), std::string("region:east"));
        QVERIFY(difference.project.empty());
        Zone lost;
        lost.name = "Lost";
        lost.region = RegionId("atlantis");
        QVERIFY(!put(shop, lost));
    }

    void aJourneyIsPutByItself() {
        const Project shop = examples::shop();
        Journey journey;
        journey.name = "Look around";
        journey.steps = {{OperationId("order.place"), 0.5, {}, {}, {}}};
        const auto next = putJourney(shop, WorkloadId("customers"), journey);
        QVERIFY(next && contains(*next, JourneyId("customers.look-around")));
        QVERIFY(!putJourney(shop, WorkloadId("nobody"), journey));
    }

    void aScalerGoesWithItsChannel() {
        const auto next = model::remove(examples::shop(), ChannelId("orders"));
        QVERIFY(next && !next->deployments.find(DeploymentId("shipping"))->autoscaling);
    }

    void removingAServiceTakesItsUsesAlong() {
        const auto next = model::remove(examples::shop(), ServiceId("payment"));
        QVERIFY(next);
        QVERIFY(!next->objectives.contains(ObjectiveId("up")));
        QCOMPARE(next->scenarios.at(0).objectives.size(), std::size_t(1));
        // With its faults go those of the network to it; one by chance has fewer to hit.
        QCOMPARE(next->faultPlans.at(0).faults.size(), std::size_t(11));
        for (const Fault& fault : next->faultPlans.at(0).faults) {
            QVERIFY(!std::holds_alternative<PartitionFault>(fault.effect));
            QVERIFY(!fault.chance || fault.chance->also.empty());
        }
        for (const Interaction& interaction : interactionsOf(*next))
            QVERIFY(interaction.kind != Interaction::Kind::Call);
    }

    void aRemovedFieldStaysReserved() {
        const auto next = model::remove(examples::shop(), MessageId("address"));
        QVERIFY(next);
        const Message* placed = next->messages.find(MessageId("order-placed"));
        QCOMPARE(placed->fields.size(), std::size_t(1));
        QCOMPARE(placed->reserved.size(), std::size_t(1));
        QCOMPARE(placed->reserved.front().number, 2);
    }

    void untouchedEntitiesAreShared() {
        const Project shop = examples::shop();
        const auto next = rename(shop, ServiceId("payment"), "Payments");
        QVERIFY(next);
        QVERIFY(next->teams.sharesAllWith(shop.teams));
        QVERIFY(next->services.find(ServiceId("order")) == shop.services.find(ServiceId("order")));
        QVERIFY(next->services.find(ServiceId("payment")) != shop.services.find(ServiceId("payment")));
        const Difference difference = diff(shop, *next);
        QCOMPARE(difference.changes.size(), std::size_t(1));
        QCOMPARE(difference.changes[0].fields, (std::vector<FieldChange>{{"/name", "payment", "Payments"}}));
    }

    void newEntitiesGetFreeIds() {
        Project project = examples::shop();
        for (const char* expected : {"order-2", "order-3"}) {
            Service added;
            added.name = "Order";
            const auto next = put(project, added);
            QVERIFY(next);
            QVERIFY(next->services.contains(ServiceId(expected)));
            project = *next;
        }
    }

    void connectingMakesInteractions() {
        Project project = examples::shop();
        project = *connectCall(project, ServiceId("payment"), ServiceId("shipping"));
        project = *connectPublish(project, ServiceId("payment"), ChannelId("orders"));
        project = *connectConsume(project, ChannelId("orders"), ServiceId("payment"));
        project = *connectQuery(project, ServiceId("payment"), DataStoreId("cache"));
        QCOMPARE(firstProblem(project), QString());
        int calls = 0, publishes = 0, consumes = 0, queries = 0;
        for (const Interaction& i : interactionsOf(project)) {
            if (i.service != ServiceId("payment")) continue;
            calls += i.kind == Interaction::Kind::Call;
            publishes += i.kind == Interaction::Kind::Publish;
            consumes += i.kind == Interaction::Kind::Consume;
            queries += i.kind == Interaction::Kind::Query;
        }
        QCOMPARE(calls, 1);
        QCOMPARE(publishes, 1);
        QCOMPARE(consumes, 1);
        QCOMPARE(queries, 1);
        QVERIFY(project.stores.find(DataStoreId("cache"))->owner == ServiceId("payment"));
        QVERIFY(!connectCall(project, ServiceId("payment"), ServiceId("payment")));
        QVERIFY(!connectCall(project, ServiceId("payment"), ServiceId("nobody")));
    }

    void refusedEditsSayWhere() {
        const Project shop = examples::shop();
        Deployment deployment = *shop.deployments.find(DeploymentId("order"));
        deployment.replicas = 0;
        const auto next = put(shop, deployment);
        QVERIFY(!next);
        QCOMPARE(next.error(), (Error{"/deployments/order/replicas", "0, should be from 1 to 100000"}));
        QVERIFY(!rename(shop, ServiceId("payment"), ""));
        QVERIFY(!rename(shop, ServiceId("payment"), std::string(501, 'x')));
        QVERIFY(!rename(shop, ServiceId("nobody"), "x"));
        QVERIFY(!rename(shop, DeploymentId("order"), "x"));
    }

    void keysNameElements() {
        for (const ElementId& element : elementsOf(examples::shop())) {
            const auto back = elementFromKey(elementKey(element));
            QVERIFY(back);
            QVERIFY(*back == element);
        }
        QVERIFY(!elementFromKey("nothing:x"));
        QVERIFY(!elementFromKey("service"));
    }

    void slugs() {
        QCOMPARE(slug("Place Order"), std::string("place-order"));
        QCOMPARE(slug("PlaceOrder2"), std::string("place-order2"));
        QCOMPARE(slug("  -- Ünïcode!! "), std::string("n-code"));
        QCOMPARE(slug("注文", "service"), std::string("service"));
        for (const char* name : {"Place Order", "  x..y ", "-", "A--B", "ß"}) QVERIFY(isValidId(slug(name)));
        for (const char* id : {"", "-a", "a-", "a..b", "A", "a b", "a/b", "../x"}) QVERIFY(!isValidId(id));
    }

    /// Random edits keep the model whole, and the difference to itself stays empty.
    void randomEditsKeepTheModelWhole() {
        std::mt19937 random(7);
        Project project = examples::shop();
        int applied = 0;
        for (int i = 0; i < 2000; ++i) {
            const auto elements = elementsOf(project);
            const auto pick = [&](auto id) {
                using Wanted = decltype(id);
                std::vector<Wanted> candidates;
                for (const ElementId& element : elements)
                    if (const auto* found = std::get_if<Wanted>(&element)) candidates.push_back(*found);
                return candidates.empty() ? Wanted() : candidates[random() % candidates.size()];
            };
            Result<Project> next = project;
            switch (random() % 8) {
                case 0: {
                    Service added;
                    added.name = "service " + std::to_string(i);
                    next = put(project, added);
                    break;
                }
                case 1:
                    next = rename(project, elements[random() % elements.size()], "name " + std::to_string(i));
                    break;
                case 2:
                    next = connectCall(project, pick(ServiceId()), pick(ServiceId()));
                    break;
                case 3:
                    next = connectConsume(project, pick(ChannelId()), pick(ServiceId()));
                    break;
                case 4:
                    next = connectQuery(project, pick(ServiceId()), pick(DataStoreId()));
                    break;
                case 5:
                    next = assignContext(project, pick(ServiceId()), pick(ContextId()));
                    break;
                case 6: {
                    DataStore store;
                    store.name = "store " + std::to_string(i);
                    next = put(project, store);
                    break;
                }
                default:
                    next = model::remove(project, elements[random() % elements.size()]);
            }
            if (!next) continue;
            ++applied;
            project = *next;
            if (project.services.size() < 2) project = examples::shop();
        }
        QVERIFY(applied > 1000);
        QCOMPARE(firstProblem(project), QString());
        const auto parsed = parseProject(writeProject(project));
        QVERIFY(parsed);
        QVERIFY(parsed->project == project);
        QVERIFY(diff(project, parsed->project).empty());
    }

    /// A transaction goes with its last participant; what is left under a lock stays.
    void transactionsGoWithTheirStores() {
        Project project;
        project.name = "Rows";
        DataStore store;
        store.id = DataStoreId("rows");
        store.name = "Rows";
        project.stores = project.stores.with(store);
        TwoPhaseCommit transaction;
        transaction.participants = {{store.id, {}, {}, 0, {}}, {store.id, {}, {}, 0, {}}};
        Lock lock{"row", LockScope::Service, 1, 5, {Step{transaction, {}}, Step{Fail{}, {}}}};
        Saga saga{{{"part", {Step{StoreQuery{store.id, {}, {}}, {}}}, {}, {}}}};
        Service service;
        service.id = ServiceId("s");
        service.name = "S";
        Operation operation;
        operation.id = OperationId("s.do");
        operation.name = "Do";
        operation.behaviour = {Step{lock, {}}, Step{saga, {}}};
        service.operations = service.operations.with(operation);
        project.services = project.services.with(service);
        QCOMPARE(firstProblem(project), QString());
        const auto parsed = parseProject(writeProject(project));
        QVERIFY(parsed);
        QVERIFY(parsed->project == project);

        const Project next = *model::remove(project, store.id);
        QCOMPARE(firstProblem(next), QString());
        const Behaviour& rest = next.services.at(0).operations.at(0).behaviour;
        QCOMPARE(rest.size(), std::size_t(2));
        QCOMPARE(std::get<Lock>(rest[0].action).steps.size(), std::size_t(1));
        QVERIFY(std::get<Saga>(rest[1].action).parts.at(0).steps.empty());
    }

    void differencesNameWhatChanged() {
        const Project before = examples::shop();
        Project after = *model::remove(before, ChannelId("orders"));
        after.description = "new";
        const Difference difference = diff(before, after);
        QCOMPARE(difference.project, (std::vector<FieldChange>{{"/description", "", "new"}}));
        QStringList seen;
        for (const Change& change : difference.changes)
            seen << QString::number(int(change.kind)) + QString::fromStdString(elementKey(change.element));
        QCOMPARE(seen,
                 (QStringList{"2operation:order.place", "2operation:shipping.on-placed", "1channel:orders",
                              "2store:cache", "2deployment:shipping", "2fault-plan:outage"}));
        const Difference back = diff(after, before);
        QCOMPARE(back.changes.size(), difference.changes.size());
    }
};

QTEST_APPLESS_MAIN(EditTest)
#include "edit_test.moc"
