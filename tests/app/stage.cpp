#include "tests/app/stage.h"

#include <QTest>
#include <cstdio>

#include "app/canvas/canvas_view.h"
#include "app/studio/workbench.h"

namespace pictures {

Stage::Stage(QString folder, app::Scheme scheme, int scale)
    : m_window(scheme), m_folder(std::move(folder)), m_ending(app::schemeWord(scheme)) {
    if (scale != 100) m_ending += QStringLiteral("-%1").arg(scale);
    m_window.resize(1600, 1000);
    m_window.show();
}

bool Stage::wait(const std::function<bool()>& condition) {
    return QTest::qWaitFor(condition, 60'000);
}

app::CanvasView& Stage::canvas() {
    return m_window.workbench().current().canvas();
}

void Stage::openSample(const QString& id) {
    m_window.files().openSample(id);
    m_window.setMode(app::Mode::Design);
    QTest::qWait(400);
}

void Stage::openModel(const model::Project& project, const model::Layout& layout) {
    m_window.document().reset(project, layout, {});
    m_window.setMode(app::Mode::Design);
    QTest::qWait(400);
}

void Stage::simulate() {
    m_window.setMode(app::Mode::Simulate);
    app::SimulateMode& simulate = m_window.simulateMode();
    simulate.run();
    waitFor([&] { return simulate.result() && !simulate.controller().isRunning(); });
}

void Stage::take(const QString& name) {
    take(name, m_window);
}

void Stage::take(const QString& name, QWidget& window) {
    QTest::qWait(250);
    const QString path = QStringLiteral("%1/%2-%3.png").arg(m_folder, name, m_ending);
    m_failed |= !window.grab().save(path);
    std::printf("%s\n", qPrintable(path));
    std::fflush(stdout);
}

}  // namespace pictures
