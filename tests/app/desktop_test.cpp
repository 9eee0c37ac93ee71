#include <QFile>
#include <QTest>

#include "model/edit.h"
#include "model/json/json.h"
#include "model/references.h"
#include "tests/app/desktop.h"

namespace {

QByteArray contentsOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The studio on a real screen, with a model that is empty at first.
class StudioAtWork {
public:
    Desktop desktop;
    QString file;

    bool start() {
        if (!desktop.start()) return false;
        file = desktop.path("shop.lintel");
        QFile written(file);
        if (!written.open(QIODevice::WriteOnly)) return false;
        written.write(QByteArray::fromStdString(model::writeProject(model::emptyProject())));
        written.close();
        return desktop.startStudio({file});
    }

    /// Does it as a person would, who looks whether it came to what it should and else tries again: a machine
    /// may be too busy to follow keys in time.
    bool does(const std::function<void()>& act, const std::function<bool(const model::Project&)>& expected) {
        for (int attempt = 0; attempt < 4; ++attempt) {
            if (attempt > 0 && isSavedAs(expected, 10'000)) return true;
            act();
            if (isSavedAs(expected, 6'000)) return true;
            desktop.key("Escape", 2);
        }
        return false;
    }

    /// A service there, by double click, the letter of its kind, and its name.
    bool addService(const QPoint& at, const QString& name, std::size_t count) {
        return does(
            [&] {
                desktop.doubleClick(at.x(), at.y());
                desktop.key("s");
                desktop.type(name);
                desktop.key("Return");
            },
            [count](const model::Project& project) { return project.services.size() == count; });
    }

    bool isSavedAs(const std::function<bool(const model::Project&)>& expected, int within = 30'000) {
        desktop.key("ctrl+s");
        return Desktop::wait(
            [&] {
                const auto parsed = model::parseProject(contentsOf(file).toStdString());
                return parsed && expected(parsed->project);
            },
            within);
    }
};

/// Two services, of which the first calls the second.
bool isConnected(const model::Project& project) {
    const auto interactions = model::interactionsOf(project);
    return project.services.size() == 2 && interactions.size() == 1 &&
           interactions.front().kind == model::Interaction::Kind::Call &&
           interactions.front().service == model::ServiceId("alpha");
}

}  // namespace

/// The real program on a real screen: keys and mouse go through the window system.
class DesktopTest : public QObject {
    Q_OBJECT

private slots:
    void aModelIsDrawnUndoneAndRecovered() {
        StudioAtWork work;
        QVERIFY(work.start());
        const QByteArray before = contentsOf(work.file);
        const QPoint first(560, 330), second(860, 530);
        QVERIFY(work.addService(first, "alpha", 1));
        QVERIFY(work.addService(second, "beta", 2));
        QVERIFY(work.does(
            [&] {
                work.desktop.point(first.x(), first.y());
                work.desktop.drag(first + QPoint(82, 0), second);
            },
            isConnected));

        work.desktop.key("ctrl+z", 20);
        QVERIFY(work.isSavedAs([](const model::Project& project) { return project.services.empty(); }));
        QCOMPARE(contentsOf(work.file), before);

        work.desktop.key("ctrl+shift+z", 20);
        QTest::qWait(1500);
        QVERIFY(work.desktop.studioRuns());
        work.desktop.killStudio();
        QCOMPARE(contentsOf(work.file), before);
        QVERIFY(work.desktop.startStudio({}));
        QVERIFY(work.does(
            [&] {
                work.desktop.key("space");
                QTest::qWait(500);
            },
            isConnected));
    }
};

int main(int argc, char** argv) {
    const QStringList missing = Desktop::missing();
    if (!missing.isEmpty()) {
        printf("SKIPPED WHOLE: %s not installed\n", qPrintable(missing.join(", ")));
        return 0;
    }
    QCoreApplication application(argc, argv);
    DesktopTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "desktop_test.moc"
