#include "app/studio/panel_header.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

#include "app/theme/widgets.h"

namespace app {

namespace {

/// A name that is shortened where it does not fit.
class TitleLabel : public QLabel {
public:
    explicit TitleLabel(QWidget* parent) : QLabel(parent) {
        setFont(interFont(13, QFont::DemiBold));
        setProperty("look", QStringLiteral("name"));
        setTextFormat(Qt::PlainText);
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setPen(palette().color(foregroundRole()));
        const QRect room = contentsRect();
        painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                         fontMetrics().elidedText(text().simplified(), Qt::ElideRight, room.width()));
    }
};

}  // namespace

PanelHeader::PanelHeader(QWidget* parent)
    : QWidget(parent), m_line(new QHBoxLayout), m_title(new TitleLabel(this)) {
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_line->setContentsMargins(12, 0, 12, 0);
    m_line->addWidget(m_title, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(m_line, 1);
    layout->addWidget(separatorLine(Qt::Horizontal, this));
    setMinimumHeight(36);
    setMaximumHeight(36);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

QLabel* PanelHeader::addBadge() {
    QLabel* label = badge({}, Tone::Plain, this);
    // Without an alignment the chip's height would bound that of the line.
    m_line->addWidget(label, 0, Qt::AlignVCenter);
    return label;
}

QLabel* PanelHeader::addFigure() {
    QLabel* label = new QLabel(this);
    label->setProperty("look", QStringLiteral("secondary"));
    m_line->addWidget(label);
    return label;
}

}  // namespace app
