#pragma once

#include <QFrame>

#include "app/overlays/overlay_kind.h"

class QLabel;
class QToolButton;

namespace app {

/// The explanation of an overlay, floating over the canvas: what its colours and signs mean, where its
/// figures come from, or why there are none. It can be folded to its title.
class OverlayLegend : public QFrame {
    Q_OBJECT

public:
    explicit OverlayLegend(QWidget* parent);

    void setTheme(const Theme& theme);
    void setPicture(const OverlayKind& kind, const OverlayPicture& picture);
    bool isFolded() const { return m_folded; }
    void setFolded(bool folded);
    /// All that it says, line by line.
    QString words() const;

signals:
    void closed();
    /// It needs another size.
    void resized();

private:
    class Lines;
    void refreshIcons();

    Theme m_theme;
    bool m_folded = false;
    QLabel* m_title;
    QToolButton* m_fold;
    QToolButton* m_close;
    Lines* m_lines;
    QLabel* m_missing;
    QLabel* m_origin;
};

}  // namespace app
