#pragma once

#include <QApplication>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

/// What a test of the whole program begins with: no display, and settings, caches and state of its own.
namespace app {

class TestSurroundings {
public:
    TestSurroundings() {
        QCoreApplication::setOrganizationName("lintel-test");
        QCoreApplication::setApplicationName("lintel-test");
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_folder.path());
        qputenv("XDG_CACHE_HOME", m_folder.filePath("cache").toUtf8());
        qputenv("XDG_STATE_HOME", m_folder.filePath("state").toUtf8());
    }
    QString file(const QString& name) const { return m_folder.filePath(name); }

private:
    QTemporaryDir m_folder;
};

template <class Test>
int runTest(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    Test test;
    return QTest::qExec(&test, argc, argv);
}

}  // namespace app
