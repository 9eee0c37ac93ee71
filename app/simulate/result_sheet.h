#pragma once

#include <QString>
#include <QVariant>
#include <optional>
#include <vector>

#include "app/simulate/figure_text.h"
#include "app/simulate/run_names.h"
#include "app/theme/widgets.h"

namespace app {

/// One cell of a result table: what is shown, and the plain number behind it.
struct ResultCell {
    QString text;
    QString tip;
    std::optional<double> value;  ///< In the unit of the column; what sorting and copying use
    double half = 0;              ///< Half the width of the interval
    Tone tone = Tone::Plain;
    bool missing = false;  ///< There is no value: shown faint, the tip says why
};

struct ResultColumn {
    QString title;
    QString unit;  ///< For the copy: `ms`
    QString tip;
    bool hasInterval = false;
};

struct ResultRow {
    QString id;       ///< Of the journey, operation, station or group
    QString nodeKey;  ///< To reveal on the diagram; may be empty
    std::vector<ResultCell> cells;
};

/// A table of figures: a value made from a result.
struct ResultSheet {
    std::vector<ResultColumn> columns;
    std::vector<ResultRow> rows;
};

ResultSheet operationSheet(const simulator::RunResult& result, const RunNames& names);
ResultSheet journeySheet(const simulator::RunResult& result, const RunNames& names);
ResultSheet stationSheet(const simulator::RunResult& result, const RunNames& names);
ResultSheet groupSheet(const simulator::RunResult& result, const RunNames& names);
/// The total first, then its parts; nothing when the model had no rates.
ResultSheet footprintSheet(const simulator::RunResult& result, const RunNames& names);

/// Tabs (for spreadsheets) or commas (CSV, RFC 4180) between the columns; plain numbers, intervals in columns
/// of their own, units in the heads.
QString delimitedText(const ResultSheet& sheet, QChar separator);

}  // namespace app
