#include <QAction>
#include <QFileInfo>
#include <QHash>
#include <QMenu>
#include <tuple>

#include "app/canvas/canvas_view.h"
#include "app/document/recent_files.h"
#include "app/export_mode/export_mode.h"
#include "app/studio/command_palette.h"
#include "app/studio/inspector/row_makers.h"
#include "app/studio/main_window.h"
#include "app/studio/sheets.h"
#include "app/studio/workbench.h"
#include "app/theme/icon.h"

namespace app {

namespace {

QString iconOfKind(const QString& kind) {
    static const QHash<QString, QString> icons{
        {"service", "service"},           {"store", "store"},   {"channel", "channel"},
        {"context", "context"},           {"team", "team"},     {"operation", "operation"},
        {"message", "message"},           {"scenario", "play"}, {"policy", "clock"},
        {"relationship", "relationship"}, {"workload", "user"}};
    return icons.value(kind, QStringLiteral("arrow-right"));
}

}  // namespace

QAction* MainWindow::add(const QString& name, const QString& title, const QString& iconName,
                         const QList<QKeySequence>& keys, const std::function<void()>& run) {
    auto* made = new QAction(icon(iconName, m_theme), title, this);
    made->setObjectName(name);
    made->setProperty("iconName", iconName);
    made->setShortcuts(keys);
    made->setShortcutContext(Qt::WindowShortcut);
    connect(made, &QAction::triggered, this, [run] { run(); });
    addAction(made);
    return made;
}

QAction* MainWindow::action(const QString& name) const {
    for (QAction* each : actions())
        if (each->objectName() == name) return each;
    return nullptr;
}

void MainWindow::addFileActions() {
    add("file.new", tr("New model"), "new", {QKeySequence::New}, [this] { m_files->createNew(); });
    add("file.open", tr("Open a model…"), "open", {QKeySequence::Open}, [this] { m_files->askOpen(); });
    add("file.save", tr("Save"), "save", {QKeySequence::Save}, [this] { m_files->save(); });
    add("file.saveAs", tr("Save as…"), "save", {QKeySequence("Ctrl+Shift+S")}, [this] { m_files->saveAs(); });
    add("file.start", tr("Start page"), "list", {}, [this] { showStart(); });
    add("file.quit", tr("Quit"), "close", {QKeySequence("Ctrl+Q")}, [this] { close(); });
}

void MainWindow::addEditActions() {
    QAction* undo =
        add("edit.undo", tr("Undo"), "undo", {QKeySequence::Undo}, [this] { m_document.undoStack().undo(); });
    QAction* redo =
        add("edit.redo", tr("Redo"), "redo", {QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")},
            [this] { m_document.undoStack().redo(); });
    const auto name = [this, undo, redo] {
        const QUndoStack& stack = m_document.undoStack();
        undo->setText(stack.canUndo() ? tr("Undo %1").arg(stack.undoText()) : tr("Undo"));
        redo->setText(stack.canRedo() ? tr("Redo %1").arg(stack.redoText()) : tr("Redo"));
        undo->setEnabled(stack.canUndo());
        redo->setEnabled(stack.canRedo());
    };
    connect(&m_document.undoStack(), &QUndoStack::indexChanged, this, name);
    name();
    const auto onDiagram = [this](const std::function<void(DiagramMode&)>& run) {
        return [this, run] {
            if (m_mode != Mode::Design && m_mode != Mode::Decompose) setMode(Mode::Design);
            run(m_workbench->current());
        };
    };
    using Tool = CanvasView::Tool;
    const std::tuple<const char*, QString, const char*, Tool> tools[] = {
        {"add.service", tr("Add service"), "service", Tool::Service},
        {"add.store", tr("Add data store"), "store", Tool::Store},
        {"add.channel", tr("Add channel"), "channel", Tool::Channel},
        {"add.context", tr("Add bounded context"), "context", Tool::Context}};
    for (const auto& [id, title, picture, tool] : tools)
        add(id, title, picture, {},
            onDiagram([tool = tool](DiagramMode& diagram) { diagram.editor().addInView(tool); }));
    add("edit.connect", tr("Connect elements"), "connect", {},
        onDiagram([](DiagramMode& diagram) { diagram.canvas().setTool(Tool::Connect); }));
    add("edit.duplicate", tr("Duplicate the selection"), "copy", {QKeySequence("Ctrl+D")},
        onDiagram([](DiagramMode& diagram) { diagram.editor().duplicateSelection(); }));
    add("edit.remove", tr("Remove the selection"), "trash", {},
        onDiagram([](DiagramMode& diagram) { diagram.editor().removeSelection(); }));
    add("edit.rename", tr("Rename the selection"), "edit", {}, onDiagram([this](DiagramMode& diagram) {
            if (m_selection.keys().size() == 1) diagram.canvas().startRename(m_selection.keys().front());
        }));
    add("edit.layout", tr("Lay out the diagram"), "layout", {},
        onDiagram([](DiagramMode& diagram) { diagram.layOut({}); }));
    add("edit.layoutSelection", tr("Lay out the selection, or all"), "layout", {QKeySequence("Ctrl+L")},
        onDiagram([this](DiagramMode& diagram) { diagram.layOut(m_selection.keys()); }));
    for (int how = 0; how <= static_cast<int>(Arrangement::SpreadDown); ++how) {
        const auto arrangement = static_cast<Arrangement>(how);
        add(QStringLiteral("edit.arrange%1").arg(how), arrangementTitle(arrangement), "table", {},
            onDiagram([arrangement](DiagramMode& diagram) { diagram.editor().arrange(arrangement); }));
    }
}

void MainWindow::addViewActions() {
    for (const Mode mode : allModes)
        add(QStringLiteral("mode.") + modeWord(mode), tr("Go to %1").arg(modeTitle(mode)), modeWord(mode),
            {QKeySequence(QStringLiteral("Ctrl+%1").arg(static_cast<int>(mode) + 1))},
            [this, mode] { setMode(mode); });
    add("view.palette", tr("Search or run a command"), "command", {QKeySequence("Ctrl+K")},
        [this] { openPalette(); });
    add("view.filter", tr("Filter the model tree"), "filter", {QKeySequence::Find}, [this] {
        if (m_mode != Mode::Design && m_mode != Mode::Decompose) setMode(Mode::Design);
        m_workbench->tree().focusFilter();
    });
    const auto panel = [this](Workbench::Panel which) {
        return [this, which] {
            if (m_mode != Mode::Design && m_mode != Mode::Decompose) setMode(Mode::Design);
            m_workbench->toggle(which);
        };
    };
    add("view.problems", tr("Show or hide the problems"), "warning", {QKeySequence("Ctrl+Shift+M")},
        panel(Workbench::ProblemsTab));
    add("view.history", tr("Show or hide the history"), "history", {QKeySequence("Ctrl+Shift+H")},
        panel(Workbench::HistoryTab));
    add("view.zoom", tr("Zoom to 100 %"), "zoom-in", {QKeySequence("Ctrl+0")},
        [this] { m_workbench->current().canvas().setZoom(1); });
    add("view.fit", tr("Fit everything into view"), "fit", {},
        [this] { m_workbench->current().canvas().fitAll(); });
    add("view.light", tr("Light appearance"), "sun", {}, [this] { setScheme(Scheme::Light); });
    add("view.dark", tr("Dark appearance"), "moon", {}, [this] { setScheme(Scheme::Dark); });
    add("run.simulate", tr("Simulate the scenario"), "play", {}, [this] {
        setMode(Mode::Simulate);
        simulateMode().run();
    });
    add("run.cancel", tr("Cancel the simulation"), "stop", {}, [this] { simulateMode().cancel(); });
    add("export.write", tr("Export to a folder…"), "download", {}, [this] {
        setMode(Mode::Export);
        exportMode().chooseFolder();
    });
    add("help.shortcuts", tr("Keys and gestures"), "help", {QKeySequence("F1")}, [this] { showShortcuts(); });
    add("help.about", tr("About Lintel"), "info", {}, [this] { showAbout(); });
}

void MainWindow::showMainMenu(const QPoint& at) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto addAll = [&](std::initializer_list<const char*> names) {
        for (const char* name : names) menu->addAction(action(QLatin1String(name)));
        menu->addSeparator();
    };
    addAll({"file.new", "file.open"});
    QMenu* recent = menu->addMenu(tr("Recent models"));
    for (const QString& path : recentFiles())
        recent->addAction(QFileInfo(path).fileName(), this, [this, path] { m_files->openFile(path); })
            ->setToolTip(path);
    recent->setEnabled(!recent->isEmpty());
    QMenu* sampleMenu = menu->addMenu(tr("Samples"));
    for (const Sample& sample : samples())
        sampleMenu->addAction(sample.title, this, [this, id = sample.id] { m_files->openSample(id); });
    menu->addSeparator();
    addAll({"file.save", "file.saveAs"});
    addAll({"edit.undo", "edit.redo"});
    addAll({"view.light", "view.dark"});
    addAll({"help.shortcuts", "help.about", "file.start"});
    menu->addAction(action("file.quit"));
    menu->popup(at);
}

void MainWindow::showScenarioMenu() {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const model::Scenario& scenario : m_document.project().scenarios) {
        QAction* choice =
            menu->addAction(QString::fromStdString(scenario.name), this, [this, id = scenario.id] {
                m_scenario = id;
                if (m_simulate) m_simulate->chooseScenario(QString::fromStdString(id.value()));
                refreshScenario();
            });
        choice->setCheckable(true);
        choice->setChecked(scenario.id == m_scenario);
    }
    const QPoint corner = mapToGlobal(QPoint(width() - 12 - menu->sizeHint().width(), 36));
    menu->popup(corner);
}

std::vector<PaletteEntry> MainWindow::paletteEntries() {
    std::vector<PaletteEntry> entries;
    for (QAction* each : actions()) {
        if (!each->isEnabled() || each->objectName() == "view.palette") continue;
        entries.push_back({each->text(),
                           each->shortcut().toString(QKeySequence::NativeText),
                           each->property("iconName").toString(),
                           {},
                           [each] { each->trigger(); }});
    }
    const auto element = [&](const model::ElementId& id, const QString& name) {
        const QString key = text(model::elementKey(id));
        const QString kind = QString::fromStdString(std::string(model::kindName(id)));
        entries.push_back({name, kindWord(kind.toStdString()), iconOfKind(kind), text(model::idText(id)),
                           [this, key] { reveal(key); }});
    };
    const auto all = [&](const auto& entities) {
        for (const auto& entity : entities) element(entity.id, text(entity.name));
    };
    const model::Project& project = m_document.project();
    all(project.services);
    all(project.contexts);
    all(project.channels);
    all(project.stores);
    for (const model::Service& service : project.services)
        for (const model::Operation& operation : service.operations)
            element(operation.id, QStringLiteral("%1.%2").arg(text(service.name), text(operation.name)));
    all(project.messages);
    all(project.teams);
    all(project.policies);
    all(project.scenarios);
    all(project.workloads);
    for (const Sample& sample : samples())
        entries.push_back({tr("Open sample: %1").arg(sample.title), tr("sample"), "open", sample.id,
                           [this, id = sample.id] { m_files->openSample(id); }});
    for (const QString& path : recentFiles())
        entries.push_back({tr("Open recent: %1").arg(QFileInfo(path).fileName()), tr("file"), "file", path,
                           [this, path] { m_files->openFile(path); }});
    return entries;
}

void MainWindow::openPalette() {
    m_palette->open(paletteEntries());
}

void MainWindow::showShortcuts() {
    (new ShortcutSheet({{tr("Everywhere"),
                         {{tr("Search or run a command"), "Ctrl K"},
                          {tr("Discover … Export"), "Ctrl 1 … 6"},
                          {tr("New, open, save"), "Ctrl N, O, S"},
                          {tr("Undo, redo"), "Ctrl Z, Ctrl Shift Z"},
                          {tr("Filter the model tree"), "Ctrl F"},
                          {tr("Problems, history"), "Ctrl Shift M, H"}}},
                        {tr("Elements"),
                         {{tr("Add an element"), tr("Double click on the canvas")},
                          {tr("Connect"), tr("Drag a handle of an element")},
                          {tr("Create and connect"), tr("Drag a handle to the empty canvas")},
                          {tr("Rename"), "Enter, F2"},
                          {tr("Remove"), "Del"},
                          {tr("Duplicate"), "Ctrl D"},
                          {tr("Next element"), "Tab"},
                          {tr("Move by steps"), tr("Arrows, with Shift farther")}}},
                        {tr("Canvas"),
                         {{tr("Pan"), tr("Space drag, middle drag, wheel")},
                          {tr("Zoom"), tr("Ctrl wheel, Ctrl + and −")},
                          {tr("100 %"), "Ctrl 0"},
                          {tr("Fit everything"), "Shift 1"},
                          {tr("Fit the selection"), "Shift 2"},
                          {tr("Lay out"), "Ctrl L"},
                          {tr("Select all"), "Ctrl A"},
                          {tr("Back to selecting"), "Esc"}}}},
                       this))
        ->show();
}

void MainWindow::showAbout() {
    (new AboutSheet(this))->show();
}

}  // namespace app
