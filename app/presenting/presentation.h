#pragma once

#include <QWidget>

#include "app/document/version.h"
#include "app/presenting/camera_flight.h"
#include "app/presenting/flow_player.h"
#include "app/presenting/slide_show.h"

class QLabel;

namespace app {

/// Slides on the whole screen: a diagram with a title and what is said to it, and nothing else. A window of
/// its own, which goes when it is left.
class Presentation : public QWidget {
    Q_OBJECT

public:
    Presentation(const Version& version, const Theme& theme);
    ~Presentation() override;

    int slideCount() const { return int(m_slides.size()); }
    int current() const { return m_current; }
    CanvasView& canvas() { return *m_canvas; }
    FlowPlayer& flow() { return *m_flow; }
    bool isBlack() const;
    QString caption() const;
    /// Slides out of range stay at the ends.
    void show(int slide);
    /// Lights up what the operation sets off, on the slide that is shown.
    bool startFlow(const model::OperationId& operation);
    void leave();
    using QWidget::show;

signals:
    void left();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    bool pressed(const QKeyEvent& event);
    bool typed(int digit);
    void jump();
    void present(bool inMotion);
    void showWords();
    void arrange();
    void setBlack(bool black);
    void stepFlow();

    Version m_version;
    std::vector<ShownSlide> m_slides;
    CanvasView* m_canvas;
    QWidget* m_words;
    QLabel *m_title, *m_text, *m_number;
    QWidget* m_black;
    FlowPlayer* m_flow;
    CameraFlight* m_flight;
    DiagramPlace m_shown;
    int m_current = 0;
    QString m_typed;  ///< Digits of the slide to jump to
};

}  // namespace app
