#include "app/text/code_editor.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QTextBlock>
#include <QToolTip>

#include "app/text/json_highlighter.h"
#include "app/theme/icon.h"

namespace app {

namespace {

/// The strip beside the text.
class Gutter : public QWidget {
public:
    explicit Gutter(CodeEditor* editor) : QWidget(editor), m_editor(*editor) {}
    QSize sizeHint() const override { return {m_editor.gutterWidth(), 0}; }

protected:
    void paintEvent(QPaintEvent* event) override { m_editor.paintGutter(event); }
    bool event(QEvent* event) override {
        if (event->type() != QEvent::ToolTip) return QWidget::event(event);
        auto* help = static_cast<QHelpEvent*>(event);
        QToolTip::showText(help->globalPos(), m_editor.messageAt(help->pos().y()), this);
        return true;
    }

private:
    CodeEditor& m_editor;
};

QColor severityColour(model::Severity severity, const Theme& theme) {
    return severity == model::Severity::Error     ? theme.bad
           : severity == model::Severity::Warning ? theme.warning
                                                  : theme.secondary;
}

QString severityIcon(model::Severity severity) {
    return severity == model::Severity::Error     ? QStringLiteral("error")
           : severity == model::Severity::Warning ? QStringLiteral("warning")
                                                  : QStringLiteral("lightbulb");
}

}  // namespace

CodeEditor::CodeEditor(const Theme& theme, QWidget* parent)
    : QPlainTextEdit(parent),
      m_theme(theme),
      m_gutter(new Gutter(this)),
      m_highlighter(new JsonHighlighter(theme, document())) {
    setObjectName(QStringLiteral("preview"));
    setLineWrapMode(QPlainTextEdit::NoWrap);
    QFont font(QStringLiteral("monospace"));
    font.setStyleHint(QFont::Monospace);
    font.setPixelSize(12);
    setFont(font);
    setTabStopDistance(2 * fontMetrics().horizontalAdvance(u' '));
    setAccessibleName(tr("Text of the model"));
    connect(this, &QPlainTextEdit::blockCountChanged, this, &CodeEditor::placeGutter);
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect& rect, int dy) {
        if (dy != 0)
            m_gutter->scroll(0, dy);
        else
            m_gutter->update(0, rect.y(), m_gutter->width(), rect.height());
    });
    connect(this, &QPlainTextEdit::cursorPositionChanged, m_gutter, qOverload<>(&QWidget::update));
    placeGutter();
}

void CodeEditor::setTheme(const Theme& theme) {
    m_theme = theme;
    m_highlighter->setTheme(theme);
    refreshSelections();
    m_gutter->update();
}

int CodeEditor::gutterWidth() const {
    const int digits = static_cast<int>(QString::number(std::max(99, blockCount())).size());
    return 28 + digits * fontMetrics().horizontalAdvance(u'9');
}

void CodeEditor::placeGutter() {
    setViewportMargins(gutterWidth(), 0, 0, 0);
    const QRect area = contentsRect();
    m_gutter->setGeometry(area.left(), area.top(), gutterWidth(), area.height());
}

void CodeEditor::resizeEvent(QResizeEvent* event) {
    QPlainTextEdit::resizeEvent(event);
    placeGutter();
}

void CodeEditor::paintGutter(QPaintEvent* event) {
    QPainter painter(m_gutter);
    painter.fillRect(event->rect(), m_theme.panel);
    painter.setFont(font());
    const int offset = viewport()->geometry().top() - m_gutter->geometry().top();
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const QRectF area = blockBoundingGeometry(block).translated(contentOffset()).translated(0, offset);
        if (area.top() > event->rect().bottom()) break;
        const int line = block.blockNumber();
        painter.setPen(line == cursorLine() ? m_theme.text : m_theme.faint);
        painter.drawText(QRectF(20, area.top(), m_gutter->width() - 27, fontMetrics().height()),
                         Qt::AlignRight | Qt::AlignVCenter, QString::number(line + 1));
        for (const LineMark& mark : m_marks)
            if (mark.line == line) {
                icon(severityIcon(mark.severity), severityColour(mark.severity, m_theme))
                    .paint(&painter, QRect(4, static_cast<int>(area.top()), 14, fontMetrics().height()));
                break;
            }
    }
}

QString CodeEditor::messageAt(int y) const {
    const int offset = viewport()->geometry().top() - m_gutter->geometry().top();
    const int line = cursorForPosition({0, y - offset}).blockNumber();
    QStringList messages;
    for (const LineMark& mark : m_marks)
        if (mark.line == line) messages << mark.message;
    return messages.join('\n');
}

void CodeEditor::setMarks(std::vector<LineMark> marks) {
    std::stable_sort(marks.begin(), marks.end(), [](const LineMark& left, const LineMark& right) {
        return std::pair(left.line, -static_cast<int>(left.severity)) <
               std::pair(right.line, -static_cast<int>(right.severity));
    });
    if (marks == m_marks) return;
    m_marks = std::move(marks);
    refreshSelections();
    m_gutter->update();
}

const LineMark* CodeEditor::markAtCursor() const {
    for (const LineMark& mark : m_marks)
        if (mark.line == cursorLine()) return &mark;
    return nullptr;
}

void CodeEditor::goToNextMark() {
    if (m_marks.empty()) return;
    const LineMark* next = &m_marks.front();
    for (const LineMark& mark : m_marks)
        if (mark.line > cursorLine()) {
            next = &mark;
            break;
        }
    QTextCursor cursor(document()->findBlockByNumber(next->line));
    cursor.movePosition(QTextCursor::Right, QTextCursor::MoveAnchor,
                        std::min(next->column, cursor.block().length() - 1));
    setTextCursor(cursor);
    centerCursor();
    setFocus();
}

void CodeEditor::showLines(int first, int last) {
    const int seen = viewport()->height() / std::max(1, fontMetrics().lineSpacing());
    const int top = last - first + 1 < seen ? first - (seen - (last - first + 1)) / 2 : first;
    setTextCursor(QTextCursor(document()->findBlockByNumber(first)));
    verticalScrollBar()->setValue(std::max(0, top));
}

void CodeEditor::emphasize(int first, int last) {
    m_firstEmphasized = first;
    m_lastEmphasized = last;
    refreshSelections();
}

void CodeEditor::replaceText(const QString& text) {
    const int position = textCursor().position();
    const int top = verticalScrollBar()->value(), left = horizontalScrollBar()->value();
    setPlainText(text);
    QTextCursor cursor(document());
    cursor.setPosition(std::min(position, document()->characterCount() - 1));
    setTextCursor(cursor);
    verticalScrollBar()->setValue(top);
    horizontalScrollBar()->setValue(left);
}

QTextEdit::ExtraSelection CodeEditor::underline(const LineMark& mark) const {
    const QTextBlock block = document()->findBlockByNumber(mark.line);
    const QString words = block.text();
    int first = mark.column;
    while (first < words.size() && words[first].isSpace()) ++first;
    if (first >= words.size()) first = std::max(0, static_cast<int>(words.size()) - 1);
    QTextEdit::ExtraSelection selection;
    selection.cursor = QTextCursor(block);
    selection.cursor.setPosition(block.position() + first);
    selection.cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
    selection.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
    selection.format.setUnderlineColor(severityColour(mark.severity, m_theme));
    return selection;
}

void CodeEditor::refreshSelections() {
    QList<QTextEdit::ExtraSelection> selections;
    constexpr int mostEmphasized = 2000;
    const int last = std::min(m_lastEmphasized, m_firstEmphasized + mostEmphasized);
    for (int line = m_firstEmphasized; line >= 0 && line <= last; ++line) {
        QTextEdit::ExtraSelection ground;
        ground.cursor = QTextCursor(document()->findBlockByNumber(line));
        ground.format.setBackground(m_theme.accentSurface);
        ground.format.setProperty(QTextFormat::FullWidthSelection, true);
        selections << ground;
    }
    for (const LineMark& mark : m_marks)
        if (mark.underlined && mark.line < blockCount()) selections << underline(mark);
    setExtraSelections(selections);
}

/// While there is nothing to undo in the text, undo is that of the model.
bool CodeEditor::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        auto* key = static_cast<QKeyEvent*>(event);
        const bool undo = key->matches(QKeySequence::Undo) && !document()->isUndoAvailable();
        const bool redo = key->matches(QKeySequence::Redo) && !document()->isRedoAvailable();
        if (undo || redo) {
            event->ignore();
            return false;
        }
    }
    return QPlainTextEdit::event(event);
}

bool CodeEditor::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        const int line = cursorForPosition(help->pos()).blockNumber();
        QStringList messages;
        for (const LineMark& mark : m_marks)
            if (mark.line == line) messages << mark.message;
        QToolTip::showText(help->globalPos(), messages.join('\n'), viewport());
        return true;
    }
    return QPlainTextEdit::viewportEvent(event);
}

void CodeEditor::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        emit revertRequested();
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
    // A new line begins where the one before begins.
    if (event->key() != Qt::Key_Return && event->key() != Qt::Key_Enter) return;
    const QString above = textCursor().block().previous().text();
    int blanks = 0;
    while (blanks < above.size() && above[blanks] == u' ') ++blanks;
    if (above.endsWith(u'{') || above.endsWith(u'[')) blanks += 2;
    if (!isReadOnly()) textCursor().insertText(QString(blanks, u' '));
}

}  // namespace app
