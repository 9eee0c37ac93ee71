#pragma once

#include <QObject>
#include <QPushButton>

#include "app/comparing/git_history.h"
#include "app/document/document.h"

class QMenu;

namespace app {

/// One of the two that are compared: which version of what.
struct ComparedSide {
    enum class Kind { Open, Saved, Step, File, Revision };

    Kind kind = Kind::Open;
    int step = 0;        ///< Of the history, with Kind::Step
    QString path;        ///< With Kind::File
    QString revision;    ///< Hash, with Kind::Revision
    QString title = {};  ///< Of a file or revision, as people see it

    bool operator==(const ComparedSide&) const = default;
};

/// `As saved`, `3. Add order`, `a1b2c3d Split the order service`.
QString sideTitle(const ComparedSide& side, const Document& document);

/// A button that shows which version a side is, and offers the others: the open model, the file, the steps of
/// the history, the revisions of the file, any other file.
class SideButton : public QPushButton {
    Q_OBJECT

public:
    SideButton(Document& document, const QString& role, QWidget* parent);

    const ComparedSide& side() const { return m_side; }
    void setSide(const ComparedSide& side);

signals:
    void chosen(const app::ComparedSide& side);

protected:
    QSize sizeHint() const override { return {300, 30}; }
    void paintEvent(QPaintEvent* event) override;

private:
    void fillMenu();
    void addSteps(QMenu& menu);
    void addRevisions(QMenu& menu);
    void showRevisions(const std::vector<GitRevision>& revisions);
    void askFile();
    void choose(const ComparedSide& side);

    Document& m_document;
    QString m_role;
    ComparedSide m_side;
    GitHistory m_git;
    QMenu* m_menu;
    QMenu* m_revisions = nullptr;
};

/// Finds the version that a side means. What lies in files is read in a worker.
class SideReader : public QObject {
    Q_OBJECT

public:
    SideReader(Document& document, QObject* parent);

    void read(const ComparedSide& side);
    bool isReading() const { return m_reading; }

signals:
    void found(const app::Version& version);
    void failed(const QString& why);

private:
    void readFile(const QString& path);
    void take(std::shared_ptr<const model::Project> project, std::shared_ptr<const model::Layout> layout);
    void takeText(const QByteArray& content);

    Document& m_document;
    GitHistory m_git;
    int m_turn = 0;
    bool m_reading = false;
};

}  // namespace app
