#pragma once

#include <QComboBox>
#include <QFrame>
#include <QLabel>
#include <QPushButton>

#include "app/theme/theme.h"

class QButtonGroup;
class QHBoxLayout;

/// Small widgets that all modes share. They take their colours from the style sheet of the theme, by the
/// properties `look` and `tone`.
namespace app {

enum class Tone { Plain, Info, Good, Warning, Bad };

/// Sets the property `tone` and refreshes the style.
void setTone(QWidget* widget, Tone tone);
/// Sets the property `look` and refreshes the style.
void setLook(QWidget* widget, const char* look);

/// `LOAD`: the head of a section of a panel, 11 px capitals.
QLabel* sectionHead(const QString& text, QWidget* parent = nullptr);
/// A text in the secondary colour, 12 px.
QLabel* secondaryLabel(const QString& text, QWidget* parent = nullptr);
/// A name, 13 px, semi-bold.
QLabel* nameLabel(const QString& text, QWidget* parent = nullptr);
/// A rounded chip with a word.
QLabel* badge(const QString& text, Tone tone = Tone::Plain, QWidget* parent = nullptr);
/// The one action that a panel is about.
QPushButton* primaryButton(const QString& text, QWidget* parent = nullptr);
/// A button that looks like a link.
QPushButton* linkButton(const QString& text, QWidget* parent = nullptr);
/// A line of one pixel.
QFrame* separatorLine(Qt::Orientation orientation, QWidget* parent = nullptr);

/// A few choices of which one holds, side by side in one frame.
class SegmentedControl : public QFrame {
    Q_OBJECT

public:
    explicit SegmentedControl(const QStringList& choices, QWidget* parent = nullptr);
    int current() const;
    void setCurrent(int index);

signals:
    void currentChanged(int index);

private:
    QButtonGroup* m_group;
};

/// Leaves the wheel to the panel around it, so that scrolling never changes a value; shortens what does not
/// fit.
class CalmComboBox : public QComboBox {
    Q_OBJECT

public:
    explicit CalmComboBox(QWidget* parent);

protected:
    void wheelEvent(QWheelEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
};

/// A message where it arose: a title, a sentence, and what can be done about it.
class InlineMessage : public QFrame {
    Q_OBJECT

public:
    explicit InlineMessage(QWidget* parent = nullptr);
    void setMessage(Tone tone, const QString& title, const QString& text);
    /// Adds a link; the caller connects its `clicked`.
    QPushButton* addAction(const QString& text);

private:
    QLabel* m_title;
    QLabel* m_text;
    QHBoxLayout* m_actions;
};

/// Marks a field whose content was refused; the style sheet frames it.
void setInvalid(QWidget* field, bool invalid);

}  // namespace app
