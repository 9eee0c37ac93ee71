#pragma once

#include <QAbstractItemModel>
#include <memory>
#include <vector>

#include "app/exporting/export_writer.h"

namespace app {

/// The files of an export as a tree of folders, each with what writing would do.
class ExportTreeModel : public QAbstractItemModel {
    Q_OBJECT

public:
    enum Role { FileRole = Qt::UserRole, ActionRole };  ///< FileRole: index in the plan, or -1 for a folder

    explicit ExportTreeModel(QObject* parent = nullptr);
    ~ExportTreeModel() override;

    /// Shows a plan; `known` tells whether a folder was compared with.
    void show(std::vector<PlannedFile> plan, bool known);
    const std::vector<PlannedFile>& plan() const { return m_plan; }
    QModelIndex firstFile() const;
    QModelIndex indexOfPath(const QString& path) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Node;
    Node* nodeOf(const QModelIndex& index) const;
    void insert(const QString& path, int file);

    std::vector<PlannedFile> m_plan;
    bool m_known = false;
    std::unique_ptr<Node> m_root;
};

/// `new`, `overwritten`, ... and what it means.
QString actionWord(FileAction action);
QString actionMeaning(FileAction action);

}  // namespace app
