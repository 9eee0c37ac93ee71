#pragma once

#include <QPushButton>

#include "app/studio/command.h"
#include "app/studio/sheet.h"

class QLineEdit;
class QVBoxLayout;

namespace app {

class InlineMessage;

/// A keycap that, once clicked, takes the keys that are pressed next.
class KeyButton : public QPushButton {
    Q_OBJECT

public:
    explicit KeyButton(QWidget* parent);
    void setKeys(const QList<QKeySequence>& keys);

signals:
    /// Empty: none from now on.
    void keysPressed(const QKeySequence& key);

protected:
    bool event(QEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void listen(bool on);

    QString m_text;
    bool m_listens = false;
};

/// Every command with its keys, found by typing; a click on the keys changes them.
class KeysSheet : public Sheet {
    Q_OBJECT

public:
    explicit KeysSheet(QWidget* window);

    QLineEdit* field() const { return m_field; }

private:
    struct Line {
        QString words;  ///< By which it is found
        QWidget* widget;
    };
    struct Section {
        QWidget* head;
        std::vector<Line> lines;
    };

    QWidget* sections();
    Section& sectionOf(const QString& title, QWidget* parent, QVBoxLayout* layout);
    QWidget* commandLine(const StudioCommand& command, QWidget* parent);
    QWidget* gestureLine(const QString& title, const QString& gesture, QWidget* parent);
    void take(const StudioCommand& command, const QKeySequence& key, InlineMessage* message);
    void seek(const QString& words);

    QLineEdit* m_field;
    QWidget* m_nothing = nullptr;
    std::vector<Section> m_sections;
};

}  // namespace app
