// What of a window is restored with its model, and what can be dropped on it.
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QGuiApplication>
#include <QMetaMethod>
#include <QScreen>

#include "app/canvas/canvas_view.h"
#include "app/guide/guide.h"
#include "app/studio/drop_hint.h"
#include "app/studio/main_window.h"
#include "app/studio/notice_bar.h"
#include "app/studio/panel_dock.h"
#include "app/studio/workbench.h"
#include "app/tables/tables_page.h"
#include "app/tour/tour.h"
#include "app/views/view_list.h"

namespace app {

WindowSight MainWindow::sight() const {
    const CanvasView& canvas = m_workbench->current().canvas();
    WindowSight sight;
    sight.geometry = saveGeometry();
    sight.sizes = m_workbench->sizes();
    sight.panels = m_workbench->openPanels();
    sight.mode = m_mode.value_or(Mode::Design);
    sight.place = m_workbench->views().current();
    sight.centre = canvas.mapToScene(canvas.viewport()->rect().center());
    sight.zoom = canvas.zoom();
    return sight;
}

void MainWindow::restore(const WindowSight& sight) {
    if (findDiagramKind(sight.place.kind) && isThere(sight.place, m_document.project()))
        if (const auto room = modeFromWord(diagramKind(sight.place.kind).room)) m_places[*room] = sight.place;
    setMode(sight.mode);
    m_workbench->restore(sight.panels, sight.sizes);
    // A diagram that is shown for the first time is fitted to its view once that has its size.
    QTimer::singleShot(0, this,
                       [this, sight] { QTimer::singleShot(0, this, [this, sight] { lookAgain(sight); }); });
}

void MainWindow::lookAgain(const WindowSight& sight) {
    if (!isDiagramMode() || m_workbench->views().current() != sight.place) return;
    CanvasView& canvas = m_workbench->current().canvas();
    canvas.setZoom(sight.zoom);
    canvas.centerOn(sight.centre);
}

void MainWindow::remember() {
    m_remember.stop();
    const bool isWhole = m_mode && !m_document.path().isEmpty() && isVisible() && !m_files->isLoading();
    if (isWhole) rememberSight(m_document.path(), sight());
}

void MainWindow::moveEvent(QMoveEvent* event) {
    QWidget::moveEvent(event);
    if (m_mode) m_remember.start();
}

void MainWindow::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (m_mode) m_remember.start();
}

/// A window that stands alone closes.
void MainWindow::quit() {
    if (isSignalConnected(QMetaMethod::fromSignal(&MainWindow::quitRequested)))
        emit quitRequested();
    else
        close();
}

void MainWindow::openFiles(const QStringList& paths) {
    if (paths.size() == 1) return m_files->openFile(paths.first());
    if (!paths.isEmpty()) emit windowRequested(paths);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    const QStringList files = filesIn(*event->mimeData());
    if (files.isEmpty()) return;
    event->setDropAction(Qt::CopyAction);
    event->accept();
    m_dropHint->offer(files);
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent*) {
    m_dropHint->hide();
}

void MainWindow::dropEvent(QDropEvent* event) {
    m_dropHint->hide();
    const QStringList files = filesIn(*event->mimeData());
    event->setDropAction(Qt::CopyAction);
    event->accept();
    // The program that the files come from does not wait for them to be read.
    QTimer::singleShot(0, this, [this, files] { openFiles(files); });
}

Tour& MainWindow::tour() {
    if (!m_tour) m_tour = new Tour(m_context, this);
    return *m_tour;
}

void MainWindow::offerTour() {
    if (Tour::isKnown()) return;
    Tour::makeKnown();
    m_notice->say(Tone::Info, tr("New here? The tour shows the studio in five minutes, on a sample."),
                  {{tr("Take the tour"), [this] { tour().start(); }}});
}

QString MainWindow::guidePage() const {
    if (!m_mode) return QStringLiteral("first-five-minutes");
    if (m_tables && m_tables->isVisible()) return QStringLiteral("tables");
    // Beside the diagram, what has the focus says it nearer.
    const QWidget* focus = focusWidget();
    if (focus && m_workbench->inspector().isAncestorOf(focus)) return QStringLiteral("inspector");
    for (const QWidget* part = focus; part; part = part->parentWidget())
        if (const auto* dock = qobject_cast<const PanelDock*>(part))
            if (findGuidePage(dock->openPanel())) return dock->openPanel();
    return modeWord(*m_mode);
}

}  // namespace app
