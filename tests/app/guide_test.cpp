#include "app/guide/guide.h"

#include <QAction>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QListWidget>
#include <QRegularExpression>

#include "app/guide/guide_window.h"
#include "app/preferences/key_choices.h"
#include "app/studio/key_groups.h"
#include "app/studio/main_window.h"
#include "tests/app/program.h"

namespace {

QStringList matchesOf(const QString& pattern, const QString& text) {
    const QRegularExpression expression(pattern);
    QStringList found;
    for (auto match = expression.globalMatch(text); match.hasNext();) found << match.next().captured(1);
    return found;
}

}  // namespace

/// The user's guide: what it says of keys and links is so.
class GuideTest : public QObject {
    Q_OBJECT

private slots:
    void everyPageIsInTheContents() {
        QVERIFY(app::guidePages().size() >= 15);
        QStringList files = QDir(":/guide").entryList({"*.md"}, QDir::Files);
        QCOMPARE(int(app::guidePages().size()), int(files.size()));
        for (const app::GuidePage& page : app::guidePages()) {
            QVERIFY2(!page.title.isEmpty(), qPrintable(page.id));
            QVERIFY2(page.text.startsWith("# "), qPrintable(page.id));
        }
        for (const app::Mode mode : app::allModes) QVERIFY(app::findGuidePage(app::modeWord(mode)));
    }

    void everyLinkLeadsSomewhere() {
        for (const app::GuidePage& page : app::guidePages())
            for (const QString& link : matchesOf("\\]\\(([^)]+)\\)", page.text)) {
                if (link.startsWith("key:") || link.startsWith("https://")) continue;
                QVERIFY2(QFile::exists(":/guide/" + link), qPrintable(page.id + ": " + link));
            }
    }

    /// What a page calls a key is the key that the command comes with.
    void everyKeyIsWhatTheRegistrySays() {
        app::keyChoices().resetAll();
        int named = 0;
        for (const app::GuidePage& page : app::guidePages())
            for (const auto& [text, id] : app::keysNamedIn(page.text)) {
                const app::StudioCommand* command = app::findCommand(id);
                QVERIFY2(command, qPrintable(page.id + ": there is no command " + id));
                QStringList keys;
                for (const QKeySequence& key : app::ownKeysOf(*command))
                    keys << key.toString(QKeySequence::PortableText);
                QVERIFY2(keys.contains(text), qPrintable(page.id + ": " + id + " has no key " + text));
                ++named;
            }
        QVERIFY(named > 40);
    }

    void aChosenKeyStandsInTheGuide() {
        const QString text = "Press [Ctrl+Z](key:edit.undo).";
        QCOMPARE(app::withCurrentKeys(text), QString("Press `Ctrl+Z`."));
        app::keyChoices().choose("edit.undo", {QKeySequence("F9")});
        QCOMPARE(app::withCurrentKeys(text), QString("Press `F9`."));
        app::keyChoices().choose("edit.undo", {});
        QCOMPARE(app::withCurrentKeys(text), QString("Press *Undo*."));
        app::keyChoices().resetAll();
    }

    void helpOpensThePageOfWhereOneIs() {
        app::MainWindow window(app::Scheme::Light);
        window.show();
        window.action("help.guide")->trigger();
        auto* guide = window.findChild<app::GuideWindow*>();
        QVERIFY(guide && guide->isVisible());
        QCOMPARE(guide->reader().page(), QString("first-five-minutes"));
        window.files().openSample("shop");
        for (const app::Mode mode : app::allModes) {
            window.setMode(mode);
            window.action("help.guide")->trigger();
            QCOMPARE(guide->reader().page(), app::modeWord(mode));
        }
        window.showTables();
        window.action("help.guide")->trigger();
        QCOMPARE(guide->reader().page(), QString("tables"));
        QCOMPARE(window.findChildren<app::GuideWindow*>().size(), 1);
    }

    void searchLeadsToThePage() {
        QWidget studio;
        app::GuideWindow& guide = app::showGuide(studio, "README");
        const int all = guide.contents()->count();
        QTest::keyClicks(guide.field(), "journal crash");
        QVERIFY(guide.contents()->count() < all);
        QCOMPARE(guide.reader().page(), QString("history"));
        QCOMPARE(guide.reader().textCursor().selectedText().toLower(), QString("journal"));
        guide.field()->setText("nothing has these words");
        QCOMPARE(guide.contents()->count(), 0);
        guide.field()->clear();
        QCOMPARE(guide.contents()->count(), all);
        // Links lead on, and back.
        guide.reader().setSource(QUrl("tables.md"));
        QCOMPARE(guide.reader().page(), QString("tables"));
        guide.reader().backward();
        QCOMPARE(guide.reader().page(), QString("history"));
    }

private:
    app::TestSurroundings m_surroundings;
};

int main(int argc, char** argv) {
    return app::runTest<GuideTest>(argc, argv);
}
#include "guide_test.moc"
