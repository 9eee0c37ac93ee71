#pragma once

#include "app/recovery/journal_file.h"
#include "app/studio/model_files.h"
#include "app/studio/notice_bar.h"

namespace app {

/// Offers what a studio that ended before its time had not saved: at the start, on demand, and when the file
/// in question is opened. Journals are read in a worker.
class Recovery : public QObject {
    Q_OBJECT

public:
    Recovery(ModelFiles& files, NoticeBar& bar);

    /// Shows what there is; says that there is nothing only when it was asked for.
    void offer(bool asked = false);

    /// What there is, as soon as it is read.
    void find(const std::function<void(const std::vector<Leftover>&)>& then);

private:
    void showSheet(const std::vector<Leftover>& leftovers);
    void lookAt(const Leftover& leftover);
    void discard(const Leftover& leftover);
    void remindOf(const std::vector<Leftover>& leftovers);

    ModelFiles& m_files;
    NoticeBar& m_bar;
};

}  // namespace app
