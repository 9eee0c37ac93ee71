#pragma once

#include <QWidget>
#include <memory>

#include "app/simulate/result_model.h"

class QLabel;
class QSortFilterProxyModel;
class QTableView;
class QToolButton;

namespace app {

/// The figures of a run: operations, journeys, stations, groups or costs; sortable, and copied as
/// tab-separated text (Ctrl+C) or CSV.
class ResultTable : public QWidget {
    Q_OBJECT

public:
    enum class Kind { Operations, Journeys, Stations, Groups, Costs };

    explicit ResultTable(QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    void setResult(std::shared_ptr<const simulator::RunResult> result, const RunNames& names);
    void setKind(Kind kind);
    /// Selects the rows that lie on the node; nothing when there are none.
    void selectNode(const QString& nodeKey);
    QTableView* view() const { return m_view; }

    /// The selected rows (all when none is), in the order shown.
    QString copyText(QChar separator) const;

signals:
    /// A journey's or operation's row was chosen; empty when none is.
    void flowChosen(const QString& id);
    /// A row that lies on a node of the diagram was chosen.
    void nodeChosen(const QString& nodeKey);
    void revealRequested(const QString& nodeKey);

private:
    void refresh();
    QString hint() const;
    void tellChoice();
    void copy(QChar separator);
    void showMenu(const QPoint& at);
    const ResultRow* rowAt(const QModelIndex& proxyIndex) const;

    std::shared_ptr<const simulator::RunResult> m_result;
    RunNames m_names;
    Kind m_kind = Kind::Operations;
    bool m_following = false;  ///< The selection comes from outside
    ResultModel* m_model;
    QSortFilterProxyModel* m_sorted;
    QTableView* m_view;
    QLabel* m_hint;
    SegmentedControl* m_kinds;
    QToolButton* m_copy;
};

}  // namespace app
