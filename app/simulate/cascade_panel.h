#pragma once

#include <QWidget>
#include <memory>

#include "app/running/background_task.h"
#include "app/running/cascade_answers.h"
#include "app/theme/theme.h"

class QLabel;
class QScrollArea;
class QVBoxLayout;

namespace app {

/// Which failure brought which about in a run: the chain, from the first domino on, each link with its moment
/// and its place; how far it went; and, when asked, which single changes heal it. Hidden where nothing
/// failed.
class CascadePanel : public QWidget {
    Q_OBJECT

public:
    explicit CascadePanel(QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// Looks for it in a worker; the panel shows up when there is something to tell.
    void explain(std::shared_ptr<const model::Project> project, const model::ScenarioId& scenario);
    void clear();
    /// Tries single changes in a worker; `cancelRemedies` ends that.
    void findRemedies();
    void cancelRemedies();

    const simulator::Cascade* cascade() const { return m_cascade.get(); }
    const std::optional<Remedies>& remedies() const { return m_remedies; }
    bool isBusy() const { return m_explaining.isRunning() || m_healing.isRunning(); }

signals:
    /// The user wants to look at that moment [s], and at that node.
    void momentRequested(double seconds);
    void revealRequested(const QString& nodeKey);
    /// The user wants a scenario with that change.
    void variantRequested(const QString& title, const std::vector<model::ModelChange>& changes);
    void changed();

private:
    void rebuild();
    void addHead(const QString& text);
    QLabel* addText(const QString& html);
    void addChain();
    void addLink(std::size_t number);
    void addEnd();
    void addRemedies();
    void addRemedy(const simulator::TriedFix& tried);
    void addBlastRadius();
    void showSummary();
    void choose(std::size_t event);
    QString nodeOf(const std::string& entity) const;

    std::shared_ptr<const model::Project> m_project;
    model::ScenarioId m_scenario;
    std::shared_ptr<const simulator::Cascade> m_cascade;
    std::optional<Remedies> m_remedies;
    Theme m_theme;
    QLabel* m_summary;
    QScrollArea* m_scroll;
    QWidget* m_body = nullptr;
    QVBoxLayout* m_rows = nullptr;
    QLabel* m_progress = nullptr;  ///< While remedies are looked for
    BackgroundTask m_explaining;
    BackgroundTask m_healing;
};

}  // namespace app
