#include "app/studio/problem_finder.h"

#include <QtConcurrent>

namespace app {

namespace {

ProblemFinder::Found findIn(const std::shared_ptr<const model::Project>& project) {
    ProblemFinder::Found found{findProblems(*project), {}};
    if (auto findings = model::lint(*project)) found.findings = std::move(*findings);
    return found;
}

}  // namespace

ProblemFinder::ProblemFinder(Document& document, QObject* parent) : QObject(parent), m_document(document) {
    m_pause.setSingleShot(true);
    m_pause.setInterval(120);
    const auto later = [this] { m_pause.start(); };
    connect(&document, &Document::changed, this, later);
    connect(&document, &Document::opened, this, later);
    connect(&m_pause, &QTimer::timeout, this, &ProblemFinder::start);
    connect(&m_watcher, &QFutureWatcherBase::finished, this, [this] {
        m_latest = m_watcher.result();
        emit found(m_latest);
        if (std::exchange(m_again, false)) start();
    });
}

ProblemFinder::~ProblemFinder() {
    m_watcher.waitForFinished();
}

void ProblemFinder::start() {
    if (m_watcher.isRunning()) {
        m_again = true;
        return;
    }
    m_watcher.setFuture(QtConcurrent::run(findIn, m_document.version().project));
}

}  // namespace app
