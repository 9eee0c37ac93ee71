#include "app/studio/recovery.h"

#include <QtConcurrent>

#include "app/studio/recovery_sheet.h"

namespace app {

Recovery::Recovery(ModelFiles& files, NoticeBar& bar) : QObject(&files), m_files(files), m_bar(bar) {
    connect(&files, &ModelFiles::loaded, this, [this] {
        if (m_files.document().path().isEmpty()) return;
        find([this](const std::vector<Leftover>& leftovers) { remindOf(leftovers); });
    });
}

void Recovery::find(const std::function<void(const std::vector<Leftover>&)>& then) {
    QtConcurrent::run(findLeftovers, m_files.journal().folder()).then(this, then);
}

void Recovery::offer(bool asked) {
    find([this, asked](const std::vector<Leftover>& leftovers) {
        if (!leftovers.empty())
            showSheet(leftovers);
        else if (asked)
            m_bar.say(Tone::Good, tr("There is nothing to recover: all that was done is saved."), {}, true);
    });
}

void Recovery::showSheet(const std::vector<Leftover>& leftovers) {
    auto* sheet = new RecoverySheet(leftovers, m_files.window());
    connect(sheet, &RecoverySheet::recoverChosen, this,
            [this](const Leftover& leftover) { m_files.recover(leftover.file); });
    connect(sheet, &RecoverySheet::lookChosen, this, &Recovery::lookAt);
    connect(sheet, &RecoverySheet::discardChosen, this, &Recovery::discard);
    sheet->show();
}

void Recovery::lookAt(const Leftover& leftover) {
    m_files.lookAt(leftover, [this, leftover] {
        const JournalContent& content = leftover.content;
        m_bar.say(
            Tone::Info,
            tr("A copy of %1 as it was not saved. %2").arg(leftoverName(content), leftoverText(content)),
            {{tr("Recover"), [this, leftover] { m_files.recover(leftover.file); }},
             {tr("Show all"), [this] { offer(); }}});
    });
}

void Recovery::discard(const Leftover& leftover) {
    if (const auto file = JournalFile::takeOver(leftover.file)) (*file)->remove();
}

/// Whoever passed over the offer at the start and opens the file is told once more.
void Recovery::remindOf(const std::vector<Leftover>& leftovers) {
    const QString open = m_files.document().path();
    for (const Leftover& leftover : leftovers) {
        if (open.isEmpty() || leftover.content.path != open) continue;
        m_bar.say(Tone::Warning,
                  tr("Changes of %1 were not saved. %2")
                      .arg(m_files.document().title(), leftoverText(leftover.content)),
                  {{tr("Recover"), [this, leftover] { m_files.recover(leftover.file); }},
                   {tr("Look"), [this, leftover] { lookAt(leftover); }}});
        return;
    }
}

}  // namespace app
