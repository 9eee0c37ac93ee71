#include "app/presenting/slide_show.h"

#include "app/views/view_list.h"

namespace app {

namespace {

std::vector<ShownSlide> walkThroughAll(const model::Project& project, const model::Layout& layout) {
    std::vector<ShownSlide> slides;
    model::Layout plain = layout;
    plain.views = {};
    for (const ListedView& view : listedViews(project, plain)) {
        const Diagram diagram = makeDiagram(view.place, project, layout);
        if (diagram.nodes.empty() && diagram.regions.empty()) continue;
        slides.push_back({view.place, diagramTitle(view.place, project), {}, std::nullopt});
    }
    return slides;
}

}  // namespace

std::vector<ShownSlide> slideShow(const model::Project& project, const model::Layout& layout) {
    std::vector<ShownSlide> slides;
    for (const model::Slide& slide : layout.slides) {
        const model::View* view = layout.views.find(slide.view);
        if (!view) continue;
        const DiagramPlace place{QString::fromStdString(view->kind), QString::fromStdString(view->root)};
        if (!isThere(place, project)) continue;
        const std::string& title = slide.title.empty() ? view->name : slide.title;
        slides.push_back(
            {place, QString::fromStdString(title), QString::fromStdString(slide.text), view->camera});
    }
    return slides.empty() ? walkThroughAll(project, layout) : slides;
}

}  // namespace app
