// How long a layout takes, the start of lintel-layout included, and how long what this program does by itself
// when that does not answer. The aim is 1 s for 68 services.
#include <fmt/core.h>

#include <QCoreApplication>
#include <QElapsedTimer>

#include "app/file/file.h"
#include "app/layouting/layout_client.h"
#include "app/layouting/own_layout.h"
#include "tests/app/big_models.h"

namespace {

void measure(const std::string& name, const model::Project& project) {
    const app::Diagram diagram = app::serviceDiagram(project, {});
    QElapsedTimer timer;
    timer.start();
    const auto places = app::computeLayout(diagram, {}, std::chrono::seconds(120));
    const qint64 program = timer.restart();
    const app::Places own = app::ownLayout(app::layoutJob(diagram));
    fmt::print("{:<16} {:>6} nodes {:>6} edges   lintel-layout {:>6} ms{}   own {:>6} ms\n", name,
               diagram.nodes.size(), diagram.edges.size(), program, places ? "" : " (failed)",
               timer.elapsed());
}

}  // namespace

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    if (const auto bank = app::loadSample("retail-bank")) measure("retail-bank", bank->project);
    for (const int services : {68, 500, 2'000})
        measure(fmt::format("{} services", services), big::project(services));
}
