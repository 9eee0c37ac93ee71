#include "app/studio/inspector/row_makers.h"
#include "app/studio/quantity_text.h"

namespace app {

namespace {

using model::CacheLookup;

// Without keys nothing is left of what depends on them.
model::Result<void> takeCacheKeys(CacheLookup& lookup, const QString& entered) {
    if (entered.trimmed().isEmpty()) {
        lookup.keys.reset();
        lookup.capacity.reset();
        lookup.eviction = model::Eviction::Lru;
        lookup.ttl.reset();
        lookup.singleFlight = false;
        lookup.warm = false;
        return {};
    }
    if (!lookup.keys) lookup.keys.emplace();
    return take(lookup.keys->count, readCount(entered, 1, model::mostCacheKeys));
}

model::Result<void> takeCapacity(CacheLookup& lookup, const QString& entered) {
    lookup.capacity.reset();
    if (entered.trimmed().isEmpty()) return {};
    return take(lookup.capacity.emplace(), readCount(entered, 1, model::mostCacheKeys));
}

model::Result<void> takeTimeToLive(CacheLookup& lookup, const QString& entered) {
    lookup.ttl.reset();
    if (entered.trimmed().isEmpty()) return {};
    return take(lookup.ttl.emplace(), readDuration(entered, TimeUnit::Seconds));
}

QString countOr(const std::optional<std::int32_t>& count) {
    return count ? QString::number(*count) : QString();
}

void appendContentRows(const CacheLookup& lookup, const std::function<void(const CacheField&)>& add) {
    add({Row::Kind::Text,
         inspectorTr("Skew"),
         numberText(lookup.keys->skew),
         [](CacheLookup& changed, const QString& entered) {
             if (!changed.keys) changed.keys.emplace();
             return take(changed.keys->skew, readNumber(entered, 0, 10));
         },
         {},
         inspectorTr("of Zipf's law")});
    add({Row::Kind::Text,
         inspectorTr("Capacity"),
         countOr(lookup.capacity),
         takeCapacity,
         {},
         lookup.capacity ? inspectorTr("keys") : inspectorTr("all keys when empty")});
    add({Row::Kind::Choice, inspectorTr("Eviction"), choiceId(lookup.eviction),
         [](CacheLookup& changed, const QString& id) {
             changed.eviction = chosen<model::Eviction>(id);
             return model::Result<void>();
         },
         choicesOf({"Least recently used", "None"})});
    add({Row::Kind::Text,
         inspectorTr("Time to live"),
         lookup.ttl ? durationText(*lookup.ttl) : QString(),
         takeTimeToLive,
         {},
         lookup.ttl ? QString() : inspectorTr("for ever when empty")});
    add({Row::Kind::Choice, inspectorTr("Fills of a key"), QString::number(lookup.singleFlight),
         [](CacheLookup& changed, const QString& id) {
             changed.singleFlight = id == QLatin1String("1");
             return model::Result<void>();
         },
         choicesOf({"Each miss for itself", "One at a time"})});
    add({Row::Kind::Choice, inspectorTr("At the start"), QString::number(lookup.warm),
         [](CacheLookup& changed, const QString& id) {
             changed.warm = id == QLatin1String("1");
             return model::Result<void>();
         },
         choicesOf({"Empty", "Warm: full"})});
}

}  // namespace

void appendCacheRows(const CacheLookup& lookup, const std::function<void(const CacheField&)>& add) {
    add({Row::Kind::Text,
         inspectorTr("Keys"),
         lookup.keys ? QString::number(lookup.keys->count) : QString(),
         takeCacheKeys,
         {},
         lookup.keys ? QString() : inspectorTr("by chance when empty")});
    if (!lookup.keys) {
        add({Row::Kind::Text, inspectorTr("Hit ratio"), shareText(lookup.hitRatio),
             [](CacheLookup& changed, const QString& entered) {
                 return take(changed.hitRatio, readShare(entered));
             }});
        return;
    }
    add({Row::Kind::Text,
         inspectorTr("Name"),
         text(lookup.name),
         [](CacheLookup& changed, const QString& entered) {
             changed.name = entered.trimmed().toStdString();
             return model::Result<void>();
         },
         {},
         inspectorTr("of one cache among several")});
    appendContentRows(lookup, add);
}

}  // namespace app
