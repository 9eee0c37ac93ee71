#include "app/views/view_actions.h"

#include <QCoreApplication>

#include "app/finding/show_element.h"
#include "app/overlays/diagram_lens.h"
#include "app/studio/main_window.h"
#include "app/studio/notice_bar.h"
#include "app/studio/workbench.h"
#include "app/views/saved_views.h"
#include "app/views/view_list.h"

namespace app {
namespace {

QString viewsTr(const char* words) {
    return QCoreApplication::translate("ViewActions", words);
}

/// Whether there still is such a diagram; says so where there is none.
bool canShow(StudioContext& studio, const std::string& kind, const std::string& root,
             const std::string& name) {
    const DiagramPlace place{QString::fromStdString(kind), QString::fromStdString(root)};
    if (isThere(place, studio.document().project())) return true;
    studio.notice().say(
        Tone::Warning,
        viewsTr("%1 shows a diagram of an element that is gone.").arg(QString::fromStdString(name)), {},
        true);
    return false;
}

}  // namespace

void openView(StudioContext& studio, const QString& id) {
    const model::View* view = studio.document().layout().views.find(model::ViewId(id.toStdString()));
    if (!view || !canShow(studio, view->kind, view->root, view->name)) return;
    const model::View shown = *view;
    studio.window().showDiagram();
    studio.views().open(shown);
}

QString saveView(StudioContext& studio) {
    studio.window().showDiagram();
    Document& document = studio.document();
    const model::View seen = studio.workbench().lens().seen();
    const QString name = suggestedName(seen, document.project(), document.layout());
    auto [layout, id] = withSavedView(document.layout(), seen, name);
    document.apply(std::move(layout), viewsTr("Save the view %1").arg(name));
    return QString::fromStdString(id.value());
}

void updateView(StudioContext& studio, const QString& id) {
    Document& document = studio.document();
    const model::ViewId view(id.toStdString());
    const model::View* before = document.layout().views.find(view);
    if (!before) return;
    const QString label = viewsTr("Update the view %1").arg(QString::fromStdString(before->name));
    document.apply(withUpdatedView(document.layout(), view, studio.workbench().lens().seen()), label);
}

void toggleBookmark(StudioContext& studio) {
    studio.window().showDiagram();
    Document& document = studio.document();
    const QString element = studio.selection().keys().value(0);
    const model::Bookmark bookmark =
        bookmarkOf(studio.workbench().lens().seen(), element, document.project());
    const QString name = QString::fromStdString(bookmark.name);
    if (const auto known = bookmarkAt(document.layout(), bookmark))
        document.apply(withoutBookmark(document.layout(), *known),
                       viewsTr("Remove the bookmark %1").arg(name));
    else
        document.apply(withBookmark(document.layout(), bookmark), viewsTr("Bookmark %1").arg(name));
}

void goToBookmark(StudioContext& studio, int number) {
    const auto& bookmarks = studio.document().layout().bookmarks;
    if (number < 0 || std::size_t(number) >= bookmarks.size()) return;
    const model::Bookmark bookmark = bookmarks[std::size_t(number)];
    if (!canShow(studio, bookmark.kind, bookmark.root, bookmark.name)) return;
    studio.window().showDiagram();
    model::View view = viewAt(bookmark);
    view.overlay = studio.workbench().lens().overlay().toStdString();
    studio.views().open(view);
    if (!bookmark.element.empty()) showElement(studio, QString::fromStdString(bookmark.element));
}

}  // namespace app
