#include "app/studio/in_use_sheet.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "app/theme/widgets.h"

namespace app {

namespace {

QString whoHasIt(const LockOwner& owner) {
    if (owner.process == 0)
        return InUseSheet::tr("Somebody has it open; the lock beside it does not say who.");
    return owner.here ? InUseSheet::tr("Process %1 on this machine has it open.").arg(owner.process)
                      : InUseSheet::tr("Process %1 on %2 has it open.").arg(owner.process).arg(owner.host);
}

}  // namespace

InUseSheet::InUseSheet(const QString& name, const LockOwner& owner, QWidget* window)
    : Sheet(tr("%1 is open in another studio").arg(name), 520, window) {
    QString words =
        whoHasIt(owner) + ' ' +
        tr("Two studios that save one file would undo each other's work. Read-only, you see it and "
           "can save it under another name; a copy is a new model of your own.");
    if (!owner.here) words += ' ' + tr("If you know that nobody works on it any more, take it over.");
    QLabel* text = secondaryLabel(words, card());
    text->setWordWrap(true);
    content()->addWidget(text);
    auto* line = new QHBoxLayout;
    const auto add = [&](QPushButton* button, const char* id, void (InUseSheet::*chosen)()) {
        button->setObjectName(QLatin1String(id));
        line->addWidget(button);
        connect(button, &QPushButton::clicked, this, [this, chosen] {
            close();
            if (chosen) emit(this->*chosen)();
        });
        return button;
    };
    if (!owner.here) add(new QPushButton(tr("&Take over"), card()), "takeOver", &InUseSheet::takeOverChosen);
    line->addStretch();
    add(new QPushButton(tr("Cancel"), card()), "cancel", nullptr);
    add(new QPushButton(tr("Open a &copy"), card()), "copy", &InUseSheet::copyChosen);
    add(primaryButton(tr("Open &read-only"), card()), "readOnly", &InUseSheet::readOnlyChosen)->setFocus();
    content()->addSpacing(8);
    content()->addLayout(line);
}

}  // namespace app
