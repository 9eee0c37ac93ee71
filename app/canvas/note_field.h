#pragma once

#include <QPlainTextEdit>

namespace app {

/// The field that appears on a note to write its text in place: several lines; Ctrl+Enter or leaving it takes
/// the text, Esc does not.
class NoteField : public QPlainTextEdit {
    Q_OBJECT

public:
    explicit NoteField(QWidget* parent);
    void start(const QString& key, const QString& text, const QRect& place);
    QString key() const { return m_key; }
    void cancel();

signals:
    void written(const QString& key, const QString& text);
    /// The focus may go back to where it came from.
    void closedByKey();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void finish(bool take);

    QString m_key;
    QString m_before;
};

}  // namespace app
