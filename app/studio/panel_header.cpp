#include "app/studio/panel_header.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "app/theme/widgets.h"

namespace app {

PanelHeader::PanelHeader(QWidget* parent)
    : QWidget(parent), m_line(new QHBoxLayout), m_title(nameLabel({}, this)) {
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
