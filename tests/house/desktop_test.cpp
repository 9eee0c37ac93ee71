// What a desktop is told of the program is well-formed, and agrees with itself.
#include <QFile>
#include <QXmlStreamReader>
#include <QtTest>

namespace {

const QString desktopFolder = QStringLiteral(LINTEL_SOURCE_DIR) + "/app/desktop/";

QString desktopText(const QString& name) {
    QFile file(desktopFolder + name);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// The texts of all elements of that name.
QStringList valuesOf(const QString& xml, const QString& element) {
    QStringList values;
    QXmlStreamReader reader(xml);
    while (!reader.atEnd())
        if (reader.readNext() == QXmlStreamReader::StartElement && reader.name() == element)
            values << reader.readElementText();
    return values;
}

bool isWellFormed(const QString& xml) {
    QXmlStreamReader reader(xml);
    while (!reader.atEnd()) reader.readNext();
    return !xml.isEmpty() && !reader.hasError();
}

}  // namespace

class DesktopHouseTest : public QObject {
    Q_OBJECT

private slots:
    void theEntryStartsTheStudio() {
        const QString entry = desktopText("lintel.desktop");
        for (const char* line : {"[Desktop Entry]", "Type=Application", "Name=Lintel",
                                 "Exec=lintel-studio %F", "Icon=lintel", "MimeType=application/x-lintel;"})
            QVERIFY2(entry.split('\n').contains(line), line);
    }

    void modelsHaveTheirType() {
        const QString types = desktopText("lintel.xml");
        QVERIFY(isWellFormed(types));
        QVERIFY(types.contains("type=\"application/x-lintel\""));
        QVERIFY(types.contains("pattern=\"*.lintel\""));
    }

    void theCatalogueKnowsTheProgram() {
        const QString catalogue = desktopText("lintel.metainfo.xml");
        QVERIFY(isWellFormed(catalogue));
        QCOMPARE(valuesOf(catalogue, "launchable"), QStringList{"lintel.desktop"});
        QCOMPARE(valuesOf(catalogue, "mediatype"), QStringList{"application/x-lintel"});
        QCOMPARE(valuesOf(catalogue, "binary"), (QStringList{"lintel-studio", "lintel"}));
    }

    void theIconIsThere() {
        QFile icon(QStringLiteral(LINTEL_SOURCE_DIR) + "/app/theme/program/lintel.svg");
        QVERIFY(icon.open(QIODevice::ReadOnly));
        QVERIFY(isWellFormed(QString::fromUtf8(icon.readAll())));
    }
};

QTEST_GUILESS_MAIN(DesktopHouseTest)
#include "desktop_test.moc"
