// Writes pictures of the real program into a folder, light and dark, at 100 % and 200 %:
//   picture_book DIR [PICTURE...]
// One process takes the pictures of one scale, since Qt scales a whole program.
#include <QApplication>
#include <QDir>
#include <QProcess>
#include <QSettings>
#include <QTemporaryDir>
#include <algorithm>
#include <cstdio>

#include "tests/app/picture.h"

namespace {

constexpr const char* scaleVariable = "PICTURE_BOOK_SCALE";

struct Order {
    QString folder;
    QStringList names;  ///< Only these; all when there are none
    int scale = 100;    ///< [%]
};

bool isWanted(const pictures::Picture& picture, const Order& order) {
    const bool ofScale = std::count(picture.scales.begin(), picture.scales.end(), order.scale) > 0;
    return ofScale && (order.names.isEmpty() || order.names.contains(picture.name));
}

bool hasScheme(const pictures::Picture& picture, app::Scheme scheme) {
    return std::find(picture.schemes.begin(), picture.schemes.end(), scheme) != picture.schemes.end();
}

bool takeAll(const Order& order) {
    bool good = true;
    for (const app::Scheme scheme : {app::Scheme::Light, app::Scheme::Dark, app::Scheme::HighContrast})
        for (const pictures::Picture& picture : pictures::allPictures()) {
            if (!isWanted(picture, order) || !hasScheme(picture, scheme)) continue;
            QSettings().clear();
            pictures::Stage stage(order.folder, scheme, order.scale);
            picture.take(stage);
            if (stage.failed()) std::fprintf(stderr, "picture_book: %s failed\n", qPrintable(picture.name));
            good = good && !stage.failed();
        }
    return good;
}

/// The same program again, enlarged.
bool takeScaled(const Order& order, int scale) {
    QProcess program;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("QT_SCALE_FACTOR", QString::number(scale / 100.0));
    environment.insert(scaleVariable, QString::number(scale));
    program.setProcessEnvironment(environment);
    program.setProcessChannelMode(QProcess::ForwardedChannels);
    program.start(QCoreApplication::applicationFilePath(), QStringList(order.folder) + order.names);
    return program.waitForFinished(-1) && program.exitCode() == 0;
}

/// Whether every name is that of a picture.
bool areKnown(const QStringList& names) {
    QStringList known;
    for (const pictures::Picture& picture : pictures::allPictures()) known << picture.name;
    return std::all_of(names.begin(), names.end(),
                       [&known](const QString& name) { return known.contains(name); });
}

}  // namespace

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    // The user's own settings stay out of the pictures, and the pictures out of the settings.
    QTemporaryDir settings;
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings.path());
    QApplication::setApplicationName("lintel");
    QApplication::setOrganizationName("lintel");
    const QStringList arguments = QApplication::arguments().mid(1);
    if (arguments.isEmpty() || !areKnown(arguments.mid(1)) || !QDir().mkpath(arguments.first())) {
        std::fprintf(stderr, "usage: picture_book DIR [PICTURE...]; the pictures are:\n");
        for (const pictures::Picture& picture : pictures::allPictures())
            std::fprintf(stderr, "  %s\n", qPrintable(picture.name));
        return 2;
    }
    Order order{arguments.first(), arguments.mid(1)};
    const bool isScaled = qEnvironmentVariableIsSet(scaleVariable);
    if (isScaled) order.scale = qEnvironmentVariableIntValue(scaleVariable);
    const bool taken = takeAll(order);
    return taken && (isScaled || takeScaled(order, 200)) ? 0 : 1;
}
