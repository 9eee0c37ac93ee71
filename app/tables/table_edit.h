#pragma once

#include "app/tables/table_kind.h"

namespace app {

/// A text for a cell; `column` is its index among the columns of the kind.
struct CellEntry {
    QString key;
    int column = 0;
    QString text;
};

/// A cell that was not taken, and why.
struct CellProblem {
    QString key;
    int column = 0;
    QString text;
    QString message;
};

/// What comes of entering texts into cells.
struct TableEdit {
    model::Project project;             ///< With all that could be taken
    int taken = 0;                      ///< Cells that were
    std::vector<CellProblem> problems;  ///< The others, in the order of the entries
};

/// Enters all texts: the cells of one line together, so that they need only fit as a whole. What does not fit
/// is left out and told; the rest is taken.
TableEdit enterCells(const model::Project& project, const TableKind& kind,
                     const std::vector<TableColumn>& columns, const std::vector<CellEntry>& entries);

/// The cells of a text from a spreadsheet: lines of cells parted by tabs, in quotes where they have tabs,
/// line ends or quotes themselves.
std::vector<QStringList> cellsOfText(const QString& text);
QString textOfCells(const std::vector<QStringList>& cells);

}  // namespace app
