#include "app/presenting/slide_edit.h"

#include <algorithm>

namespace app {

namespace {

/// Views that were saved for a slide alone are known by their ids.
const std::string slideView = "slide-";

model::ViewId freeSlideView(const model::Layout& layout) {
    for (int number = 1;; ++number) {
        const model::ViewId id(slideView + std::to_string(number));
        if (!layout.views.contains(id)) return id;
    }
}

bool isShownBy(const model::Layout& layout, const model::ViewId& view) {
    return std::any_of(layout.slides.begin(), layout.slides.end(),
                       [&](const model::Slide& slide) { return slide.view == view; });
}

}  // namespace

model::Layout withSlideOf(model::Layout layout, std::size_t at, const model::ViewId& view,
                          const QString& title) {
    model::Slide slide;
    slide.view = view;
    slide.title = title.toStdString();
    const auto place = std::ptrdiff_t(std::min(at, layout.slides.size()));
    layout.slides.insert(layout.slides.begin() + place, std::move(slide));
    return layout;
}

model::Layout withNewSlide(model::Layout layout, std::size_t at, const DiagramPlace& place,
                           const model::Camera& camera, const QString& title) {
    model::View view;
    view.id = freeSlideView(layout);
    view.name = title.toStdString();
    view.kind = place.kind.toStdString();
    view.root = place.root.toStdString();
    view.camera = camera;
    const model::ViewId id = view.id;
    layout.views = layout.views.with(std::move(view));
    return withSlideOf(std::move(layout), at, id, title);
}

model::Layout withSlideMoved(model::Layout layout, std::size_t from, std::size_t to) {
    auto& slides = layout.slides;
    if (from >= slides.size() || to >= slides.size() || from == to) return layout;
    model::Slide slide = std::move(slides[from]);
    slides.erase(slides.begin() + std::ptrdiff_t(from));
    slides.insert(slides.begin() + std::ptrdiff_t(to), std::move(slide));
    return layout;
}

model::Layout withoutSlide(model::Layout layout, std::size_t at) {
    if (at >= layout.slides.size()) return layout;
    const model::ViewId view = layout.slides[at].view;
    layout.slides.erase(layout.slides.begin() + std::ptrdiff_t(at));
    if (view.value().starts_with(slideView) && !isShownBy(layout, view))
        layout.views = layout.views.without(view);
    return layout;
}

model::Layout withSlideWords(model::Layout layout, std::size_t at, const QString& title,
                             const QString& text) {
    if (at >= layout.slides.size()) return layout;
    layout.slides[at].title = title.toStdString();
    layout.slides[at].text = text.toStdString();
    return layout;
}

}  // namespace app
