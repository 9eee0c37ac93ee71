#include <algorithm>

#include "app/studio/inspector/form.h"
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

using Stores = Subject<model::DataStore, model::DataStoreId>;

Row nodePriceRow(const Stores& stores, const QString& currency) {
    Row row = stores.row(
        Row::Kind::Text, inspectorTr("Price"),
        [](const model::DataStore& store) { return optionalNumberText(store.pricePerNodeHour); },
        [](model::DataStore& store, const QString& entered) {
            return takeOptionalNumber(store.pricePerNodeHour, entered, model::highestPrice);
        });
    row.hint = row.value && row.value->isEmpty() ? inspectorTr("by the rates")
                                                 : inspectorTr("%1 per hour").arg(currency);
    row.tip = inspectorTr("Of a node, in place of that of the rates; empty to go by it");
    return row;
}

/// Rows that writes lock.
void appendRowLocks(std::vector<Row>& rows, const Stores& stores, const model::DataStore& first) {
    using model::DataStore;
    Row count = stores.row(
        Row::Kind::Text, inspectorTr("Locked rows"),
        [](const DataStore& store) { return store.rows ? QString::number(store.rows->count) : QString(); },
        [](DataStore& store, const QString& entered) {
            if (entered.trimmed().isEmpty()) {
                store.rows.reset();
                return model::Result<void>();
            }
            if (!store.rows) store.rows.emplace();
            return take(store.rows->count, readCount(entered, 1, model::mostCacheKeys));
        });
    count.hint = inspectorTr("none when empty");
    count.tip = inspectorTr("Each write locks one of so many rows, and waits for it with its connection");
    rows.push_back(std::move(count));
    if (!first.rows) return;
    Row skew = stores.row(
        Row::Kind::Text, inspectorTr("Skew of the rows"),
        [](const DataStore& store) { return store.rows ? numberText(store.rows->skew) : QString(); },
        [](DataStore& store, const QString& entered) {
            if (!store.rows) return model::Result<void>();
            return take(store.rows->skew, readNumber(entered, 0, 10));
        });
    skew.tip = inspectorTr("Exponent of Zipf's law: 0 when all rows are as frequent as each other");
    rows.push_back(std::move(skew));
}

/// A row of the replication, where there is one.
template <class Read, class Set>
Row replicaRow(const Stores& stores, Row::Kind kind, const QString& label, Read read, Set set) {
    using model::DataStore;
    return stores.row(
        kind, label,
        [read](const DataStore& store) { return store.replication ? read(*store.replication) : QString(); },
        [set](DataStore& store, const QString& entered) {
            return store.replication ? set(*store.replication, entered) : model::Result<void>();
        });
}

// No more acknowledgements than replicas.
model::Result<void> takeReplicas(model::DataStore& store, const QString& entered) {
    model::Result<std::int32_t> count =
        readCount(entered.trimmed().isEmpty() ? QStringLiteral("0") : entered, 0, 1000);
    if (!count) return tl::unexpected<model::Error>(count.error());
    if (*count == 0) {
        store.replication.reset();
        return {};
    }
    if (!store.replication) store.replication.emplace();
    store.replication->replicas = *count;
    store.replication->acknowledgements = std::min(store.replication->acknowledgements, *count);
    return {};
}

void appendReplicas(std::vector<Row>& rows, const Stores& stores, const model::DataStore& first) {
    using model::Replication;
    Row replicas = stores.row(
        Row::Kind::Text, inspectorTr("Replicas"),
        [](const model::DataStore& store) {
            return QString::number(store.replication ? store.replication->replicas : 0);
        },
        takeReplicas);
    replicas.hint = inspectorTr("beside the primary");
    rows.push_back(std::move(replicas));
    if (!first.replication) return;
    Row reads = replicaRow(
        stores, Row::Kind::Choice, inspectorTr("Reads from"),
        [](const Replication& shown) { return choiceId(shown.reads); },
        [](Replication& changed, const QString& id) {
            changed.reads = chosen<model::ReadsFrom>(id);
            return model::Result<void>();
        });
    reads.choices = choicesOf(
        {"The primary", "Replicas in turn", "The replica that is least busy", "All servers in turn"});
    rows.push_back(std::move(reads));
    Row lag = replicaRow(
        stores, Row::Kind::Text, inspectorTr("Lag"),
        [](const Replication& shown) { return shown.lag ? durationText(meanOf(*shown.lag)) : QString(); },
        [](Replication& changed, const QString& entered) { return takeMean(changed.lag, entered); });
    lag.hint = first.replication->lag ? inspectorTr("mean") : inspectorTr("none when empty");
    rows.push_back(std::move(lag));
    Row acknowledgements = replicaRow(
        stores, Row::Kind::Text, inspectorTr("Acknowledgements"),
        [](const Replication& shown) { return QString::number(shown.acknowledgements); },
        [](Replication& changed, const QString& entered) {
            return take(changed.acknowledgements, readCount(entered, 0, changed.replicas));
        });
    acknowledgements.hint = inspectorTr("replicas that a write waits for");
    rows.push_back(std::move(acknowledgements));
    rows.push_back(replicaRow(
        stores, Row::Kind::Text, inspectorTr("Failover"),
        [](const Replication& shown) { return durationText(shown.failover); },
        [](Replication& changed, const QString& entered) {
            return take(changed.failover, readDuration(entered, TimeUnit::Seconds));
        }));
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
    if (project.rates) rows.push_back(nodePriceRow(stores, text(project.rates->currency)));
    const DataStore& first = *project.stores.find(ids.front());
    appendRowLocks(rows, stores, first);
    appendReplicas(rows, stores, first);
    rows.push_back(sectionRow(inspectorTr("Time of a read")));
    appendDistributionRows(rows, first.readTime, stores.name, storeTime(ids, &DataStore::readTime));
    rows.push_back(sectionRow(inspectorTr("Time of a write")));
    appendDistributionRows(rows, first.writeTime, stores.name, storeTime(ids, &DataStore::writeTime));
    FormStyle style{QStringLiteral("DataStore"), {}, inspectorTr("More of the store"), false, 0, 0};
    style.skip = {"name",
                  "engine",
                  "owner",
                  "pool_size",
                  "read_time",
                  "write_time",
                  "projection",
                  "rows",
                  "replication/replicas",
                  "replication/reads",
                  "replication/acknowledgements",
                  "replication/failover_s"};
    if (project.rates) style.skip << QStringLiteral("price_per_node_hour");
    appendFormRows(rows, stores, style);
}

}  // namespace app
