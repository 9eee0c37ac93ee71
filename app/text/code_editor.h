#pragma once

#include <QPlainTextEdit>
#include <vector>

#include "app/theme/theme.h"
#include "model/lint/rule.h"

namespace app {

class JsonHighlighter;

/// What is said of a line.
struct LineMark {
    int line = 0;  ///< From 0
    model::Severity severity = model::Severity::Error;
    QString message;
    int column = 0;          ///< From which on it is underlined
    bool underlined = true;  ///< What the design rules say only stands beside the line

    bool operator==(const LineMark&) const = default;
};

/// An editor of JSON with the numbers of its lines and marks at those that something is said of.
class CodeEditor : public QPlainTextEdit {
    Q_OBJECT

public:
    CodeEditor(const Theme& theme, QWidget* parent);

    void setTheme(const Theme& theme);
    void setMarks(std::vector<LineMark> marks);
    const std::vector<LineMark>& marks() const { return m_marks; }
    /// The worst that is said of the line of the cursor; null when nothing is.
    const LineMark* markAtCursor() const;
    /// Goes to the next line that something is said of; after the last comes the first.
    void goToNextMark();
    /// Goes to that line, and shows as much as fits up to the last.
    void showLines(int first, int last);
    /// Puts the lines of an element on a ground of their own; none when the first is negative.
    void emphasize(int first, int last);
    int cursorLine() const { return textCursor().blockNumber(); }
    /// Another text, with cursor and sight where they were as far as it reaches.
    void replaceText(const QString& text);

    int gutterWidth() const;
    void paintGutter(QPaintEvent* event);
    /// What is said of the line at that height, for its tip.
    QString messageAt(int y) const;

signals:
    void revertRequested();

protected:
    bool event(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void placeGutter();
    void refreshSelections();
    QTextEdit::ExtraSelection underline(const LineMark& mark) const;

    Theme m_theme;
    QWidget* m_gutter;
    JsonHighlighter* m_highlighter;
    std::vector<LineMark> m_marks;
    int m_firstEmphasized = -1;
    int m_lastEmphasized = -1;
};

}  // namespace app
