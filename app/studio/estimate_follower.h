#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <QTimer>
#include <memory>

#include "app/document/document.h"
#include "simulator/estimate/live_estimate.h"

namespace app {

/// Estimates a scenario of the document in a worker, a moment after each change; a change meanwhile starts it
/// anew.
class EstimateFollower : public QObject {
    Q_OBJECT

public:
    using Estimated = std::shared_ptr<const simulator::Estimate>;

    EstimateFollower(Document& document, QObject* parent);
    ~EstimateFollower() override;

    /// The scenario to estimate; none when empty.
    void follow(const model::ScenarioId& scenario);
    /// The estimate of the latest version that was looked at; null where there is none.
    const Estimated& estimate() const { return m_latest.estimate; }
    /// Why there is none: nothing to estimate, or what stands in the way. Empty while one is under way.
    QString reason() const;

signals:
    void estimated();

private:
    struct Outcome {
        Estimated estimate;
        QString reason;
    };
    static Outcome estimateOf(const std::shared_ptr<simulator::LiveEstimate>& live,
                              const std::shared_ptr<const model::Project>& project);
    void start();

    Document& m_document;
    model::ScenarioId m_scenario;
    std::shared_ptr<simulator::LiveEstimate> m_live;  ///< Of the worker while one is under way
    Outcome m_latest;
    QTimer m_pause;
    QFutureWatcher<Outcome> m_watcher;
    bool m_again = false;
};

}  // namespace app
