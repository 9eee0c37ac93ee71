#include "app/studio/model_tree_model.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QTest>

#include "app/design/diagram_edit.h"
#include "app/export_mode/export_tree_model.h"
#include "app/file/file.h"
#include "app/studio/command_palette.h"
#include "app/studio/problems_model.h"

using app::ModelTreeModel;

namespace {

model::Project sample(const QString& id) {
    return app::loadSample(id)->project;
}

QStringList keysBelow(const QAbstractItemModel& model, const QModelIndex& parent = {}) {
    QStringList keys;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        keys << index.data(ModelTreeModel::KeyRole).toString() << keysBelow(model, index);
    }
    return keys;
}

QStringList keysIn(const std::vector<app::TreeEntry>& entries) {
    QStringList keys;
    for (const app::TreeEntry& entry : entries) keys << entry.key << keysIn(entry.children);
    return keys;
}

}  // namespace

class ModelTreeTest : public QObject {
    Q_OBJECT

private slots:
    void followsEveryVersionOfAModel();
    void keepsWhatIsThere();
    void listsContextsBeforeTheRest();
    void theOtherModelsKeepTheRules();
    void findsByAFewLetters();
};

void ModelTreeTest::followsEveryVersionOfAModel() {
    ModelTreeModel tree;
    QAbstractItemModelTester tester(&tree, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model::Project project = sample("shop");
    std::vector<model::Project> versions{model::Project(), project};
    // Moved between contexts, removed, renamed, added: in steps and all at once.
    project = *model::assignContext(project, model::ServiceId("cart"), model::ContextId("payment"));
    versions.push_back(project);
    project = *model::remove(project, model::ServiceId("order"));
    versions.push_back(project);
    project = *model::rename(project, model::ServiceId("cart"), "Warenkorb");
    versions.push_back(project);
    project = *model::remove(project, model::ContextId("ordering"));
    versions.push_back(project);
    versions.push_back(sample("online-boutique"));
    for (int round = 0; round < 2; ++round)
        for (const model::Project& version : versions) {
            tree.show(version);
            QCOMPARE(keysBelow(tree), keysIn(app::treeEntries(version)));
            for (const QString& key : keysBelow(tree))
                QCOMPARE(tree.indexOf(key).data(ModelTreeModel::KeyRole).toString(), key);
        }
}

void ModelTreeTest::keepsWhatIsThere() {
    ModelTreeModel tree;
    const model::Project project = sample("shop");
    tree.show(project);
    const QPersistentModelIndex payment = tree.indexOf("service:payment");
    tree.show(*model::rename(project, model::ServiceId("order"), "Orders"));
    QVERIFY(payment.isValid());
    QCOMPARE(payment.data(ModelTreeModel::KeyRole).toString(), QString("service:payment"));
    QCOMPARE(tree.indexOf("service:order").data().toString(), QString("Orders"));
}

void ModelTreeTest::listsContextsBeforeTheRest() {
    const auto entries = app::treeEntries(sample("shop"));
    QVERIFY(!entries.empty());
    QVERIFY(entries.front().key.startsWith("context:"));
    QVERIFY(entries.front().context == 0);
    const QStringList keys = keysIn(entries);
    QVERIFY(keys.indexOf("group:channels") > keys.indexOf("service:order"));
}

void ModelTreeTest::theOtherModelsKeepTheRules() {
    app::ProblemsModel problems;
    QAbstractItemModelTester problemTester(&problems, QAbstractItemModelTester::FailureReportingMode::QtTest);
    problems.setProblems(app::findProblems(sample("shop")));
    app::ExportTreeModel files;
    QAbstractItemModelTester fileTester(&files, QAbstractItemModelTester::FailureReportingMode::QtTest);
    std::vector<app::PlannedFile> plan;
    for (const char* path : {"gen/a/x.proto", "gen/a/y.proto", "gen/b.yaml", "src/main.cpp"})
        plan.push_back(
            {{path, "content", exporters::Ownership::Generated, false}, app::FileAction::Create, {}});
    files.show(plan, true);
    QCOMPARE(files.rowCount(), 2);
    QCOMPARE(files.firstFile().data().toString(), QString("x.proto"));
    QCOMPARE(files.indexOfPath("gen/b.yaml").data().toString(), QString("b.yaml"));
    plan[2].action = app::FileAction::Unchanged;
    files.show(plan, true);
    QCOMPARE(files.indexOfPath("gen/b.yaml").siblingAtColumn(1).data().toString(), QString("unchanged"));
    files.show({}, false);
    QCOMPARE(files.rowCount(), 0);
}

void ModelTreeTest::findsByAFewLetters() {
    app::PaletteModel palette;
    QAbstractItemModelTester tester(&palette, QAbstractItemModelTester::FailureReportingMode::QtTest);
    palette.setEntries({{"Save", {}, {}, {}, {}},
                        {"Add service", {}, {}, {}, {}},
                        {"payment", "service", {}, {}, {}},
                        {"product-catalog", "service", {}, {}, {}}});
    QCOMPARE(palette.rowCount(), 4);
    palette.seek("pcat");
    QCOMPARE(palette.rowCount(), 1);
    QCOMPARE(palette.entry(0)->title, QString("product-catalog"));
    palette.seek("serv");
    QCOMPARE(palette.entry(0)->title, QString("Add service"));
    palette.seek("nothing like it");
    QCOMPARE(palette.rowCount(), 0);
    QCOMPARE(palette.entry(0), nullptr);
}

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    ModelTreeTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "model_tree_test.moc"
