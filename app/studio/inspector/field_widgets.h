#pragma once

#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

#include "app/theme/theme.h"

namespace app {

/// A field with a word at its right: a unit, a limit.
class HintLineEdit : public QLineEdit {
    Q_OBJECT

public:
    HintLineEdit(const Theme& theme, QWidget* parent);
    void setHint(const QString& hint);

signals:
    void escaped();

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QString m_hint;
    QColor m_colour;
};

/// Several lines of text, which are taken when the focus leaves.
class NoteEdit : public QPlainTextEdit {
    Q_OBJECT

public:
    NoteEdit(const Theme& theme, QWidget* parent);

signals:
    void finished();

protected:
    void focusOutEvent(QFocusEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    Theme m_theme;
};

/// A line that leads to another element: a name, and a word at the right.
class LinkRowButton : public QPushButton {
    Q_OBJECT

public:
    LinkRowButton(const Theme& theme, QWidget* parent);
    void setWords(const QString& name, const QString& hint);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_name;
    QString m_hint;
    Theme m_theme;
};

}  // namespace app
