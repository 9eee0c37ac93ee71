#include "app/studio/thumbnail.h"

#include <QCryptographicHash>
#include <QDir>
#include <QPainter>
#include <QSaveFile>
#include <QStandardPaths>
#include <algorithm>

#include "app/diagram/diagram_kind.h"
#include "app/file/file.h"

namespace app {

namespace {

constexpr int mostThumbnails = 200;

QRectF extentOf(const Diagram& diagram) {
    QRectF extent;
    for (const DiagramRegion& region : diagram.regions) extent |= region.rect;
    for (const DiagramNode& node : diagram.nodes) extent |= node.rect();
    return extent;
}

/// Middles of what edges lead to, by key.
QHash<QString, QPointF> middlesOf(const Diagram& diagram) {
    QHash<QString, QPointF> middles;
    for (const DiagramRegion& region : diagram.regions) middles.insert(region.key, region.rect.center());
    for (const DiagramNode& node : diagram.nodes) middles.insert(node.key, node.centre);
    return middles;
}

QPen hairline(const QColor& colour, qreal width) {
    QPen pen(colour, width);
    pen.setCosmetic(true);
    return pen;
}

void paintRegions(QPainter& painter, const Diagram& diagram, const Theme& theme) {
    for (const DiagramRegion& region : diagram.regions) {
        QColor fill = theme.context(region.context);
        painter.setPen(hairline(fill, 1));
        fill.setAlphaF(0.10F);
        painter.setBrush(fill);
        painter.drawRoundedRect(region.rect, 14, 14);
    }
}

void paintEdges(QPainter& painter, const Diagram& diagram, const Theme& theme) {
    const QHash<QString, QPointF> middles = middlesOf(diagram);
    painter.setPen(hairline(theme.edge, 0.8));
    for (const DiagramEdge& edge : diagram.edges)
        if (middles.contains(edge.from) && middles.contains(edge.to))
            painter.drawLine(middles[edge.from], middles[edge.to]);
}

void paintNodes(QPainter& painter, const Diagram& diagram, const Theme& theme) {
    for (const DiagramNode& node : diagram.nodes) {
        const QColor colour = node.context >= 0 ? theme.context(node.context) : theme.secondary;
        painter.setPen(hairline(colour, 1.2));
        painter.setBrush(theme.raised);
        const qreal radius = node.shape == NodeShape::Pill ? node.size.height() / 2 : 8;
        painter.drawRoundedRect(node.rect(), radius, radius);
        // The strip of its context, and a line for its name.
        painter.fillRect(QRectF(node.rect().topLeft() + QPointF(4, 8), QSizeF(8, node.size.height() - 16)),
                         colour);
        painter.fillRect(QRectF(node.rect().topLeft() + QPointF(24, node.size.height() * 0.32),
                                QSizeF(node.size.width() * 0.5, node.size.height() * 0.18)),
                         theme.faint);
    }
}

void forgetOldThumbnails(const QString& folder) {
    const QFileInfoList all = QDir(folder).entryInfoList({"*.png"}, QDir::Files, QDir::Time);
    for (const QFileInfo& old : all.mid(mostThumbnails)) QFile::remove(old.filePath());
}

void keep(const QImage& image, const QString& path) {
    QDir().mkpath(QFileInfo(path).absolutePath());
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && image.save(&file, "PNG")) file.commit();
    forgetOldThumbnails(QFileInfo(path).absolutePath());
}

QString keptPath(const QString& folder, const QByteArray& content, const Theme& theme, const QSize& size) {
    const QByteArray look = schemeWord(theme.scheme).toUtf8() + char('0' + int(theme.colours)) +
                            QByteArray::number(size.width()) + 'x' + QByteArray::number(size.height());
    const QByteArray name = QCryptographicHash::hash(content + look, QCryptographicHash::Sha256).toHex();
    return folder + '/' + QString::fromLatin1(name.left(32)) + QStringLiteral(".png");
}

/// Kept, or painted and kept.
template <class Load>
QImage keptOrPainted(const QString& kept, const Theme& theme, const QSize& size, Load load) {
    QImage image(kept);
    if (!image.isNull()) return image;
    const model::Result<ModelFile> file = load();
    if (!file) return {};
    image = paintThumbnail(diagramKind(QStringLiteral("services")).make(file->project, file->layout, {}),
                           theme, size);
    keep(image, kept);
    return image;
}

}  // namespace

QImage paintThumbnail(const Diagram& diagram, const Theme& theme, const QSize& size) {
    QImage image(size, QImage::Format_ARGB32_Premultiplied);
    image.fill(theme.canvas);
    const QRectF extent = extentOf(diagram);
    if (extent.isEmpty()) return image;
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    constexpr qreal edgeRoom = 0.9;
    const qreal scale = std::min({edgeRoom * size.width() / extent.width(),
                                  edgeRoom * size.height() / extent.height(), 0.5 * size.width() / 200});
    painter.translate(size.width() / 2.0, size.height() / 2.0);
    painter.scale(scale, scale);
    painter.translate(-extent.center());
    paintRegions(painter, diagram, theme);
    paintEdges(painter, diagram, theme);
    paintNodes(painter, diagram, theme);
    return image;
}

QString thumbnailFolder() {
    return QStandardPaths::writableLocation(QStandardPaths::CacheLocation) + QStringLiteral("/thumbnails");
}

QImage thumbnailOf(const QString& modelPath, const Theme& theme, const QSize& size, const QString& folder) {
    const FileState state = fileState(modelPath);
    if (state.model.isEmpty()) return {};
    return keptOrPainted(keptPath(folder, state.model + state.layout, theme, size), theme, size,
                         [&] { return loadModel(modelPath); });
}

QImage sampleThumbnail(const QString& id, const Theme& theme, const QSize& size, const QString& folder) {
    const auto text = sampleText(id);
    if (!text) return {};
    const QByteArray content = QByteArray::fromStdString(text->first + text->second);
    return keptOrPainted(keptPath(folder, content, theme, size), theme, size, [&] { return loadSample(id); });
}

}  // namespace app
