#pragma once

#include <QPushButton>

#include "app/theme/theme.h"

class QLabel;

namespace app {

/// A card of the start page: an icon or a thumbnail, a name, and a sentence; pressed, it opens something.
class StartCard : public QPushButton {
    Q_OBJECT

public:
    struct Words {
        QString title;
        QString text;
        QString tip = {};
    };

    /// A row with an icon.
    static StartCard* row(const QString& icon, const Words& words, int width, const Theme& theme,
                          QWidget* parent);
    /// A tile with room for a picture above its words.
    static StartCard* tile(const Words& words, int width, const Theme& theme, QWidget* parent);

    /// In pixels of the screen.
    void setPicture(const QImage& image);
    /// The size that a picture of a tile of that width has, in pixels of the screen.
    static QSize pictureSize(int width, qreal density);
    /// Says that there is nothing to open.
    void setGone(const QString& why);
    QSize sizeHint() const override { return m_size; }

protected:
    bool event(QEvent* event) override;
    /// Arrows lead on to other cards, which the page knows.
    void keyPressEvent(QKeyEvent* event) override;

private:
    explicit StartCard(const Words& words, QWidget* parent);

    void setSize(const QSize& size);

    QSize m_size;
    QLabel* m_picture;
    QLabel* m_text;
};

}  // namespace app
