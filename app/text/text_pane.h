#pragma once

#include <QHash>
#include <QTimer>
#include <QWidget>

#include "app/running/background_task.h"
#include "app/studio/problem_finder.h"
#include "app/studio/selection.h"
#include "app/text/shown_text.h"

class QLabel;
class QPushButton;
class QStackedWidget;

namespace app {

class Document;
class SegmentedControl;

/// The model's text beside the picture. It follows the selection and the model; what is typed becomes a
/// version of the model in pauses, as one undo step as long as nothing else happens. Text that cannot be
/// taken stays, with what is wrong at its lines, and the model stays as it is.
class TextPane : public QWidget {
    Q_OBJECT

public:
    TextPane(Document& document, Selection& selection, const Theme& theme, QWidget* parent);

    CodeEditor& editor() { return *m_editor; }
    const TextSubject& subject() const { return m_subject; }
    void setTheme(const Theme& theme);
    void setFindings(const ProblemFinder::Found& found);
    /// The file as a whole, or the selected element.
    void showFile(bool file);
    /// Reads what was typed now, and takes it if it can be taken.
    void commit();
    /// Gives up what was typed and not taken.
    void revert();
    /// Whether there is text that the model does not have.
    bool isDirty() const { return m_editor->toPlainText() != m_committed; }
    /// What is said below the text.
    QString message() const;
    /// Whether something is read in the background.
    bool isBusy() const { return m_pause.isActive() || m_reading.isRunning(); }

protected:
    void showEvent(QShowEvent* event) override;

private:
    /// What was typed in an element's text and could not be taken, and what it was typed into.
    struct Draft {
        QString text;
        QString committed;
        std::shared_ptr<const model::Project> base;
    };

    void buildLayout();
    void connectParts();
    void followSelection(const QStringList& keys);
    void followModel();
    void follow(const TextSubject& subject);
    void leave();
    void showModel();
    void restore(const Draft& draft);
    void read();
    void take(const ReadText& found, const QString& text);
    void apply(const std::shared_ptr<const model::Project>& typed, const QString& text);
    void selectAtCursor();
    void showSelected();
    void refreshMarks();
    void refreshState();
    void newSession() { ++m_session; }
    QString title() const;

    Document& m_document;
    Selection& m_selection;
    TextSubject m_subject;
    bool m_file = false;
    std::shared_ptr<const model::Project> m_base;  ///< What the text was last the same as
    QString m_committed;                           ///< The text that the model has
    ReadText m_read;
    std::vector<PlacedFinding> m_findings;
    QHash<QString, Draft> m_drafts;
    QTimer m_pause;
    BackgroundTask m_reading;
    int m_session = 0;
    bool m_own = false;        ///< A change of the model or the selection comes from here
    bool m_contested = false;  ///< What is typed was changed elsewhere too
    QLabel* m_title;
    QLabel* m_state;
    SegmentedControl* m_scope;
    QStackedWidget* m_pages;
    CodeEditor* m_editor;
    QLabel* m_empty;
    QLabel* m_message;
    QPushButton* m_mine;
    QPushButton* m_revert;
};

}  // namespace app
