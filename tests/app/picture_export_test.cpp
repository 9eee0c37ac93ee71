#include <QBuffer>
#include <QClipboard>
#include <QImage>
#include <QLineEdit>
#include <QMimeData>
#include <QPainter>
#include <QPrinter>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>
#include <cmath>

#include "app/picture_export/export_sheet.h"
#include "app/picture_export/picture_part.h"
#include "app/picture_export/print_pages.h"
#include "app/studio/main_window.h"
#include "app/studio/workbench.h"
#include "tests/app/shop_project.h"

using namespace app;

namespace {

/// The texts of an SVG; nothing when it is not well-formed.
QStringList wordsOf(const QByteArray& svg) {
    QStringList texts;
    QXmlStreamReader reader(svg);
    while (!reader.atEnd())
        if (reader.readNext() == QXmlStreamReader::StartElement && reader.name() == QLatin1String("text"))
            texts << reader.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
    return reader.hasError() ? QStringList() : texts;
}

PictureSubject shopSubject() {
    return subjectOf({"services", {}}, shop::project(), {});
}

QByteArray pictureOf(const PictureSubject& subject, const PictureChoice& choice) {
    const auto files = makePictures({subject}, choice);
    return files ? files->front().bytes : QByteArray();
}

QByteArray bytesOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

int pagesOf(const QByteArray& pdf) {
    return int(pdf.count("/Type /Page\n"));
}

struct Shop {
    Shop() {
        window.resize(1400, 900);
        window.show();
        window.files().openSample("shop");
    }
    ExportSheet* open() {
        window.action("picture.export")->trigger();
        return window.findChild<ExportSheet*>();
    }
    MainWindow window{Scheme::Light};
};

}  // namespace

/// Pictures of what is seen, selected and of all: as files, on the clipboard, on paper.
class PictureExportTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QCoreApplication::setOrganizationName("lintel-test");
        QCoreApplication::setApplicationName("lintel-test");
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_folder.path());
    }
    void init() { QSettings().clear(); }

    void everyNameIsTextInSvg() {
        const PictureSubject subject = shopSubject();
        const QStringList words = wordsOf(pictureOf(subject, {}));
        for (const DiagramNode& node : subject.diagram.nodes)
            QVERIFY2(words.contains(node.title), qPrintable(node.title));
        QVERIFY(words.contains(subject.text.remark) && words.contains("event"));
    }

    void titleAndLegendCanBeLeftOut() {
        PictureChoice choice;
        choice.legend = choice.title = false;
        const QStringList words = wordsOf(pictureOf(shopSubject(), choice));
        QVERIFY(!words.isEmpty());
        QVERIFY(!words.contains("event") && !words.contains("Services"));
        QVERIFY(sheetOf(shopSubject(), choice)->size().height() <
                sheetOf(shopSubject(), {})->size().height());
    }

    void pngHasTheSizeAndDensityAskedFor() {
        PictureChoice choice;
        choice.format = PictureFormat::Png;
        for (const double scale : {1.0, 2.0, 3.0, 300 / 96.0}) {
            choice.scale = scale;
            const QImage image = QImage::fromData(pictureOf(shopSubject(), choice));
            QCOMPARE(image.size(), pixelsOf(sheetOf(shopSubject(), choice)->size(), scale));
            QVERIFY(std::abs(image.dotsPerMeterX() * 0.0254 - scale * 96) < 1);
        }
    }

    void transparentIsTransparent() {
        PictureChoice choice;
        choice.format = PictureFormat::Png;
        choice.scale = 1;
        QCOMPARE(QImage::fromData(pictureOf(shopSubject(), choice)).pixelColor(0, 0).alpha(), 255);
        choice.transparent = true;
        QCOMPARE(QImage::fromData(pictureOf(shopSubject(), choice)).pixelColor(0, 0).alpha(), 0);
    }

    void schemesDiffer() {
        PictureChoice choice;
        choice.format = PictureFormat::Png;
        choice.scale = 0.5;
        QSet<QRgb> grounds;
        for (const auto scheme : {PictureScheme::Light, PictureScheme::Dark, PictureScheme::Paper}) {
            choice.scheme = scheme;
            grounds << QImage::fromData(pictureOf(shopSubject(), choice)).pixel(0, 0);
        }
        QCOMPARE(grounds.size(), 3);
        QVERIFY(grounds.contains(qRgb(255, 255, 255)));
    }

    /// Text stays text, in fonts that travel along.
    void pdfHasTextAndFonts() {
        PictureChoice choice;
        choice.format = PictureFormat::Pdf;
        const QByteArray pdf = pictureOf(shopSubject(), choice);
        QVERIFY(pdf.startsWith("%PDF-"));
        QVERIFY(pdf.contains("/FontFile"));
        QVERIFY(pdf.contains("/ToUnicode"));
        QCOMPARE(pagesOf(pdf), 1);
    }

    void allDiagramsAreAPageOrAFileEach() {
        const auto subjects = allSubjects(shop::project(), {});
        QVERIFY(subjects.size() > 3);
        PictureChoice choice;
        choice.format = PictureFormat::Pdf;
        const auto book = makePictures(subjects, choice);
        QVERIFY(book && book->size() == 1);
        QCOMPARE(pagesOf(book->front().bytes), int(subjects.size()));
        choice.format = PictureFormat::Svg;
        const auto files = makePictures(subjects, choice);
        QVERIFY(files && files->size() == subjects.size());
        QSet<QString> names;
        for (const PictureFile& file : *files) names << file.name;
        QCOMPARE(names.size(), qsizetype(files->size()));
    }

    /// What was selected and the edges among it, nothing else.
    void aSelectionIsOnlyThat() {
        const Diagram whole = shopSubject().diagram;
        const Diagram part = selectedPart(whole, {"service:order", "service:payment", "store:orders"});
        QCOMPARE(part.nodes.size(), std::size_t(3));
        QVERIFY(part.regions.empty());
        QVERIFY(!part.edges.empty());
        for (const DiagramEdge& edge : part.edges)
            for (const QString& end : {edge.from, edge.to})
                QVERIFY(end == "service:order" || end == "service:payment" || end == "store:orders");
        const Diagram frame = selectedPart(whole, {"context:b-ordering"});
        QCOMPARE(frame.regions.size(), std::size_t(1));
        for (const DiagramNode& node : frame.nodes) QCOMPARE(node.region, QString("context:b-ordering"));
        const Diagram edge = selectedPart(whole, {"service:order>service:payment"});
        QCOMPARE(edge.nodes.size(), std::size_t(2));
        QVERIFY(selectedPart(whole, {"service:nobody"}).nodes.empty());
    }

    void hostileNamesAreHarmless_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("markup") << "<script>&amp;\"'</text>";
        QTest::newRow("long") << QString(1000, 'W');
        QTest::newRow("right to left") << QString::fromUtf8("שלום عالم");
        QTest::newRow("wide") << QString::fromUtf8("注文サービス 🛒");
        QTest::newRow("control") << QString("a\x01\x02\nb") + QChar(0xd800);
    }
    void hostileNamesAreHarmless() {
        QFETCH(QString, name);
        PictureSubject subject = shopSubject();
        subject.text.title = subject.text.remark = name;
        for (DiagramNode& node : subject.diagram.nodes) node.title = name;
        for (const auto format : {PictureFormat::Svg, PictureFormat::Png, PictureFormat::Pdf}) {
            PictureChoice choice;
            choice.format = format;
            choice.scale = 1;
            const QByteArray bytes = pictureOf(subject, choice);
            QVERIFY(!bytes.isEmpty());
            if (format == PictureFormat::Svg) QVERIFY(!wordsOf(bytes).isEmpty());
        }
    }

    void theSheetWritesWhatItShows() {
        Shop shop;
        ExportSheet* sheet = shop.open();
        QVERIFY(sheet && sheet->isVisible());
        const QString path = m_folder.filePath("shop.svg");
        sheet->path().setText(path);
        QTest::keyClicks(&sheet->path(), " ");  // the user's own name
        sheet->write();
        QVERIFY(wordsOf(bytesOf(path)).contains("payment"));
        QVERIFY(!sheet->isVisible());
    }

    void whatCannotBeWrittenIsSaidInTheSheet() {
        Shop shop;
        ExportSheet* sheet = shop.open();
        sheet->path().setText("/nowhere/at/all/x.svg");
        sheet->write();
        QVERIFY(sheet->isVisible());
        QVERIFY2(sheet->message().contains("/nowhere/at/all"), qPrintable(sheet->message()));
        QTest::keyClick(sheet, Qt::Key_Escape);
        QVERIFY(!sheet->isVisible());
    }

    void theSelectionIsOfferedWhenThereIsOne() {
        Shop shop;
        shop.window.selection().set({"service:order", "service:payment"});
        ExportSheet* sheet = shop.open();
        QCOMPARE(sheet->form().choice().scope, PictureScope::Selection);
        QCOMPARE(sheet->subjects().front().diagram.nodes.size(), std::size_t(2));
        PictureChoice choice = sheet->form().choice();
        choice.scope = PictureScope::Seen;
        sheet->form().setChoice(choice);
        QVERIFY(sheet->subjects().front().part.has_value());
        choice.scope = PictureScope::All;
        sheet->form().setChoice(choice);
        QVERIFY(sheet->subjects().size() > 3);
    }

    void endingsFollowTheFormat() {
        Shop shop;
        ExportSheet* sheet = shop.open();
        PictureChoice choice = sheet->form().choice();
        for (const auto format : {PictureFormat::Png, PictureFormat::Pdf, PictureFormat::Svg}) {
            choice.format = format;
            sheet->form().setChoice(choice);
            QVERIFY2(sheet->path().text().endsWith(u'.' + endingOf(format)),
                     qPrintable(sheet->path().text()));
        }
    }

    void theClipboardGetsPictureAndSvg() {
        const std::unique_ptr<QMimeData> data(pictureMime(shopSubject(), {}));
        QVERIFY(data->hasImage());
        QVERIFY(wordsOf(data->data("image/svg+xml")).contains("payment"));
        QVERIFY(!QImage::fromData(data->data("image/png")).isNull());
    }

    /// Tiles cover the whole sheet, and a page never holds a sheet that is enlarged.
    void printsFitOrAreTiled() {
        const QSizeF page(1000, 700);
        QCOMPARE(printPlan({500, 300}, page, PrintSize::OnePage), (PrintPlan{1, 1, 1}));
        QCOMPARE(printPlan({2000, 300}, page, PrintSize::OnePage), (PrintPlan{0.5, 1, 1}));
        QCOMPARE(printPlan({500, 300}, page, PrintSize::Tiles), (PrintPlan{1, 1, 1}));
        for (double width = 100; width < 5000; width += 37) {
            const PrintPlan plan = printPlan({width, width / 2}, page, PrintSize::Tiles);
            const double covered = plan.columns * (page.width() - tileOverlap) + tileOverlap;
            QVERIFY(covered >= width - 1 && covered - width < page.width());
        }
    }

    void aPrinterGetsEveryTile() {
        PictureChoice choice;
        std::vector<std::unique_ptr<PictureSheet>> sheets;
        sheets.push_back(sheetOf(shopSubject(), choice));
        QPrinter printer;
        const QString path = m_folder.filePath("print.pdf");
        printer.setOutputFormat(QPrinter::PdfFormat);
        printer.setOutputFileName(path);
        printer.setPageSize(QPageSize(QPageSize::A5));
        QVERIFY(printSheets(printer, sheets, PrintSize::Tiles));
        const QSizeF page = printer.pageRect(QPrinter::DevicePixel).size() / (printer.resolution() / 96.0);
        const PrintPlan plan = printPlan(sheets.front()->size(), page, PrintSize::Tiles);
        QVERIFY(plan.columns * plan.rows > 1);
        QCOMPARE(pagesOf(bytesOf(path)), plan.columns * plan.rows);
    }

private:
    QTemporaryDir m_folder;
};

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    PictureExportTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "picture_export_test.moc"
