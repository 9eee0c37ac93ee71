#include "app/studio/canvas_furniture.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLayout>

#include "app/canvas/canvas_view.h"
#include "app/finding/find_popup.h"
#include "app/overlays/diagram_lens.h"
#include "app/overlays/lens_tools.h"
#include "app/overlays/overlay_legend.h"
#include "app/studio/studio_context.h"

namespace app {
namespace {

constexpr int furnitureMargin = 12;

}  // namespace

CanvasFurniture::CanvasFurniture(StudioContext& studio, DiagramLens& lens, FindPopup& find,
                                 CanvasView& canvas)
    : QObject(&canvas),
      m_lens(lens),
      m_find(find),
      m_canvas(canvas),
      m_tools(new LensTools(studio, lens, &canvas)),
      m_legend(new OverlayLegend(&canvas)) {
    m_legend->hide();
    m_legend->setTheme(studio.theme());
    canvas.installEventFilter(this);
    connect(&lens, &DiagramLens::changed, this, &CanvasFurniture::refreshLegend);
    connect(m_legend, &OverlayLegend::closed, this, [this] { m_lens.setOverlay({}); });
    connect(m_legend, &OverlayLegend::resized, this, &CanvasFurniture::arrange);
    connect(&find, &FindPopup::resized, this, &CanvasFurniture::arrange);
    connect(&studio, &StudioContext::themeChanged, m_legend, &OverlayLegend::setTheme);
    refreshLegend();
    arrange();
}

void CanvasFurniture::refreshLegend() {
    const OverlayKind* kind = findOverlayKind(m_lens.overlay());
    if (kind) m_legend->setPicture(*kind, m_lens.picture());
    m_legend->setVisible(kind != nullptr);
    arrange();
}

void CanvasFurniture::arrange() {
    const int right = m_canvas.width();
    m_tools->adjustSize();
    m_tools->move(right - m_tools->width() - furnitureMargin + 6, furnitureMargin - 6);
    // Wrapped words need a height by their width, which is not known to the layout in time.
    m_legend->layout()->invalidate();
    m_legend->layout()->activate();
    m_legend->resize(m_legend->width(), m_legend->layout()->hasHeightForWidth()
                                            ? m_legend->layout()->totalHeightForWidth(m_legend->width())
                                            : m_legend->sizeHint().height());
    m_legend->move(right - m_legend->width() - furnitureMargin, m_tools->geometry().bottom());
    const int room = m_canvas.height() - 2 * furnitureMargin - 56;
    m_find.resize(m_find.width(), m_find.heightWithin(room));
    m_find.move(furnitureMargin, furnitureMargin);
    m_find.raise();
}

bool CanvasFurniture::eventFilter(QObject* watched, QEvent* event) {
    if (watched == &m_canvas && event->type() == QEvent::Resize) arrange();
    // Esc on the canvas closes the search, unless it ends a drag.
    if (watched == &m_canvas && event->type() == QEvent::KeyPress && m_find.isVisible() &&
        QApplication::mouseButtons() == Qt::NoButton &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        m_find.close();
        return true;
    }
    return QObject::eventFilter(watched, event);
}

}  // namespace app
