#include "app/canvas/tool_palette.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QPainter>
#include <QPixmapCache>
#include <QToolButton>
#include <utility>

#include "app/theme/icon.h"

namespace app {
namespace {

void drawFloatingFrame(QPainter& painter, const QRectF& all, const Theme& theme, double radius) {
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF frame =
        all.adjusted(floatingShadow, floatingShadow - 2, -floatingShadow, -floatingShadow - 2);
    painter.setPen(Qt::NoPen);
    for (int step = floatingShadow; step > 0; --step) {
        QColor shade(0, 0, 0, theme.isDark() ? 14 : 4);
        painter.setBrush(shade);
        painter.drawRoundedRect(frame.adjusted(-step, -step + 2, step, step + 2), radius + step,
                                radius + step);
    }
    painter.setPen(QPen(theme.strongLine, 1));
    painter.setBrush(theme.panel);
    painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
}

}  // namespace

/// What floats over a canvas is painted with each of its frames: the shadow is drawn once for each size.
void paintFloatingFrame(QWidget& widget, const Theme& theme, double radius) {
    const double ratio = widget.devicePixelRatioF();
    const QString key = QStringLiteral("floating %1 %2 %3 %4 %5 %6 %7")
                            .arg(widget.width())
                            .arg(widget.height())
                            .arg(radius)
                            .arg(ratio)
                            .arg(int(theme.scheme))
                            .arg(theme.panel.rgba())
                            .arg(theme.strongLine.rgba());
    QPixmap frame;
    if (!QPixmapCache::find(key, &frame)) {
        frame = QPixmap(widget.size() * ratio);
        frame.setDevicePixelRatio(ratio);
        frame.fill(Qt::transparent);
        QPainter painter(&frame);
        drawFloatingFrame(painter, widget.rect(), theme, radius);
        painter.end();
        QPixmapCache::insert(key, frame);
    }
    QPainter(&widget).drawPixmap(0, 0, frame);
}

void dressTools(QWidget& frame, const QList<QToolButton*>& buttons, const Theme& theme) {
    for (QToolButton* button : buttons)
        button->setIcon(icon(button->property("icon-name").toString(), theme));
    frame.setStyleSheet(QStringLiteral("QToolButton { border: 1px solid transparent; border-radius: 6px; "
                                       "background: transparent; padding: 0; }"
                                       "QToolButton:hover { background: %1; }"
                                       "QToolButton:checked { background: %2; }"
                                       "QToolButton:focus { border-color: %3; }")
                            .arg(theme.canvas.name(), theme.accentSurface.name(), theme.accent.name()));
}

ToolPalette::ToolPalette(QWidget* parent)
    : QFrame(parent),
      m_theme(Theme::of(Scheme::Light)),
      m_tools(new QButtonGroup(this)),
      m_row(new QHBoxLayout(this)) {
    setAccessibleName(tr("Tools"));
    m_row->setContentsMargins(floatingShadow + 4, floatingShadow + 2, floatingShadow + 4, floatingShadow + 6);
    m_row->setSpacing(2);
    connect(m_tools, &QButtonGroup::buttonClicked, this,
            [this](QAbstractButton* button) { emit toolChosen(button->objectName()); });
    setTools({});
}

void ToolPalette::setTools(const std::vector<CanvasTool>& tools) {
    for (QToolButton* button : std::exchange(m_buttons, {})) delete button;
    addTool({selectTool, tr("Select"), QStringLiteral("select"), tr("Select and move (Esc)"), {}});
    for (const CanvasTool& tool : tools) addTool(tool);
    addTool({connectTool,
             tr("Connect"),
             QStringLiteral("connect"),
             tr("Connect: drag from one element to another"),
             {}});
    QToolButton* layout = addButton({{},
                                     tr("Layout"),
                                     QStringLiteral("layout"),
                                     tr("Lay out the selection, or everything (Ctrl+L)"),
                                     {}});
    connect(layout, &QToolButton::clicked, this, &ToolPalette::layoutChosen);
    setTool(selectTool);
    setTheme(m_theme);
}

void ToolPalette::addTool(const CanvasTool& tool) {
    QToolButton* button = addButton(tool);
    button->setObjectName(tool.id);
    button->setCheckable(true);
    m_tools->addButton(button);
}

QToolButton* ToolPalette::addButton(const CanvasTool& look) {
    auto* button = new QToolButton(this);
    button->setProperty("icon-name", look.icon);
    button->setAccessibleName(look.name);
    button->setToolTip(look.explanation);
    button->setIconSize({20, 20});
    button->setFixedSize(30, 30);
    button->setFocusPolicy(Qt::TabFocus);
    m_row->addWidget(button);
    button->show();  // Else it takes no room until the next event, and the palette shrinks
    m_buttons.push_back(button);
    return button;
}

void ToolPalette::setTheme(const Theme& theme) {
    m_theme = theme;
    dressTools(*this, m_buttons, theme);
    update();
}

void ToolPalette::setTool(const QString& tool) {
    for (QToolButton* button : m_buttons)
        if (button->objectName() == tool) button->setChecked(true);
}

void ToolPalette::paintEvent(QPaintEvent*) {
    paintFloatingFrame(*this, m_theme, 10);
}

}  // namespace app
