#pragma once

#include <QFutureWatcher>
#include <QWidget>

#include "app/document/document.h"
#include "app/export_mode/export_tree_model.h"
#include "app/theme/theme.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QTreeView;
class QVBoxLayout;

namespace app {

class CodeHighlighter;
class InlineMessage;

/// Export mode: which targets, which files, what would happen to each, and the button that writes them.
/// Rendering, comparing and writing happen in a worker.
class ExportMode : public QWidget {
    Q_OBJECT

public:
    ExportMode(Document& document, const Theme& theme, QWidget* parent);
    ~ExportMode() override;

    void setTheme(const Theme& theme);
    /// Renders from now on after each change.
    void setActive(bool active);
    void setFolder(const QString& folder);
    void chooseFolder();
    void write();
    bool isWorking() const { return m_rendering.isRunning() || m_writing.isRunning(); }
    const ExportTreeModel& files() const { return m_files; }

signals:
    /// Files were planned or written.
    void settled();

private:
    struct Rendered {
        std::vector<PlannedFile> plan;
        QString error;
        bool known = false;
        double milliseconds = 0;
    };

    QWidget* buildTargets();
    QWidget* buildFiles();
    QWidget* buildPreview();
    void restoreFolder();
    void renderSoon();
    void takeRendered();
    void takeWritten();
    void preview(const QModelIndex& index);
    void showSummary(const Rendered& rendered);
    QStringList chosenTargets() const;
    static Rendered renderPlan(const std::shared_ptr<const model::Project>& project,
                               const QStringList& targets, const QString& folder);

    Document& m_document;
    Theme m_theme;
    ExportTreeModel m_files;
    bool m_active = false;
    bool m_dirty = true;
    QString m_folder;
    QString m_shownPath;
    std::vector<std::pair<QString, QCheckBox*>> m_targets;
    QLineEdit* m_folderField = nullptr;
    QTreeView* m_tree = nullptr;
    QLabel* m_summary = nullptr;
    QLabel* m_previewTitle = nullptr;
    QLabel* m_previewOwner = nullptr;
    QPlainTextEdit* m_preview = nullptr;
    CodeHighlighter* m_highlighter = nullptr;
    InlineMessage* m_message = nullptr;
    QPushButton* m_write = nullptr;
    QFutureWatcher<Rendered> m_rendering;
    QFutureWatcher<QString> m_writing;
};

}  // namespace app
