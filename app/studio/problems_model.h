#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "model/lint/rule.h"
#include "model/result.h"

namespace app {

/// What is not whole in the model, and what the design rules found.
struct Problem {
    model::Severity severity = model::Severity::Warning;
    QString message;
    QString place;  ///< Where, as people see it
    QString fix;
    QString key;  ///< Of the element to show; may be empty
    QString rule;

    bool operator==(const Problem&) const = default;
};

/// Everything that is wrong with a model; worst first. May take a while: call it from a worker.
std::vector<Problem> findProblems(const model::Project& project);

class ProblemsModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { MessageColumn, PlaceColumn, FixColumn, ColumnCount };
    enum Role { KeyRole = Qt::UserRole, SeverityRole };
    using QAbstractTableModel::QAbstractTableModel;

    void setProblems(std::vector<Problem> problems);
    const std::vector<Problem>& problems() const { return m_problems; }
    int count(model::Severity severity) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<Problem> m_problems;
};

}  // namespace app
