#include "app/decompose/decompose_mode.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "app/theme/widgets.h"

namespace app {

DecomposeMode::DecomposeMode(Document& document, Selection& selection, QWidget* parent)
    : DiagramMode(document, selection, {QStringLiteral("contexts"), {}}, parent) {
    auto* bar = new QWidget(this);
    bar->setProperty("look", QStringLiteral("panel"));
    bar->setAttribute(Qt::WA_StyledBackground);
    bar->setFixedHeight(36);
    auto* line = new QHBoxLayout(bar);
    line->setContentsMargins(12, 0, 12, 0);
    line->addWidget(secondaryLabel(tr("Drag services into a context. Drag from one context to another to "
                                      "relate them: from upstream to downstream."),
                                   bar));
    line->addStretch();
    auto* add = new QPushButton(tr("Add context"), bar);
    add->setToolTip(tr("A boundary within which every word has one meaning"));
    line->addWidget(add);
    connect(add, &QPushButton::clicked, this, [this] { editor().addInView(QStringLiteral("context")); });
    auto* column = static_cast<QVBoxLayout*>(layout());
    column->insertWidget(0, separatorLine(Qt::Horizontal, this));
    column->insertWidget(0, bar);
}

}  // namespace app
