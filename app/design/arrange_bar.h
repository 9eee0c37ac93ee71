#pragma once

#include <QFrame>

#include "app/design/arrangement.h"
#include "app/theme/theme.h"

class QHBoxLayout;
class QToolButton;

namespace app {

class DiagramEditor;

/// The buttons that float above a selection of several nodes: align, distribute, group.
class ArrangeBar : public QFrame {
    Q_OBJECT

public:
    explicit ArrangeBar(DiagramEditor& editor);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    QToolButton* add(const QString& name, const QString& tip);
    void follow();
    void takeTheme();

    DiagramEditor& m_editor;
    QHBoxLayout* m_row;
    QList<QToolButton*> m_buttons;
    QList<QToolButton*> m_spreading;  ///< Those that need three
    QToolButton* m_group = nullptr;
    std::optional<Scheme> m_scheme;
};

}  // namespace app
