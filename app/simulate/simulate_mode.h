#pragma once

#include <QWidget>
#include <memory>
#include <optional>

#include "app/running/run_controller.h"
#include "app/simulate/heat.h"
#include "app/theme/theme.h"
#include "model/json/changes.h"

class QAction;
class QPushButton;
class QVBoxLayout;

namespace app {

class CanvasView;
class CascadePanel;
class ChartGrid;
class Document;
class InlineMessage;
class ResultTable;
class RunBar;
class ScenarioPanel;
class Timeline;
class VerdictPanel;
struct Version;

/// Simulate mode: choose a scenario, run it, see the result on the diagram, over time, and in figures.
class SimulateMode : public QWidget {
    Q_OBJECT

public:
    explicit SimulateMode(Document& document, QWidget* parent = nullptr);
    ~SimulateMode() override;

    void setTheme(const Theme& theme);
    RunController& controller() { return m_controller; }
    std::shared_ptr<const simulator::RunResult> result() const { return m_result; }
    CanvasView* canvas() const { return m_canvas; }
    CascadePanel* cascadePanel() const { return m_cascade; }
    /// For menus and the command palette.
    QAction* runAction() const;
    QAction* cancelAction() const;

public slots:
    void run();
    void cancel();
    void chooseScenario(const QString& id);
    /// Brings the element into view.
    void reveal(const QString& key);

signals:
    /// A sentence for the status bar.
    void statusChanged(const QString& text);
    /// The user wants to see that element where it is edited.
    void revealRequested(const QString& key);
    void resultChanged();

protected:
    void showEvent(QShowEvent* event) override;

private:
    void buildLayout();
    void buildCentre(QVBoxLayout* layout);
    void connectPanels();
    void connectController();
    void documentChanged();
    void documentOpened();
    void refresh();
    void refreshDiagram();
    void refreshOverlay();
    void refreshStale();
    void refreshVerdict();
    void showReady();
    void showResult(std::shared_ptr<const simulator::RunResult> result);
    void showFailure(const model::Error& error);
    void clearResult();
    void createScenario();
    void explainCascade();
    void createVariant(const QString& title, const std::vector<model::ModelChange>& changes);
    void lookAt(std::optional<double> seconds);

    Document& m_document;
    Theme m_theme;
    HeatQuantity m_quantity = HeatQuantity::Utilisation;
    std::optional<double> m_moment;
    std::shared_ptr<const model::Project> m_running;    ///< What the current run was started with
    std::shared_ptr<const model::Project> m_simulated;  ///< What the result was made from
    std::shared_ptr<const simulator::RunResult> m_result;
    RunNames m_names;
    QString m_failedNode;
    bool m_dirty = true;
    bool m_fitted = false;
    ScenarioPanel* m_scenarios;
    CanvasView* m_canvas;
    RunBar* m_runBar;
    InlineMessage* m_failure;
    QPushButton* m_failureLink;
    InlineMessage* m_stale;
    Timeline* m_timeline;
    ChartGrid* m_charts;
    ResultTable* m_table;
    CascadePanel* m_cascade;
    VerdictPanel* m_verdict;
    RunController m_controller;
};

}  // namespace app
