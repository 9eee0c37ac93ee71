#include "app/design/arrange_bar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QScrollBar>
#include <QToolButton>

#include "app/canvas/canvas_view.h"
#include "app/canvas/diagram_geometry.h"
#include "app/canvas/tool_palette.h"
#include "app/design/canvas_commands.h"
#include "app/design/diagram_editor.h"

namespace app {

namespace {

constexpr int mostFollowed = 500;

const char* arrangementIcon(Arrangement arrangement) {
    static const char* const icons[] = {"align-left",   "align-centre", "align-right",   "align-top",
                                        "align-middle", "align-bottom", "spread-across", "spread-down"};
    return icons[static_cast<int>(arrangement)];
}

}  // namespace

ArrangeBar::ArrangeBar(DiagramEditor& editor)
    : QFrame(&editor.canvas()), m_editor(editor), m_row(new QHBoxLayout(this)) {
    setAccessibleName(tr("Align and distribute"));
    m_row->setContentsMargins(floatingShadow + 3, floatingShadow + 1, floatingShadow + 3, floatingShadow + 5);
    m_row->setSpacing(1);
    for (int how = 0; how <= static_cast<int>(Arrangement::SpreadDown); ++how) {
        const auto arrangement = static_cast<Arrangement>(how);
        QToolButton* button = add(QLatin1String(arrangementIcon(arrangement)), arrangementTitle(arrangement));
        if (arrangement >= Arrangement::SpreadAcross) m_spreading << button;
        connect(button, &QToolButton::clicked, this, [this, arrangement] { m_editor.arrange(arrangement); });
    }
    m_group = add(QStringLiteral("context"), tr("Group into a new context (Ctrl+G)"));
    connect(m_group, &QToolButton::clicked, this,
            [this] { m_editor.commands().run(QStringLiteral("edit.group")); });
    CanvasView& canvas = editor.canvas();
    connect(&canvas, &CanvasView::selectionChanged, this, &ArrangeBar::follow);
    connect(&canvas, &CanvasView::zoomChanged, this, &ArrangeBar::follow);
    for (QScrollBar* bar : {canvas.horizontalScrollBar(), canvas.verticalScrollBar()})
        connect(bar, &QScrollBar::valueChanged, this, &ArrangeBar::follow);
    canvas.viewport()->installEventFilter(this);
    hide();
}

QToolButton* ArrangeBar::add(const QString& name, const QString& tip) {
    auto* button = new QToolButton(this);
    button->setProperty("icon-name", name);
    button->setObjectName(name);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    button->setIconSize({18, 18});
    button->setFixedSize(26, 26);
    button->setFocusPolicy(Qt::TabFocus);
    m_row->addWidget(button);
    m_buttons << button;
    return button;
}

void ArrangeBar::takeTheme() {
    const Theme& theme = m_editor.canvas().theme();
    if (m_scheme == theme.scheme) return;
    m_scheme = theme.scheme;
    dressTools(*this, m_buttons, theme);
}

/// Above the selection, or below it where there is no room above.
void ArrangeBar::follow() {
    const CanvasView& canvas = m_editor.canvas();
    const QStringList keys = canvas.selection();
    QRectF around;
    int nodes = 0;
    if (canvas.isEditable() && keys.size() > 1 && keys.size() <= mostFollowed)
        for (const QString& key : keys) {
            if (canvas.geometry().nodeIndex(key) < 0) continue;
            ++nodes;
            around = around.united(canvas.geometry().rectOf(key));
        }
    const QRect shown = canvas.mapFromScene(around).boundingRect();
    const bool wanted = nodes > 1 && canvas.viewport()->rect().intersects(shown);
    setVisible(wanted);
    if (!wanted) return;
    takeTheme();
    for (QToolButton* button : m_spreading) button->setEnabled(nodes > 2);
    m_group->setVisible(m_editor.commands().canRun(QStringLiteral("edit.group")));
    adjustSize();
    const int above = shown.top() - height() - 8, below = shown.bottom() + 8;
    const int x = std::clamp(shown.center().x() - width() / 2, 4, std::max(4, canvas.width() - width() - 4));
    move(x, above >= 4 ? above : std::clamp(below, 4, std::max(4, canvas.height() - height() - 4)));
    raise();
}

/// It keeps out of the way of gestures.
bool ArrangeBar::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::MouseButtonPress) hide();
    if (event->type() == QEvent::MouseButtonRelease || event->type() == QEvent::Resize)
        QMetaObject::invokeMethod(this, &ArrangeBar::follow, Qt::QueuedConnection);
    return QFrame::eventFilter(watched, event);
}

void ArrangeBar::paintEvent(QPaintEvent*) {
    takeTheme();
    paintFloatingFrame(*this, m_editor.canvas().theme(), 8);
}

}  // namespace app
