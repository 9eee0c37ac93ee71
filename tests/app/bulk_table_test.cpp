// Tables: what they list, how they are sorted and filtered, and what pasting does.
#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <random>
#include <set>

#include "app/tables/tables_page.h"
#include "model/references.h"
#include "tests/app/full_project.h"
#include "tests/app/inspected.h"

namespace {

using app::CellEntry;

struct Opened {
    app::Document document;
    app::TablesPage page{document, app::Theme::of(app::Scheme::Light)};

    explicit Opened(const QString& table, model::Project project = full::project()) {
        document.reset(std::move(project), {}, {});
        page.resize(1400, 800);
        page.show();
        page.showTable(table);
    }
    app::BulkTableModel& table() { return page.table(); }
    int column(const QString& id) {
        for (int at = 0; at < table().columnCount(); ++at)
            if (table().column(at).id == id) return at;
        qFatal("no column %s", qPrintable(id));
    }
    QModelIndex cell(const QString& key, const QString& id) {
        return table().index(table().rowOf(key), column(id));
    }
    QString text(const QString& key, const QString& id) { return cell(key, id).data().toString(); }
    QModelIndex inView(const QString& key, const QString& id) {
        auto* filter = static_cast<QSortFilterProxyModel*>(page.view().model());
        return filter->mapFromSource(cell(key, id));
    }
    void select(const QModelIndexList& cells) {
        page.view().selectionModel()->clear();
        for (const QModelIndex& each : cells)
            page.view().selectionModel()->select(each, QItemSelectionModel::Select);
        page.view().selectionModel()->setCurrentIndex(cells.front(), QItemSelectionModel::NoUpdate);
    }
};

class BulkTableTest : public QObject {
    Q_OBJECT

private slots:
    void modelsKeepTheirPromises() {
        for (const app::TableKind& kind : app::tableKinds()) {
            app::Document document;
            document.reset(full::project(), {}, {});
            app::BulkTableModel table(document);
            QAbstractItemModelTester tester(&table, QAbstractItemModelTester::FailureReportingMode::Fatal);
            app::TableFilter filter(table);
            QAbstractItemModelTester filterTester(&filter,
                                                  QAbstractItemModelTester::FailureReportingMode::Fatal);
            table.setKind(kind);
            QVERIFY2(table.rowCount() > 0 && table.columnCount() > 3, qPrintable(kind.id));
            filter.setWords("or");
            filter.sort(1, Qt::DescendingOrder);
            document.undoStack().clear();
            document.apply(*model::remove(document.project(), model::ServiceId("order")), "Remove");
            document.undoStack().undo();
            QCOMPARE(document.project() == full::project(), true);
        }
    }

    /// Every cell reads what it shows, so that all of a table can be copied and pasted onto itself.
    void whatIsShownChangesNothing() {
        for (const app::TableKind& kind : app::tableKinds()) {
            const model::Project project = full::project();
            const auto columns = kind.columns(project);
            std::vector<CellEntry> all;
            for (const QString& key : kind.keys(project)) {
                const auto line = kind.line(project, key);
                for (std::size_t at = 0; at < columns.size(); ++at)
                    all.push_back(
                        {key, static_cast<int>(at),
                         app::cellText(columns[at], columns[at].read(line.get()).value_or(QString()))});
            }
            const app::TableEdit edit = app::enterCells(project, kind, columns, all);
            QVERIFY2(
                edit.problems.empty(),
                qPrintable(kind.id + ": " + (edit.problems.empty() ? "" : edit.problems.front().message)));
            QVERIFY(edit.project == project);
            QCOMPARE(edit.taken, static_cast<int>(all.size()));
        }
    }

    /// Whatever is entered where: what was taken is there, what was not is told with its place, and the
    /// model is whole.
    void anythingMayBeEntered() {
        std::mt19937 random(11);
        const QStringList texts{"1",    "7",     "0",      "-3",  "1.5k",  "250 ms",   "3 s",
                                "2h",   "60 %",  "Kafka",  "yes", "none",  "",         "gRPC",
                                "None", "order", "ledger", "x",   "2 GiB", "nonsense", "400 m"};
        int taken = 0;
        int refused = 0;
        for (const app::TableKind& kind : app::tableKinds())
            for (int round = 0; round < 40; ++round) {
                const model::Project project = full::project();
                const auto columns = kind.columns(project);
                const QStringList keys = kind.keys(project);
                std::vector<CellEntry> entries;
                std::set<std::pair<QString, int>> seen;
                for (int at = 0; at < 12; ++at) {
                    const QString key =
                        keys[static_cast<qsizetype>(random() % static_cast<std::size_t>(keys.size()))];
                    const int column = static_cast<int>(random() % columns.size());
                    const QString text =
                        texts[static_cast<qsizetype>(random() % static_cast<std::size_t>(texts.size()))];
                    if (seen.emplace(key, column).second) entries.push_back({key, column, text});
                }
                const app::TableEdit edit = app::enterCells(project, kind, columns, entries);
                QCOMPARE(edit.taken + static_cast<int>(edit.problems.size()),
                         static_cast<int>(entries.size()));
                for (const app::CellProblem& problem : edit.problems) {
                    QVERIFY(seen.contains({problem.key, problem.column}));
                    QVERIFY(!problem.message.isEmpty());
                }
                const auto problems = model::check(edit.project, 1);
                QVERIFY2(problems.empty(), problems.empty() ? "" : problems.front().text().c_str());
                taken += edit.taken;
                refused += static_cast<int>(edit.problems.size());
            }
        QVERIFY(taken > 300);
        QVERIFY(refused > 300);
    }

    /// Cells of one line need only fit together.
    void aLineIsTakenAsAWhole() {
        Opened opened("services");
        const QString key = "service:order";
        opened.table().enter({{key, opened.column("deployment/cpu_request_milli"), "3 cores"},
                              {key, opened.column("deployment/cpu_limit_milli"), "4 cores"},
                              {key, opened.column("deployment/replicas"), "9"}},
                             "Change");
        QVERIFY(opened.table().problems().empty());
        QCOMPARE(opened.text(key, "deployment/cpu_request_milli"), QString("3 cores"));
        // What does not fit is left out, the rest is taken.
        opened.table().enter({{key, opened.column("deployment/cpu_request_milli"), "8 cores"},
                              {key, opened.column("deployment/replicas"), "5"}},
                             "Change");
        QCOMPARE(opened.table().problems().size(), std::size_t(1));
        QVERIFY(opened.table().problems().front().message.contains("cpu_request_milli 8000 above"));
        QCOMPARE(opened.text(key, "deployment/replicas"), QString("5"));
        QCOMPARE(opened.document.undoStack().count(), 2);
    }

    void pastingIsOneStepAndTellsWhatIsWrong() {
        Opened opened("services");
        const model::Project before = opened.document.project();
        opened.page.view().sortByColumn(0, Qt::AscendingOrder);
        opened.select({opened.inView("service:ahead", "deployment/replicas")});
        QGuiApplication::clipboard()->setText("4\t32\r\nmany\t48\r\n6\tfew\r\n");
        QTest::keySequence(&opened.page.view(), QKeySequence::Paste);
        QCOMPARE(opened.document.undoStack().count(), 1);
        QCOMPARE(opened.document.undoStack().undoText(), QString("Paste 6 cells"));
        QCOMPARE(opened.text("service:ahead", "deployment/replicas"), QString("4"));
        QCOMPARE(opened.text("service:ahead", "deployment/workers"), QString("32"));
        QCOMPARE(opened.text("service:function", "deployment/workers"), QString("48"));
        QCOMPARE(opened.text("service:knative", "deployment/replicas"), QString("6"));
        const auto& problems = opened.table().problems();
        QCOMPARE(problems.size(), std::size_t(2));
        QCOMPARE(problems[0].key, QString("service:function"));
        QCOMPARE(opened.table().column(problems[0].column).title, QString("Replicas"));
        QCOMPARE(problems[1].key, QString("service:knative"));
        QVERIFY(opened.cell("service:function", "deployment/replicas")
                    .data(app::BulkTableModel::ProblemRole)
                    .toBool());
        opened.document.undoStack().undo();
        QVERIFY(opened.document.project() == before);
        QVERIFY(opened.table().problems().empty());
    }

    void titlesSayWhichColumnsThereAre() {
        Opened opened("services");
        opened.select({opened.inView("service:ahead", "name")});
        opened.page.view().paste("Workers\tReplicas\n21\t3\n");
        QCOMPARE(opened.text("service:ahead", "deployment/workers"), QString("21"));
        QCOMPARE(opened.text("service:ahead", "deployment/replicas"), QString("3"));
    }

    void oneCellFillsTheSelection() {
        Opened opened("operations");
        QModelIndexList cells;
        for (const char* key : {"operation:payment.charge", "operation:order.place"})
            cells << opened.inView(key, "protocol");
        opened.select(cells);
        opened.page.view().paste("rest");
        for (const char* key : {"operation:payment.charge", "operation:order.place"})
            QCOMPARE(opened.text(key, "protocol"), QString("REST"));
        QCOMPARE(opened.document.undoStack().count(), 1);
    }

    void fillingDownCopiesTheFirst() {
        Opened opened("services");
        opened.page.view().sortByColumn(0, Qt::AscendingOrder);
        QModelIndexList cells;
        for (const char* key : {"service:order", "service:payment", "service:shipping"})
            for (const char* id : {"deployment/replicas", "deployment/memory_limit_mib"})
                cells << opened.inView(key, id);
        opened.select(cells);
        const QString replicas = opened.text("service:order", "deployment/replicas");
        QTest::keyClick(&opened.page.view(), Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(opened.text("service:payment", "deployment/replicas"), replicas);
        QCOMPARE(opened.text("service:shipping", "deployment/replicas"), replicas);
        QCOMPARE(opened.document.undoStack().count(), 1);
    }

    void whatIsCopiedIsWhatIsPasted() {
        std::mt19937 random(3);
        const QString letters = QStringLiteral("ab\t\n\"\r ,;ü");
        for (int round = 0; round < 500; ++round) {
            std::vector<QStringList> cells;
            const int lines = 1 + static_cast<int>(random() % 4);
            const int columns = 2 + static_cast<int>(random() % 3);
            for (int line = 0; line < lines; ++line) {
                cells.emplace_back();
                for (int column = 0; column < columns; ++column) {
                    QString cell;
                    for (std::size_t at = 0, size = random() % 6; at < size; ++at)
                        cell += letters[static_cast<qsizetype>(random() %
                                                               static_cast<std::size_t>(letters.size()))];
                    cells.back() << cell;
                }
            }
            QCOMPARE(app::cellsOfText(app::textOfCells(cells)), cells);
        }
        QCOMPARE(app::cellsOfText("a\tb\r\nc\t"), (std::vector<QStringList>{{"a", "b"}, {"c", ""}}));
        QCOMPARE(app::cellsOfText("").size(), std::size_t(0));
    }

    void numbersAreSortedAsNumbers() {
        Opened opened("services");
        opened.table().enter({{"service:order", opened.column("deployment/replicas"), "12"},
                              {"service:payment", opened.column("deployment/replicas"), "9"}},
                             "Change");
        opened.page.view().sortByColumn(opened.column("deployment/replicas"), Qt::DescendingOrder);
        const QAbstractItemModel* shown = opened.page.view().model();
        QCOMPARE(shown->index(0, opened.column("name")).data().toString(), QString("order"));
        QCOMPARE(shown->index(1, opened.column("name")).data().toString(), QString("payment"));
    }

    void theFilterTakesAllWords() {
        Opened opened("stores");
        auto* field = opened.page.findChild<QLineEdit*>();
        field->setText("redis cache");
        QCOMPARE(opened.page.view().model()->rowCount(), 1);
        field->setText("redis ledger");
        QCOMPARE(opened.page.view().model()->rowCount(), 0);
    }

    /// The calls of a behaviour are lines of their own.
    void callsAreEditedOneByOne() {
        Opened opened("calls");
        const QString key = "operation:order.place#1";
        QCOMPARE(opened.text(key, "policy"), QString("None"));
        QVERIFY(opened.table().setData(opened.cell(key, "policy"), "Hedged"));
        QCOMPARE(opened.text(key, "policy"), QString("Hedged"));
        QCOMPARE(opened.text("operation:order.place#0", "policy"), QString("Quick"));
        QVERIFY(!opened.table().setData(opened.cell(key, "policy"), "Nobody"));
        QVERIFY(!opened.table().flags(opened.cell(key, "caller")).testFlag(Qt::ItemIsEditable));
    }

    void typingIsCheckedBeforeItIsTaken() {
        Opened opened("services");
        const QModelIndex cell = opened.inView("service:order", "deployment/replicas");
        opened.page.view().setCurrentIndex(cell);
        opened.page.view().edit(cell);
        auto* field = opened.page.view().viewport()->findChild<QLineEdit*>();
        QVERIFY(field);
        QSignalSpy complained(&opened.page.view(), &app::TableView::complained);
        field->selectAll();
        QTest::keyClicks(field, "lots");
        QVERIFY(!complained.isEmpty());
        QCOMPARE(complained.last().front().toString(),
                 QString("A whole number from 1 to 100,000 is expected."));
        field->selectAll();
        QTest::keyClicks(field, "1.2k");
        QVERIFY(complained.last().front().toString().isEmpty());
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_COMPARE(opened.text("service:order", "deployment/replicas"), QString("1200"));
    }

    /// Ctrl+Enter enters into all that is selected, as one step.
    void manyCellsAreTypedAtOnce() {
        Opened opened("services");
        const QModelIndexList cells{opened.inView("service:order", "deployment/workers"),
                                    opened.inView("service:payment", "deployment/workers")};
        opened.select(cells);
        opened.page.view().edit(cells.front());
        auto* field = opened.page.view().viewport()->findChild<QLineEdit*>();
        QVERIFY(field);
        field->selectAll();
        QTest::keyClicks(field, "40");
        QTest::keyClick(field, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(opened.text("service:order", "deployment/workers"), QString("40"));
        QCOMPARE(opened.text("service:payment", "deployment/workers"), QString("40"));
        QCOMPARE(opened.document.undoStack().count(), 1);
    }
};

}  // namespace

QTEST_MAIN(BulkTableTest)
#include "bulk_table_test.moc"
