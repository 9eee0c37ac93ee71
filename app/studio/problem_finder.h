#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <QTimer>
#include <memory>

#include "app/document/document.h"
#include "app/studio/problems_model.h"

namespace app {

/// Looks for problems in a worker, a moment after each change; a change meanwhile starts it anew.
class ProblemFinder : public QObject {
    Q_OBJECT

public:
    struct Found {
        std::vector<Problem> problems;
        std::vector<model::Finding> findings;
    };

    ProblemFinder(Document& document, QObject* parent);
    ~ProblemFinder() override;

    /// What was found last.
    const Found& latest() const { return m_latest; }

signals:
    void found(const app::ProblemFinder::Found& found);

private:
    void start();

    Document& m_document;
    QTimer m_pause;
    QFutureWatcher<Found> m_watcher;
    Found m_latest;
    bool m_again = false;
};

}  // namespace app
