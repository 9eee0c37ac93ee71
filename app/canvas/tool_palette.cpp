#include "app/canvas/tool_palette.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QPainter>
#include <QToolButton>

#include "app/theme/icon.h"

namespace app {
namespace {

struct ToolEntry {
    CanvasView::Tool tool;
    const char* icon;
    const char* name;
    const char* explanation;
};

constexpr ToolEntry toolEntries[] = {
    {CanvasView::Tool::Select, "select", QT_TRANSLATE_NOOP("app::ToolPalette", "Select"),
     QT_TRANSLATE_NOOP("app::ToolPalette", "Select and move (Esc)")},
    {CanvasView::Tool::Service, "service", QT_TRANSLATE_NOOP("app::ToolPalette", "Service"),
     QT_TRANSLATE_NOOP("app::ToolPalette", "Add a service: click where it shall stand")},
    {CanvasView::Tool::Store, "store", QT_TRANSLATE_NOOP("app::ToolPalette", "Data store"),
     QT_TRANSLATE_NOOP("app::ToolPalette", "Add a data store: click where it shall stand")},
    {CanvasView::Tool::Channel, "channel", QT_TRANSLATE_NOOP("app::ToolPalette", "Channel"),
     QT_TRANSLATE_NOOP("app::ToolPalette", "Add a topic or queue: click where it shall stand")},
    {CanvasView::Tool::Context, "context", QT_TRANSLATE_NOOP("app::ToolPalette", "Bounded context"),
     QT_TRANSLATE_NOOP("app::ToolPalette", "Add a bounded context: click where it shall stand")},
    {CanvasView::Tool::Connect, "connect", QT_TRANSLATE_NOOP("app::ToolPalette", "Connect"),
     QT_TRANSLATE_NOOP("app::ToolPalette", "Connect: drag from one element to another")},
};

}  // namespace

void paintFloatingFrame(QWidget& widget, const Theme& theme, double radius) {
    QPainter painter(&widget);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF frame =
        QRectF(widget.rect())
            .adjusted(floatingShadow, floatingShadow - 2, -floatingShadow, -floatingShadow - 2);
    painter.setPen(Qt::NoPen);
    for (int step = floatingShadow; step > 0; --step) {
        QColor shade(0, 0, 0, theme.scheme == Scheme::Dark ? 14 : 4);
        painter.setBrush(shade);
        painter.drawRoundedRect(frame.adjusted(-step, -step + 2, step, step + 2), radius + step,
                                radius + step);
    }
    painter.setPen(QPen(theme.strongLine, 1));
    painter.setBrush(theme.panel);
    painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
}

ToolPalette::ToolPalette(QWidget* parent) : QFrame(parent), m_tools(new QButtonGroup(this)) {
    setAccessibleName(tr("Tools"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(floatingShadow + 4, floatingShadow + 2, floatingShadow + 4, floatingShadow + 6);
    row->setSpacing(2);
    for (const ToolEntry& entry : toolEntries) {
        QToolButton* button = addButton(QLatin1String(entry.icon), tr(entry.name), tr(entry.explanation));
        button->setCheckable(true);
        m_tools->addButton(button, int(entry.tool));
        row->addWidget(button);
    }
    QToolButton* layout = addButton(QStringLiteral("layout"), tr("Layout"),
                                    tr("Lay out the selection, or everything (Ctrl+L)"));
    row->addWidget(layout);
    connect(m_tools, &QButtonGroup::idClicked, this,
            [this](int id) { emit toolChosen(CanvasView::Tool(id)); });
    connect(layout, &QToolButton::clicked, this, &ToolPalette::layoutChosen);
    m_tools->button(int(CanvasView::Tool::Select))->setChecked(true);
    setTheme(Theme::of(Scheme::Light));
}

QToolButton* ToolPalette::addButton(const QString& icon, const QString& name, const QString& explanation) {
    auto* button = new QToolButton(this);
    button->setProperty("icon-name", icon);
    button->setAccessibleName(name);
    button->setToolTip(explanation);
    button->setIconSize({20, 20});
    button->setFixedSize(30, 30);
    button->setFocusPolicy(Qt::TabFocus);
    m_buttons.push_back(button);
    return button;
}

void ToolPalette::setTheme(const Theme& theme) {
    m_theme = theme;
    for (QToolButton* button : m_buttons)
        button->setIcon(icon(button->property("icon-name").toString(), theme));
    setStyleSheet(QStringLiteral("QToolButton { border: 1px solid transparent; border-radius: 6px; "
                                 "background: transparent; padding: 0; }"
                                 "QToolButton:hover { background: %1; }"
                                 "QToolButton:checked { background: %2; }"
                                 "QToolButton:focus { border-color: %3; }")
                      .arg(theme.canvas.name(), theme.accentSurface.name(), theme.accent.name()));
    update();
}

void ToolPalette::setTool(CanvasView::Tool tool) {
    if (QAbstractButton* button = m_tools->button(int(tool))) button->setChecked(true);
}

void ToolPalette::paintEvent(QPaintEvent*) {
    paintFloatingFrame(*this, m_theme, 10);
}

}  // namespace app
