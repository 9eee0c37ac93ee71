#include <QBuffer>
#include <QImage>
#include <QImageReader>
#include <QTest>
#include <QXmlStreamReader>

#include "app/render/render.h"
#include "tests/app/shop_project.h"

using namespace app;

namespace {

QStringList textsOf(const QByteArray& svg) {
    QStringList texts;
    QXmlStreamReader reader(svg);
    while (!reader.atEnd())
        if (reader.readNext() == QXmlStreamReader::StartElement && reader.name() == QLatin1String("text"))
            texts << reader.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
    return reader.hasError() ? QStringList() : texts;
}

}  // namespace

class RenderTest : public QObject {
    Q_OBJECT

private slots:
    void endingsNameFormats() {
        QCOMPARE(pictureFormat("a/shop.svg"), PictureFormat::Svg);
        QCOMPARE(pictureFormat("shop.PNG"), PictureFormat::Png);
        QCOMPARE(pictureFormat("shop.pdf"), PictureFormat::Pdf);
        QVERIFY(!pictureFormat("shop.gif"));
        QVERIFY(!pictureFormat("svg"));
    }

    void svgHasTextAsTextAndALegend() {
        const Diagram diagram = serviceDiagram(shop::project(), {});
        const auto svg =
            renderDiagram(diagram, Theme::of(Scheme::Light), PictureFormat::Svg, 1, {}, {"shop", "Services"});
        QVERIFY(svg);
        const QStringList texts = textsOf(*svg);
        for (const char* text :
             {"shop", "Services", "web-gateway", "Spring Boot · gRPC", "Storefront", "Checkout", "×4",
              "Authorize", "OrderPlaced", "PostgreSQL", "service", "bounded context", "data store",
              "topic or queue", "function", "external system", "call or query", "event"})
            QVERIFY2(texts.contains(QString::fromUtf8(text)), text);
    }

    void theLegendIsAlwaysThere() {
        const auto svg = renderDiagram({}, Theme::of(Scheme::Dark), PictureFormat::Svg);
        QVERIFY(svg);
        QVERIFY(textsOf(*svg).contains("service"));
        const auto map =
            renderDiagram(contextMap(shop::project(), {}), Theme::of(Scheme::Light), PictureFormat::Svg);
        QVERIFY(map);
        for (const char* text : {"relationship", "shared kernel", "separate ways", "U", "D", "OHS", "ACL"})
            QVERIFY2(textsOf(*map).contains(text), text);
    }

    void theOverlayAndItsScaleAreDrawn() {
        const Diagram diagram = serviceDiagram(shop::project(), {});
        Overlay overlay;
        overlay.nodes["service:payment"] = {0.97, "97 % · p99 3.0 s", true, "97 % · 3.0 s"};
        overlay.edges["service:order>service:payment"] = {true, "12 % timeout"};
        const auto svg = renderDiagram(diagram, Theme::of(Scheme::Dark), PictureFormat::Svg, 1, overlay);
        QVERIFY(svg);
        const QStringList texts = textsOf(*svg);
        for (const char* text : {"97 % · p99 3.0 s", "12 % timeout", "utilisation", "100 %"})
            QVERIFY2(texts.contains(QString::fromUtf8(text)), text);
    }

    void pngFollowsTheScale() {
        const Diagram diagram = serviceDiagram(shop::project(), {});
        const auto once = renderDiagram(diagram, Theme::of(Scheme::Light), PictureFormat::Png, 1);
        const auto twice = renderDiagram(diagram, Theme::of(Scheme::Light), PictureFormat::Png, 2);
        QVERIFY(once && twice);
        const QImage small = QImage::fromData(*once), large = QImage::fromData(*twice);
        QVERIFY(!small.isNull());
        QVERIFY(std::abs(small.width() * 2 - large.width()) <= 2);
        QCOMPARE(small.pixelColor(2, 2), Theme::of(Scheme::Light).canvas);
        QCOMPARE(*renderDiagram(diagram, Theme::of(Scheme::Light), PictureFormat::Png, 1), *once);
    }

    void pdfIsOne() {
        const auto pdf =
            renderDiagram(serviceDiagram(shop::project(), {}), Theme::of(Scheme::Light), PictureFormat::Pdf);
        QVERIFY(pdf);
        QVERIFY(pdf->startsWith("%PDF-"));
        QVERIFY(pdf->size() > 5000);
    }

    void userTextCannotBreakOut() {
        model::Project project = shop::project();
        shop::addService(project, "evil", "b-ordering", "</text><script>alert(1)</script>\x01\x1f", 1, {});
        const auto svg =
            renderDiagram(serviceDiagram(project, {}), Theme::of(Scheme::Light), PictureFormat::Svg, 1, {},
                          {QString("</title><script/>") + QChar(0xd800) + QChar(1), "\"&"});
        QVERIFY(svg);
        QVERIFY(!svg->contains("<script"));
        QVERIFY(!textsOf(*svg).isEmpty());
    }

    void absurdScalesAreErrors() {
        for (const double scale : {0.0, -1.0, 1e9, std::numeric_limits<double>::quiet_NaN()}) {
            const auto picture = renderDiagram({}, Theme::of(Scheme::Light), PictureFormat::Png, scale);
            QVERIFY(!picture);
            QVERIFY(!picture.error().message.empty());
        }
    }

    void hugeDiagramsBecomeSmallerPictures() {
        Diagram diagram = serviceDiagram(shop::project(), {});
        diagram.nodes.front().region.clear();
        diagram.nodes.front().centre = {90'000, 40'000};
        auto png = renderDiagram(diagram, Theme::of(Scheme::Light), PictureFormat::Png, 4);
        QVERIFY(png);
        QBuffer buffer(&*png);
        QVERIFY(buffer.open(QIODevice::ReadOnly));
        const QSize size = QImageReader(&buffer).size();
        QVERIFY(size.isValid());
        QVERIFY(qint64(size.width()) * size.height() <= 32'100'000);
    }
};

QTEST_MAIN(RenderTest)
#include "render_test.moc"
