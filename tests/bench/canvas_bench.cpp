// The cost of drawing one frame of the canvas, 1600 x 900, by size of the diagram and zoom. The aim is 16 ms.
#include <benchmark/benchmark.h>

#include <QApplication>
#include <QImage>
#include <QPainter>

#include "app/canvas/diagram_scene.h"
#include "app/diagram/node_sizes.h"
#include "app/diagram/regions.h"

namespace {

using namespace app;

/// So many nodes in contexts of 25 (or outside of any), and edges between neighbours, some of them far away.
Diagram bigDiagram(int nodes, int edges, bool contexts) {
    constexpr int perContext = 25;
    Diagram diagram;
    const int columns = int(std::ceil(std::sqrt(nodes / double(perContext) * 1.2)));
    for (int i = 0; i < nodes; ++i) {
        const int block = i / perContext, place = i % perContext;
        DiagramNode node;
        node.key = QStringLiteral("service:%1").arg(i);
        node.title = QStringLiteral("service-%1").arg(i);
        node.subtitle = QStringLiteral("Go · gRPC");
        node.corner = QStringLiteral("×3");
        node.size = cardSize;
        node.centre =
            QPointF(block % columns, block / columns) * 1200 + QPointF(place % 5 * 208, place / 5 * 104);
        if (contexts) {
            node.context = block;
            node.region = QStringLiteral("context:%1").arg(block);
            if (place == 0) {
                DiagramRegion region;
                region.key = node.region;
                region.title = QStringLiteral("Context %1").arg(block);
                region.subtitle = QStringLiteral("Team %1").arg(block % 9);
                region.context = block;
                diagram.regions.push_back(region);
            }
        }
        diagram.nodes.push_back(node);
    }
    for (int i = 0; i < edges; ++i) {
        const int from = int(i * 7919LL % nodes);
        const int to = i % 4 != 0 ? (from + 1 + i % 30) % nodes : int(i * 104729LL % nodes);
        const QString a = diagram.nodes[from].key, b = diagram.nodes[to].key;
        diagram.edges.push_back(
            {a + ">" + b, a, b, i % 5 ? EdgeStyle::Call : EdgeStyle::Event, QStringLiteral("Place"), {}, {}});
    }
    fitRegions(diagram);
    return diagram;
}

void frame(benchmark::State& state) {
    DiagramScene scene;
    scene.geometry.setDiagram(bigDiagram(int(state.range(0)), int(state.range(1)), state.range(3) != 0));
    const Theme theme = Theme::of(Scheme::Light);
    const QRectF bounds = scene.geometry.bounds();
    double zoom = double(state.range(2)) / 100;
    if (state.range(2) == 0) zoom = std::min(1600 / bounds.width(), 900 / bounds.height());
    QImage image(1600, 900, QImage::Format_RGB32);
    QPointF centre = bounds.center();
    PaintCounts counts;
    for (auto _ : state) {
        QPainter painter(&image);
        centre += QPointF(7, 3) / zoom;  // as while panning
        const QSizeF seen(1600 / zoom, 900 / zoom);
        const QRectF exposed(centre - QPointF(seen.width() / 2, seen.height() / 2), seen);
        painter.scale(zoom, zoom);
        painter.translate(-exposed.topLeft());
        counts = scene.paint(painter, exposed, zoom, theme);
    }
    state.counters["cards"] = counts.cards + counts.blocks;
    state.counters["edges"] = counts.edges + counts.bundles;
}
BENCHMARK(frame)
    ->Unit(benchmark::kMillisecond)
    ->ArgNames({"nodes", "edges", "zoom", "contexts"})
    ->ArgsProduct({{2000}, {6000}, {100, 40, 39, 20, 0}, {1}})
    ->ArgsProduct({{10000}, {10000}, {100, 40, 39, 20, 0}, {1}})
    ->ArgsProduct({{10000}, {10000}, {40, 20, 0}, {0}});

void opening(benchmark::State& state) {
    const Diagram diagram = bigDiagram(int(state.range(0)), int(state.range(1)), true);
    DiagramGeometry geometry;
    for (auto _ : state) geometry.setDiagram(diagram);
}
BENCHMARK(opening)->Unit(benchmark::kMillisecond)->Args({300, 600})->Args({2000, 6000})->Args({10000, 10000});

void draggingOneNode(benchmark::State& state) {
    DiagramGeometry geometry;
    geometry.setDiagram(bigDiagram(int(state.range(0)), int(state.range(1)), true));
    QPointF centre = geometry.node(50).centre;
    const QString key = geometry.node(50).key;
    for (auto _ : state) {
        centre += QPointF(1, 0);
        geometry.move({{key, centre}}, true);
    }
}
BENCHMARK(draggingOneNode)
    ->Unit(benchmark::kMillisecond)
    ->Args({100, 200})
    ->Args({2000, 6000})
    ->Args({10000, 10000});

}  // namespace

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
