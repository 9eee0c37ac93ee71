#pragma once

#include <QObject>
#include <optional>

#include "app/studio/model_files.h"

namespace app {

/// Offers to merge what other programs wrote into the file of the open model, while there are changes here
/// that are not saved.
class MergeOffer : public QObject {
    Q_OBJECT

public:
    explicit MergeOffer(ModelFiles& files);

    /// Whether there is something to merge, and what both come from is known.
    bool isPossible() const;
    /// Reads the file and opens the sheet.
    void open();

signals:
    void failed(const QString& why);

private:
    std::optional<Version> base() const;
    void show(const ModelFile& theirs);

    /// A version that lies, or lay, in the file.
    struct Known {
        FileState state;
        Version version;
    };

    ModelFiles& m_files;
    std::optional<Known> m_merged;  ///< What was merged last
};

}  // namespace app
