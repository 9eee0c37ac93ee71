#pragma once

#include <QObject>

#include "app/canvas/canvas_view.h"
#include "app/presenting/flow.h"

namespace app {

class FlowBar;

/// Steps through what an operation sets off, on a canvas: the step lights up, all else is dimmed.
class FlowPlayer : public QObject {
    Q_OBJECT

public:
    explicit FlowPlayer(CanvasView& canvas, QObject* parent = nullptr);

    /// Shows the first step; false when the operation sets nothing off.
    bool start(const model::Project& project, const model::OperationId& operation);
    void stop();
    void next() { show(m_at + 1); }
    void previous() { show(m_at - 1); }
    /// Steps out of range stay at the ends.
    void show(int step);
    /// What is shown has become another diagram.
    void refresh();

    bool isPlaying() const { return !m_steps.empty(); }
    int current() const { return m_at; }
    const std::vector<FlowStep>& steps() const { return m_steps; }
    FlowBar& bar() const { return *m_bar; }

private:
    DiagramOverlay lightOn(const FlowStep& step) const;

    CanvasView& m_canvas;
    FlowBar* m_bar;
    std::vector<FlowStep> m_steps;
    int m_at = 0;
};

}  // namespace app
