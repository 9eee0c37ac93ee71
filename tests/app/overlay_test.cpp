#include <QImage>
#include <QPainter>
#include <QSignalSpy>

#include "app/canvas/diagram_painter.h"
#include "app/canvas/sign_painter.h"
#include "app/render/render.h"
#include "tests/app/desk.h"

using namespace app;

namespace {

const Theme theme = Theme::of(Scheme::Light);

DiagramOverlay overlayOf(const QString& id, int priority) {
    DiagramOverlay overlay;
    overlay.id = id;
    overlay.priority = priority;
    return overlay;
}

struct Painted {
    QImage image;
    PaintCounts counts;
};

/// The small diagram at that zoom with the layer over it.
Painted painted(const DiagramOverlay& layer, double zoom = 1) {
    DiagramGeometry geometry;
    geometry.setDiagram(smallDiagram());
    const QRectF bounds = geometry.bounds().adjusted(-30, -30, 30, 30);
    Painted result{QImage((bounds.size() * zoom).toSize(), QImage::Format_RGB32), {}};
    result.image.fill(theme.canvas);
    QPainter painter(&result.image);
    painter.scale(zoom, zoom);
    painter.translate(-bounds.topLeft());
    result.counts = DiagramPainter().paint(painter, geometry, {theme, {}, {}, bounds, zoom, layer});
    return result;
}

/// How far apart two colours are, 0 to 1.
double distance(const QColor& one, const QColor& other) {
    return (std::abs(one.redF() - other.redF()) + std::abs(one.greenF() - other.greenF()) +
            std::abs(one.blueF() - other.blueF())) /
           3.0;
}

/// The mean distance of a picture's pixels from the background.
double ink(const QImage& image) {
    double sum = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) sum += distance(image.pixelColor(x, y), theme.canvas);
    return sum / image.width() / image.height();
}

}  // namespace

/// What is laid over a diagram: dimming, signs and colours.
class OverlayTest : public QObject {
    Q_OBJECT

private slots:
    void theHighestPriorityIsSeen() {
        DiagramOverlay low = overlayOf("low", 1), high = overlayOf("high", 2);
        low.signs = {{"a", DiagramSign::Warning}, {"b", DiagramSign::Added}};
        high.signs = {{"a", DiagramSign::Error}};
        low.dimmed = {"x"};
        high.dimmed = {"y"};
        low.tints = {{"a", Qt::red}};
        low.legend = {{Qt::red, "Team A"}};
        for (const auto& order : {std::vector{low, high}, std::vector{high, low}}) {
            const DiagramOverlay all = composed(order);
            QCOMPARE(all.signs.value("a"), DiagramSign::Error);
            QCOMPARE(all.signs.value("b"), DiagramSign::Added);
            QCOMPARE(all.dimmed, QSet<QString>({"x", "y"}));
            QCOMPARE(all.tints.value("a"), QColor(Qt::red));
            QCOMPARE(all.legend.size(), std::size_t(1));
        }
        QVERIFY(composed({}).empty());
    }

    void aLayerReplacesTheOneOfItsId() {
        Desk desk;
        DiagramOverlay focus = overlayOf("focus", 0), checks = overlayOf("checks", 1);
        focus.dimmed = {"service:a"};
        checks.signs = {{"service:b", DiagramSign::Error}};
        desk.view.setLayer(focus);
        desk.view.setLayer(checks);
        focus.dimmed = {"service:c"};
        desk.view.setLayer(focus);
        QCOMPARE(desk.view.layer().dimmed, QSet<QString>({"service:c"}));
        QCOMPARE(desk.view.layer().signs.size(), 1);
        desk.view.setLayer(overlayOf("focus", 0));
        desk.view.setLayer(overlayOf("checks", 0));
        QVERIFY(desk.view.layer().empty());
    }

    void whatIsDimmedHasLessInk() {
        DiagramOverlay all = overlayOf("focus", 0);
        for (const DiagramNode& node : smallDiagram().nodes) all.dimmed.insert(node.key);
        for (const DiagramRegion& region : smallDiagram().regions) all.dimmed.insert(region.key);
        for (const double zoom : {1.0, 0.3}) {
            const double plain = ink(painted({}, zoom).image);
            QVERIFY(ink(painted(all, zoom).image) < plain * 0.8);
            DiagramOverlay one = overlayOf("focus", 0);
            one.dimmed = {"service:lone"};
            QVERIFY(ink(painted(one, zoom).image) < plain);
        }
    }

    void signsAreDrawnAtEveryZoom() {
        DiagramOverlay signs = overlayOf("checks", 0);
        signs.signs = {{"service:a", DiagramSign::Added},
                       {"context:right", DiagramSign::Warning},
                       {"service:gone", DiagramSign::Removed},
                       {"service:a>service:c", DiagramSign::Changed}};
        QCOMPARE(painted(signs, 1).counts.signs, 3);
        QCOMPARE(painted(signs, 0.3).counts.signs, 2);  // Edges are bundles there
        QCOMPARE(painted(signs, 0.1).counts.signs, 2);
        QCOMPARE(painted({}, 1).counts.signs, 0);
        QVERIFY(painted(signs, 1).image != painted({}, 1).image);
    }

    /// Who does not see colours tells the signs apart by their shapes.
    void signsDifferInShape() {
        using enum DiagramSign;
        std::vector<QImage> shapes;
        for (const DiagramSign sign : {Added, Removed, Changed, Warning, Error}) {
            QVERIFY(!signWord(sign).isEmpty());
            QImage image(40, 40, QImage::Format_RGB32);
            image.fill(theme.canvas);
            QPainter painter(&image);
            Theme grey = theme;
            grey.good = grey.bad = grey.warning = grey.accent = Qt::darkGray;
            paintSign(painter, sign, {20, 20}, 12, grey);
            painter.end();
            for (const QImage& other : shapes) QVERIFY(image != other);
            shapes.push_back(image);
        }
    }

    void tintsColourNodesAtEveryZoom() {
        DiagramOverlay teams = overlayOf("teams", 0);
        teams.tints = {{"service:lone", QColor(Qt::magenta)}};
        for (const double zoom : {1.0, 0.3, 0.1})
            QVERIFY(painted(teams, zoom).image != painted({}, zoom).image);
    }

    void picturesExplainWhatLiesOverThem() {
        DiagramOverlay teams = overlayOf("teams", 0);
        teams.tints = {{"service:lone", QColor(Qt::magenta)}};
        teams.legend = {{Qt::magenta, "Team Purple"}};
        teams.signs = {{"service:a", DiagramSign::Removed}};
        const auto svg = renderDiagram(smallDiagram(), theme, PictureFormat::Svg, 1, {}, {}, teams);
        QVERIFY2(svg, svg ? "" : svg.error().text().c_str());
        QVERIFY(svg->contains("Team Purple") && svg->contains("removed"));
        QVERIFY(!svg->contains("added"));
    }
};

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    OverlayTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "overlay_test.moc"
