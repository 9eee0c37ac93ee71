#include <QAction>
#include <QFileInfo>
#include <QMenu>

#include "app/document/recent_files.h"
#include "app/file/file.h"
#include "app/studio/main_window.h"

namespace app {

void MainWindow::showMainMenu(const QPoint& at) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto addAll = [&](std::initializer_list<const char*> names) {
        for (const char* name : names) menu->addAction(action(QLatin1String(name)));
        menu->addSeparator();
    };
    addAll({"file.new", "file.newWindow", "file.open"});
    QMenu* recent = menu->addMenu(tr("Recent models"));
    for (const QString& path : recentFiles())
        recent->addAction(QFileInfo(path).fileName(), this, [this, path] { m_files->openFile(path); })
            ->setToolTip(path);
    recent->setEnabled(!recent->isEmpty());
    QMenu* sampleMenu = menu->addMenu(tr("Samples"));
    for (const Sample& sample : samples())
        sampleMenu->addAction(sample.title, this, [this, id = sample.id] { m_files->openSample(id); });
    menu->addSeparator();
    addAll({"file.save", "file.saveAs", "file.autosave", "file.recover"});
    addAll({"edit.undo", "edit.redo"});
    addAll({"picture.export", "picture.print"});
    addAll({"present.start", "present.flow", "view.slides"});
    addAll({"view.tables"});
    addAll({"edit.preferences"});
    addAll({"help.guide", "help.tour", "help.shortcuts", "help.about"});
    addAll({"file.start", "file.closeWindow"});
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

}  // namespace app
