#include "app/theme/icon.h"

#include <QDir>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QSvgRenderer>

// In the global namespace, as the macro wants it.
static void initThemeResources() {
    Q_INIT_RESOURCE(theme_resources);
}

namespace app {
namespace {

struct IconColours {
    QColor normal, active, on, disabled;

    QColor of(QIcon::Mode mode, QIcon::State state) const {
        if (mode == QIcon::Disabled) return disabled;
        if (state == QIcon::On || mode == QIcon::Selected) return on;
        return mode == QIcon::Active ? active : normal;
    }
};

/// Draws the outline of a 24 x 24 icon in the colour that its state asks for.
class OutlineIconEngine : public QIconEngine {
public:
    OutlineIconEngine(QByteArray svg, IconColours colours)
        : m_svg(std::move(svg)), m_colours(std::move(colours)) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override {
        QByteArray svg = m_svg;
        const QColor colour = m_colours.of(mode, state);
        svg.replace("currentColor", colour.name().toLatin1());
        QSvgRenderer renderer(svg);
        const int side = std::min(rect.width(), rect.height());
        QRectF square(0, 0, side, side);
        square.moveCenter(QRectF(rect).center());
        const qreal opacity = painter->opacity();
        painter->setOpacity(opacity * colour.alphaF());
        renderer.render(painter, square);
        painter->setOpacity(opacity);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }

    QIconEngine* clone() const override { return new OutlineIconEngine(*this); }

private:
    QByteArray m_svg;
    IconColours m_colours;
};

QIcon outlineIcon(const QString& name, const IconColours& colours) {
    initThemeResources();
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly)) return {};
    QByteArray svg = file.readAll();
    // 1.6 px at 20 px: the outlines are drawn on a square of 24.
    svg.replace("stroke-width=\"2\"", "stroke-width=\"1.92\"");
    return QIcon(new OutlineIconEngine(std::move(svg), colours));
}

}  // namespace

QIcon icon(const QString& name, const Theme& theme) {
    return outlineIcon(name, {theme.secondary, theme.text, theme.accent, theme.faint});
}

QIcon icon(const QString& name, const QColor& colour) {
    QColor disabled = colour;
    disabled.setAlphaF(0.45F);
    return outlineIcon(name, {colour, colour, colour, disabled});
}

QIcon programIcon() {
    initThemeResources();
    QSvgRenderer renderer(QStringLiteral(":/program/lintel.svg"));
    QIcon icon;
    for (const int side : {16, 24, 32, 48, 64, 128, 256}) {
        QPixmap pixmap(side, side);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        renderer.render(&painter, QRectF(0, 0, side, side));
        icon.addPixmap(pixmap);
    }
    return icon;
}

QStringList iconNames() {
    initThemeResources();
    QStringList names =
        QDir(QStringLiteral(":/icons")).entryList({QStringLiteral("*.svg")}, QDir::Files, QDir::Name);
    for (QString& name : names) name.chop(4);
    return names;
}

}  // namespace app
