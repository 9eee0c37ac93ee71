#include "app/studio/sheets.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "app/theme/widgets.h"

namespace app {

UnsavedSheet::UnsavedSheet(const QString& title, std::function<void()> save, std::function<void()> discard,
                           QWidget* window)
    : Sheet(tr("Save the changes to %1?").arg(title), 440, window) {
    auto* text = new QLabel(tr("They are lost if you do not save them."), card());
    text->setProperty("look", QStringLiteral("secondary"));
    content()->addWidget(text);
    auto* drop = new QPushButton(tr("&Discard"), card());
    drop->setObjectName(QStringLiteral("discard"));
    auto* keep = new QPushButton(tr("&Cancel"), card());
    keep->setObjectName(QStringLiteral("cancel"));
    auto* store = primaryButton(tr("&Save"), card());
    store->setObjectName(QStringLiteral("save"));
    store->setDefault(true);
    auto* line = new QHBoxLayout;
    line->addWidget(drop);
    line->addStretch();
    line->addWidget(keep);
    line->addWidget(store);
    content()->addSpacing(8);
    content()->addLayout(line);
    connect(drop, &QPushButton::clicked, this, [this, run = std::move(discard)] {
        close();
        run();
    });
    connect(store, &QPushButton::clicked, this, [this, run = std::move(save)] {
        close();
        run();
    });
    connect(keep, &QPushButton::clicked, this, &UnsavedSheet::close);
    store->setFocus();
}

AboutSheet::AboutSheet(QWidget* window)
    : Sheet(tr("Lintel %1").arg(QStringLiteral(LINTEL_VERSION)), 560, window) {
    const auto paragraph = [this](const QString& words) {
        auto* label = new QLabel(words, card());
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        content()->addWidget(label);
    };
    paragraph(
        tr("A studio in which software architects design a microservice system, simulate it, and export a "
           "deployable "
           "skeleton."));
    paragraph(
        tr("Lintel is free software under the GNU General Public License, version 3 or later. It comes "
           "without any "
           "warranty. The files that it exports belong to the people who export them, without condition."));
    content()->addWidget(sectionHead(tr("Made with"), card()));
    paragraph(
        tr("Qt 6 (LGPL-3.0) · QCustomPlot (GPL-3.0-or-later) · SQLite (public domain) · JSON for Modern C++ "
           "(MIT) · "
           "{fmt} (MIT) · tl::expected (CC0) · CLI11 (BSD-3-Clause) · Boost (BSL-1.0) · Lucide icons (ISC) · "
           "Inter (OFL-1.1)"));
    paragraph(
        tr("The layout of diagrams is done by lintel-layout, a program of its own under the MIT licence, "
           "with Graphviz "
           "(EPL-1.0)."));
    auto* done = new QPushButton(tr("Close"), card());
    connect(done, &QPushButton::clicked, this, &AboutSheet::close);
    content()->addWidget(done, 0, Qt::AlignRight);
}

}  // namespace app
