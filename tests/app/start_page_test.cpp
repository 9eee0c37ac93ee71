#include "app/studio/start_page.h"

#include <QDir>
#include <QDropEvent>
#include <QMimeData>
#include <QScrollBar>
#include <QSignalSpy>

#include "app/document/recent_files.h"
#include "app/file/file.h"
#include "app/studio/main_window.h"
#include "app/studio/start_card.h"
#include "app/studio/thumbnail.h"
#include "tests/app/program.h"

namespace {

app::StartCard* cardOf(const QWidget& page, const QString& name) {
    for (auto* card : page.findChildren<app::StartCard*>())
        if (card->accessibleName() == name && card->isVisibleTo(&page)) return card;
    return nullptr;
}

/// A copy of a sample in that folder, as the last of the recent models.
QString recentModel(const QString& path) {
    const auto text = app::sampleText("shop");
    [[maybe_unused]] const bool written = app::writeFile(path, text->first).has_value();
    app::rememberFile(path);
    return path;
}

}  // namespace

/// What is there before a model is open.
class StartPageTest : public QObject {
    Q_OBJECT

private slots:
    void init() { QSettings().clear(); }

    void recentModelsHaveTheirPictures() {
        const QString path = recentModel(m_surroundings.file("orders.lintel"));
        const QSize size(200, 100);
        const QString folder = m_surroundings.file("thumbnails");
        const app::Theme theme = app::Theme::of(app::Scheme::Light);
        const QImage first = app::thumbnailOf(path, theme, size, folder);
        QCOMPARE(first.size(), size);
        int inked = 0;
        for (int y = 0; y < size.height(); ++y)
            for (int x = 0; x < size.width(); ++x) inked += first.pixelColor(x, y) != theme.canvas;
        QVERIFY(inked > 300);
        // The second time it comes from the cache, until the model is another one.
        QCOMPARE(QDir(folder).entryList({"*.png"}).size(), 1);
        const QString kept = folder + '/' + QDir(folder).entryList({"*.png"}).first();
        QImage marked = first;
        marked.fill(Qt::red);
        QVERIFY(marked.save(kept));
        QCOMPARE(app::thumbnailOf(path, theme, size, folder).pixelColor(3, 3), QColor(Qt::red));
        QVERIFY(app::writeFile(path, app::sampleText("online-boutique")->first));
        QVERIFY(app::thumbnailOf(path, theme, size, folder).pixelColor(3, 3) != QColor(Qt::red));
        QVERIFY(app::thumbnailOf(m_surroundings.file("none.lintel"), theme, size, folder).isNull());
    }

    void aTileShowsItsPicture() {
        recentModel(m_surroundings.file("orders.lintel"));
        app::MainWindow window(app::Scheme::Light);
        window.show();
        app::StartCard* card = cardOf(window, "orders");
        QVERIFY(card);
        QTRY_VERIFY(!card->findChildren<QLabel*>().first()->pixmap().isNull());
        // The picture stands above the words, and all of them in the card.
        QList<QRect> places;
        for (const QLabel* label : card->findChildren<QLabel*>()) places << label->geometry();
        for (qsizetype at = 0; at < places.size(); ++at) {
            QVERIFY(card->rect().contains(places[at]));
            for (qsizetype other = at + 1; other < places.size(); ++other)
                QVERIFY(!places[at].intersects(places[other]));
        }
        QSignalSpy loaded(&window.files(), &app::ModelFiles::loaded);
        card->click();
        QTRY_COMPARE(loaded.size(), 1);
        QVERIFY(window.document().path().endsWith("orders.lintel"));
    }

    void aFileThatIsGoneIsShownAndRemoved() {
        const QString path = recentModel(m_surroundings.file("gone.lintel"));
        recentModel(m_surroundings.file("orders.lintel"));
        QVERIFY(QFile::remove(path));
        app::MainWindow window(app::Scheme::Light);
        window.show();
        app::StartCard* card = cardOf(window, "gone");
        QVERIFY(card);
        QCOMPARE(card->accessibleDescription(), QString("The file is gone"));
        card->setFocus();
        QTest::keyClick(card, Qt::Key_Delete);
        QVERIFY(!cardOf(window, "gone"));
        QCOMPARE(app::rememberedFiles(), QStringList{m_surroundings.file("orders.lintel")});
    }

    void arrowsLeadFromCardToCard() {
        app::MainWindow window(app::Scheme::Light);
        window.resize(1400, 900);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QWidget* page = window.findChild<app::StartPage*>();
        page->setFocus();
        QSet<QWidget*> seen;
        QTest::keyClick(page, Qt::Key_Down);
        for (int step = 0; step < 12; ++step) {
            QWidget* at = window.focusWidget();
            QVERIFY(qobject_cast<app::StartCard*>(at));
            seen.insert(at);
            QTest::keyClick(at, step < 4 ? Qt::Key_Down : step < 6 ? Qt::Key_Right : Qt::Key_Up);
        }
        QVERIFY(seen.size() >= 6);
        QSignalSpy opened(page, SIGNAL(sampleChosen(QString)));
        cardOf(window, "Shop")->setFocus();
        QTest::keyClick(window.focusWidget(), Qt::Key_Return);
        QCOMPARE(opened.size(), 1);
    }

    void everyCardStandsInSmallWindowsToo() {
        for (int index = 0; index < 5; ++index)
            recentModel(m_surroundings.file(QString("model-%1.lintel").arg(index)));
        app::MainWindow window(app::Scheme::Light);
        window.resize(window.minimumSize());
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        auto* page = window.findChild<app::StartPage*>();
        for (auto* scroll : page->findChildren<QScrollBar*>())
            if (scroll->orientation() == Qt::Horizontal && scroll->isVisible())
                QCOMPARE(scroll->maximum(), 0);
    }

    void filesAreDroppedAnywhere() {
        const QString path = recentModel(m_surroundings.file("orders.lintel"));
        const QString other = recentModel(m_surroundings.file("other.lintel"));
        app::MainWindow window(app::Scheme::Light);
        window.show();
        QSignalSpy loaded(&window.files(), &app::ModelFiles::loaded);
        QSignalSpy windows(&window, &app::MainWindow::windowRequested);
        const auto drop = [&](const QStringList& files) {
            QMimeData dragged;
            QList<QUrl> urls;
            for (const QString& file : files) urls << QUrl::fromLocalFile(file);
            dragged.setUrls(urls);
            QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &dragged, Qt::LeftButton, {});
            QApplication::sendEvent(&window, &enter);
            QDropEvent event(QPointF(50, 50), Qt::CopyAction, &dragged, Qt::LeftButton, {});
            if (enter.isAccepted()) QApplication::sendEvent(&window, &event);
            return enter.isAccepted();
        };
        QVERIFY(drop({path}));
        QTRY_COMPARE(loaded.size(), 1);
        QVERIFY(drop({path, other}));
        QTRY_COMPARE(windows.size(), 1);
        QCOMPARE(windows.first().first().toStringList(), (QStringList{path, other}));
        QVERIFY(!drop({m_surroundings.file("no such file")}));
    }

private:
    app::TestSurroundings m_surroundings;
};

int main(int argc, char** argv) {
    return app::runTest<StartPageTest>(argc, argv);
}
#include "start_page_test.moc"
