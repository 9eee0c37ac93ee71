#include "app/studio/estimate_follower.h"

#include <QtConcurrent>

namespace app {

EstimateFollower::Outcome EstimateFollower::estimateOf(const std::shared_ptr<simulator::LiveEstimate>& live,
                                                       const std::shared_ptr<const model::Project>& project) {
    if (const auto updated = live->update(*project); !updated)
        return {nullptr, QString::fromStdString(updated.error().message)};
    return {std::make_shared<const simulator::Estimate>(live->whole()), {}};
}

QString EstimateFollower::reason() const {
    if (m_document.project().scenarios.empty()) return tr("The model has no scenario yet.");
    return m_latest.reason;
}

EstimateFollower::EstimateFollower(Document& document, QObject* parent)
    : QObject(parent), m_document(document) {
    m_pause.setSingleShot(true);
    m_pause.setInterval(120);
    connect(&document, &Document::changed, this, [this] { m_pause.start(); });
    connect(&document, &Document::opened, this, [this] { m_pause.start(); });
    connect(&m_pause, &QTimer::timeout, this, &EstimateFollower::start);
    connect(&m_watcher, &QFutureWatcherBase::finished, this, [this] {
        if (std::exchange(m_again, false)) return start();
        m_latest = m_watcher.result();
        emit estimated();
    });
}

EstimateFollower::~EstimateFollower() {
    m_watcher.waitForFinished();
}

void EstimateFollower::follow(const model::ScenarioId& scenario) {
    if (scenario == m_scenario) return;
    m_scenario = scenario;
    m_live = nullptr;
    m_pause.start();
}

void EstimateFollower::start() {
    if (m_watcher.isRunning()) {
        m_again = true;
        return;
    }
    if (!m_document.project().scenarios.contains(m_scenario)) {
        m_latest = {};
        emit estimated();
        return;
    }
    if (!m_live) m_live = std::make_shared<simulator::LiveEstimate>(m_scenario);
    m_watcher.setFuture(QtConcurrent::run(estimateOf, m_live, m_document.version().project));
}

}  // namespace app
