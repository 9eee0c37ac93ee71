#include "app/decompose/decompose_bar.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "app/design/diagram_editor.h"
#include "app/theme/widgets.h"

namespace app {

namespace {

QString decomposeTr(const char* words) {
    return QCoreApplication::translate("DecomposeBar", words);
}

}  // namespace

QWidget* makeDecomposeBar(DiagramEditor& editor, QWidget* parent) {
    auto* bar = new QWidget(parent);
    bar->setProperty("look", QStringLiteral("panel"));
    bar->setAttribute(Qt::WA_StyledBackground);
    bar->setFixedHeight(36);
    auto* line = new QHBoxLayout(bar);
    line->setContentsMargins(12, 0, 12, 0);
    line->addWidget(
        secondaryLabel(decomposeTr("Drag services into a context. Drag from one context to another to "
                                   "relate them: from upstream to downstream."),
                       bar));
    line->addStretch();
    auto* add = new QPushButton(decomposeTr("Add context"), bar);
    add->setToolTip(decomposeTr("A boundary within which every word has one meaning"));
    line->addWidget(add);
    QObject::connect(add, &QPushButton::clicked, &editor,
                     [&editor] { editor.addInView(QStringLiteral("context")); });
    return bar;
}

}  // namespace app
