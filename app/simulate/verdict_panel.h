#pragma once

#include <QScrollArea>
#include <memory>

#include "app/simulate/run_names.h"
#include "app/theme/theme.h"
#include "app/theme/widgets.h"

class QVBoxLayout;

namespace app {

/// The right panel: do the objectives hold, which stations are busiest, can the run be trusted, how it was
/// made.
class VerdictPanel : public QWidget {
    Q_OBJECT

public:
    explicit VerdictPanel(QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// The result, or (null) the objectives that the chosen scenario would judge.
    void show(std::shared_ptr<const simulator::RunResult> result, const RunNames& names,
              std::shared_ptr<const model::Project> project, const model::ScenarioId& scenario);

signals:
    void revealRequested(const QString& nodeKey);

private:
    void rebuild();
    void addHead(const QString& text);
    void addRow(const QString& name, const QString& value, Tone tone = Tone::Plain, const QString& tip = {});
    void addNote(const QString& text, const QString& tip = {});
    void addExpectedObjectives();
    void addObjectives();
    void addCosts();
    void addBusiest();
    void addChecks();
    void addRun();
    void showSummary();

    std::shared_ptr<const simulator::RunResult> m_result;
    std::shared_ptr<const model::Project> m_project;
    model::ScenarioId m_scenario;
    RunNames m_names;
    Theme m_theme;
    QLabel* m_summary;
    QScrollArea* m_scroll;
    QWidget* m_body = nullptr;
    QVBoxLayout* m_rows = nullptr;
};

}  // namespace app
