#pragma once

namespace simulator {

/// Marks a SQLite file as ours (`PRAGMA application_id`): "LNTL".
inline constexpr int storeApplicationId = 0x4C4E544C;
/// The version of the schema (`PRAGMA user_version`).
inline constexpr int storeVersion = 5;
/// Makes an empty database a store of runs. Its comments are kept in the file: `.schema` shows them.
extern const char* const storeSchema;
/// The tables of what stores had no place for before version 3: groups, read models, caches and replicas.
extern const char* const storeComponentTables;
/// The views of a store, for queries by people; made last.
extern const char* const storeViews;
/// Makes a store of version 1, where failures were columns, one of version 2.
extern const char* const storeUpgradeFrom1;
/// Makes a store of version 2 one of version 3 that lacks the tables of components and traces.
extern const char* const storeUpgradeFrom2;
/// Makes a store of version 3 one of version 4 that lacks the tables of footprints, and the views.
extern const char* const storeUpgradeFrom3;

}  // namespace simulator
