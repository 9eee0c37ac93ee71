#include "app/studio/file_notices.h"

namespace app {

FileNotices::FileNotices(ModelFiles& files, NoticeBar& bar)
    : QObject(&files), m_files(files), m_bar(bar), m_merging(new MergeOffer(files)) {
    connect(m_merging, &MergeOffer::failed, this, [this](const QString& why) { m_bar.say(Tone::Bad, why); });
    connect(&files, &ModelFiles::said, this,
            [this](Tone tone, const QString& text) { m_bar.say(tone, text); });
    connect(&files, &ModelFiles::saveFailed, this, &FileNotices::tellUnsaved);
    connect(&files, &ModelFiles::saveWouldOverwrite, this, &FileNotices::tellConflict);
    connect(&files.watch(), &FileWatch::conditionChanged, this, &FileNotices::tell);
    connect(&files.journal(), &Journal::failed, this, [this](const QString& why) {
        say(Tone::Warning, tr("What you do is not kept for a recovery at present: save often. %1").arg(why),
            {saveAs()});
    });
    connect(&files.journal(), &Journal::works, this,
            [this] { m_bar.say(Tone::Good, tr("What you do is kept for a recovery again."), {}, true); });
}

NoticeBar::Action FileNotices::saveAs(const ModelFiles::Then& then) {
    return {tr("Save as…"), [this, then] { m_files.saveAs(then); }};
}

NoticeBar::Action FileNotices::readAgain() {
    return {tr("Read it again"), [this] { m_files.readAgain(); }};
}

std::vector<NoticeBar::Action> FileNotices::takings() {
    std::vector<NoticeBar::Action> actions{readAgain()};
    if (m_merging->isPossible())
        actions.insert(actions.begin(), {tr("Merge…"), [this] { m_merging->open(); }});
    return actions;
}

void FileNotices::say(Tone tone, const QString& text, std::vector<NoticeBar::Action> actions) {
    m_standing = text;
    m_bar.say(tone, text, std::move(actions));
}

void FileNotices::tell(FileCondition condition) {
    const QString name = m_files.document().title();
    switch (condition) {
        case FileCondition::AsKnown:
            if (!m_standing.isEmpty() && m_bar.text() == m_standing) m_bar.hide();
            m_standing.clear();
            return;
        case FileCondition::Changed:
            return tellChanged(tr("%1 was changed by another program.").arg(name));
        case FileCondition::LayoutChanged:
            return tellChanged(tr("The layout of %1 was changed by another program.").arg(name));
        case FileCondition::Gone:
            m_files.document().forgetSaved();
            return say(Tone::Warning, tr("%1 was deleted or moved away. What you see is whole.").arg(name),
                       {{tr("Save it there again"), [this] { m_files.save(); }}, saveAs()});
        case FileCondition::FolderGone:
            m_files.document().forgetSaved();
            return say(Tone::Warning,
                       tr("The folder of %1 is not there any more. What you see is whole.").arg(name),
                       {saveAs()});
        case FileCondition::ReadOnly:
            if (m_files.isReadOnly()) return;
            return say(Tone::Warning, tr("%1 may not be written here: changes need another name.").arg(name),
                       {saveAs()});
    }
}

void FileNotices::tellChanged(const QString& text) {
    std::vector<NoticeBar::Action> actions = takings();
    actions.push_back({tr("Keep mine"), [this] { m_files.keepMine(); }});
    actions.push_back(saveAs());
    say(Tone::Warning, text, std::move(actions));
}

void FileNotices::tellUnsaved(const QString& text, const ModelFiles::Then& then) {
    std::vector<NoticeBar::Action> actions{saveAs(then)};
    if (!m_files.isReadOnly()) actions.push_back({tr("Try again"), [this, then] { m_files.save(then); }});
    say(Tone::Bad, text, std::move(actions));
}

void FileNotices::tellConflict(const ModelFiles::Then& then) {
    std::vector<NoticeBar::Action> actions = takings();
    actions.push_back({tr("Write mine over it"), [this, then] {
                           m_files.keepMine();
                           m_files.save(then);
                       }});
    actions.push_back(saveAs(then));
    say(Tone::Bad,
        tr("Not saved: another program has changed %1 since it was read here.")
            .arg(m_files.document().title()),
        std::move(actions));
}

}  // namespace app
