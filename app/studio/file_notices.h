#pragma once

#include "app/comparing/merge_offer.h"
#include "app/studio/model_files.h"
#include "app/studio/notice_bar.h"

namespace app {

/// Says what happens to the files of the model that is open, and offers what can be done about it.
class FileNotices : public QObject {
    Q_OBJECT

public:
    FileNotices(ModelFiles& files, NoticeBar& bar);

private:
    void say(Tone tone, const QString& text, std::vector<NoticeBar::Action> actions);
    void tell(FileCondition condition);
    void tellChanged(const QString& text);
    void tellUnsaved(const QString& text, const ModelFiles::Then& then);
    void tellConflict(const ModelFiles::Then& then);
    NoticeBar::Action saveAs(const ModelFiles::Then& then = {});
    NoticeBar::Action readAgain();
    /// Merging first, where there is something to merge, then reading again.
    std::vector<NoticeBar::Action> takings();

    ModelFiles& m_files;
    NoticeBar& m_bar;
    MergeOffer* m_merging;
    QString m_standing;  ///< What was said about the files, and holds as long as they are so
};

}  // namespace app
