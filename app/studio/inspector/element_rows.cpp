#include "app/studio/inspector/row_makers.h"
#include "app/studio/quantity_text.h"

namespace app {

namespace {

/// Changes one of the distributions of the stores.
DistributionEdit storeTime(const std::vector<model::DataStoreId>& ids,
                           model::Distribution model::DataStore::*field) {
    return [ids, field](const model::Project& before, const DistributionChange& change) {
        model::Result<model::Project> after = before;
        for (const model::DataStoreId& id : ids) {
            const model::DataStore* found = after->stores.find(id);
            if (!found) continue;
            model::DataStore store = *found;
            if (auto changed = change(store.*field); !changed)
                return model::Result<model::Project>(tl::unexpected<model::Error>(changed.error()));
            after = model::put(*after, std::move(store));
            if (!after) break;
        }
        return after;
    };
}

}  // namespace

void appendStoreRows(std::vector<Row>& rows, const model::Project& project,
                     const std::vector<model::DataStoreId>& ids) {
    using model::DataStore;
    const auto stores = entitySubject(project, ids, &model::Project::stores);
    rows.push_back(sectionRow(inspectorTr("Data store")));
    appendNameAndDescription<decltype(stores), DataStore>(rows, stores, nullptr);
    Row engine = stores.row(
        Row::Kind::Choice, inspectorTr("Engine"),
        [](const DataStore& store) { return choiceId(store.engine); },
        [](DataStore& store, const QString& id) {
            store.engine = chosen<model::StoreEngine>(id);
            return model::Result<void>();
        });
    engine.choices = choicesOf({"PostgreSQL", "MySQL", "MongoDB", "Cassandra", "Redis", "Memcached",
                                "DynamoDB", "Elasticsearch", "Object storage", "Other"});
    rows.push_back(std::move(engine));
    Row owner = stores.row(
        Row::Kind::Choice, inspectorTr("Owner"),
        [](const DataStore& store) { return optionalId(store.owner); },
        [](DataStore& store, const QString& id) {
            store.owner = chosenId<model::Service>(id);
            return model::Result<void>();
        });
    owner.choices = entityChoices(project.services, inspectorTr("None"));
    owner.tip = inspectorTr("The one service that reads and writes it");
    rows.push_back(std::move(owner));
    Row projection = stores.row(
        Row::Kind::Choice, inspectorTr("Made from"),
        [](const DataStore& store) { return optionalId(store.projection); },
        [](DataStore& store, const QString& id) {
            store.projection = chosenId<model::Channel>(id);
            return model::Result<void>();
        });
    projection.choices = entityChoices(project.channels, inspectorTr("No events"));
    projection.tip =
        inspectorTr("A read model: an operation of the owner subscribes to this channel and writes here");
    rows.push_back(std::move(projection));
    Row pool = stores.row(
        Row::Kind::Text, inspectorTr("Pool"),
        [](const DataStore& store) { return QString::number(store.poolSize); },
        [](DataStore& store, const QString& entered) {
            return take(store.poolSize, readCount(entered, 1, 1'000'000));
        });
    pool.hint = inspectorTr("connections");
    rows.push_back(std::move(pool));
    const DataStore& first = *project.stores.find(ids.front());
    rows.push_back(sectionRow(inspectorTr("Time of a read")));
    appendDistributionRows(rows, first.readTime, stores.name, storeTime(ids, &DataStore::readTime));
    rows.push_back(sectionRow(inspectorTr("Time of a write")));
    appendDistributionRows(rows, first.writeTime, stores.name, storeTime(ids, &DataStore::writeTime));
}

void appendTeamRows(std::vector<Row>& rows, const model::Project& project,
                    const std::vector<model::TeamId>& ids) {
    const auto teams = entitySubject(project, ids, &model::Project::teams);
    rows.push_back(sectionRow(inspectorTr("Team")));
    appendNameAndDescription<decltype(teams), model::Team>(rows, teams, &model::Team::description);
    Row type = teams.row(
        Row::Kind::Choice, inspectorTr("Type"), [](const model::Team& team) { return choiceId(team.type); },
        [](model::Team& team, const QString& id) {
            team.type = chosen<model::TeamType>(id);
            return model::Result<void>();
        });
    type.choices = choicesOf({"Stream-aligned", "Platform", "Enabling", "Complicated subsystem"});
    rows.push_back(std::move(type));
    if (ids.size() != 1) return;
    rows.push_back(sectionRow(inspectorTr("Owns")));
    for (const model::BoundedContext& context : project.contexts)
        if (context.team == ids.front())
            rows.push_back(
                linkRow(text(context.name), inspectorTr("context"), {text(model::elementKey(context.id))}));
    for (const model::Service& service : project.services)
        if (service.team == ids.front())
            rows.push_back(
                linkRow(text(service.name), inspectorTr("service"), {text(model::elementKey(service.id))}));
}

}  // namespace app
