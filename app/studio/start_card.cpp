#include "app/studio/start_card.h"

#include <QHBoxLayout>
#include <QImage>
#include <QKeyEvent>
#include <QLabel>
#include <QVBoxLayout>

#include "app/theme/icon.h"
#include "app/theme/widgets.h"

namespace app {

namespace {

constexpr int tilePictureHeight = 100;

int heightOf(const QString& text, int width) {
    if (text.isEmpty()) return 0;
    return QFontMetrics(interFont(12)).boundingRect(QRect(0, 0, width, 400), Qt::TextWordWrap, text).height();
}

QString shortened(const QString& text, const QFont& font, int width) {
    return QFontMetrics(font).elidedText(text, Qt::ElideRight, width);
}

void letMouseThrough(QWidget* card) {
    for (QLabel* label : card->findChildren<QLabel*>()) label->setAttribute(Qt::WA_TransparentForMouseEvents);
}

}  // namespace

StartCard::StartCard(const Words& words, QWidget* parent)
    : QPushButton(parent), m_picture(new QLabel(this)), m_text(secondaryLabel(words.text, this)) {
    setObjectName(QStringLiteral("openCard"));
    setCursor(Qt::PointingHandCursor);
    setAccessibleName(words.title);
    setAccessibleDescription(words.text);
    setToolTip(words.tip);
}

StartCard* StartCard::row(const QString& picture, const Words& words, int width, const Theme& theme,
                          QWidget* parent) {
    auto* made = new StartCard(words, parent);
    auto* layout = new QHBoxLayout(made);
    layout->setContentsMargins(14, 10, 14, 10);
    layout->setSpacing(12);
    made->m_picture->setPixmap(
        app::icon(picture, theme.accent).pixmap(QSize(20, 20), parent->devicePixelRatioF()));
    auto* column = new QVBoxLayout;
    column->setSpacing(2);
    const int room = width - 28 - 32;
    column->addWidget(nameLabel(shortened(words.title, interFont(13, QFont::DemiBold), room), made));
    made->m_text->setWordWrap(true);
    if (words.text.isEmpty())
        made->m_text->hide();
    else
        column->addWidget(made->m_text);
    layout->addWidget(made->m_picture, 0, Qt::AlignTop);
    layout->addLayout(column, 1);
    letMouseThrough(made);
    made->setSize({width, 42 + heightOf(words.text, room)});
    return made;
}

StartCard* StartCard::tile(const Words& words, int width, const Theme& theme, QWidget* parent) {
    auto* made = new StartCard(words, parent);
    auto* layout = new QVBoxLayout(made);
    layout->setContentsMargins(1, 1, 1, 8);
    layout->setSpacing(2);
    made->m_picture->setFixedSize(width - 2, tilePictureHeight);
    made->m_picture->setStyleSheet(
        QStringLiteral("background: %1; border-top-left-radius: 7px; border-top-right-radius: 7px;")
            .arg(theme.canvas.name()));
    made->m_picture->setAlignment(Qt::AlignCenter);
    layout->addWidget(made->m_picture);
    layout->addSpacing(4);
    auto* name = nameLabel(shortened(words.title, interFont(13, QFont::DemiBold), width - 24), made);
    made->m_text->setText(shortened(words.text, interFont(12), width - 24));
    for (QLabel* label : {name, made->m_text}) {
        label->setContentsMargins(11, 0, 11, 0);
        layout->addWidget(label);
    }
    letMouseThrough(made);
    made->setSize({width, tilePictureHeight + 54});
    return made;
}

void StartCard::setSize(const QSize& size) {
    m_size = size;
    setFixedSize(size);
}

/// The style gives buttons a height of its own whenever it looks at one.
bool StartCard::event(QEvent* event) {
    const bool taken = QPushButton::event(event);
    const bool styled = event->type() == QEvent::Polish || event->type() == QEvent::StyleChange ||
                        event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut;
    if (styled && minimumSize() != m_size && m_size.isValid()) setFixedSize(m_size);
    return taken;
}

void StartCard::keyPressEvent(QKeyEvent* event) {
    const int key = event->key();
    if (key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Up || key == Qt::Key_Down ||
        key == Qt::Key_Delete)
        event->ignore();
    else if (key == Qt::Key_Return || key == Qt::Key_Enter)
        click();
    else
        QPushButton::keyPressEvent(event);
}

QSize StartCard::pictureSize(int width, qreal density) {
    return (QSizeF(width - 2, tilePictureHeight) * density).toSize();
}

void StartCard::setPicture(const QImage& image) {
    QPixmap pixmap = QPixmap::fromImage(image);
    pixmap.setDevicePixelRatio(devicePixelRatioF());
    m_picture->setPixmap(pixmap);
}

void StartCard::setGone(const QString& why) {
    m_picture->setText(why);
    m_picture->setFont(interFont(12));
    setLook(m_picture, "secondary");
    setAccessibleDescription(why);
}

}  // namespace app
