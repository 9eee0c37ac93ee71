#include "app/views/saved_views.h"

#include <QCoreApplication>
#include <QStringList>

#include "app/diagram/diagram_kind.h"
#include "app/overlays/filter_menu.h"
#include "app/overlays/overlay_kind.h"
#include "model/edit.h"

namespace app {
namespace {

QString savedTr(const char* words) {
    return QCoreApplication::translate("SavedViews", words);
}

QString plain(const std::string& words) {
    return QString::fromStdString(words);
}

QString placeTitle(const std::string& kind, const std::string& root, const model::Project& project) {
    return diagramTitle({plain(kind), plain(root)}, project);
}

QString focusDetail(const model::ViewFocus& focus, const model::Project& project) {
    QStringList keys;
    for (const std::string& key : focus.elements) keys << plain(key);
    const QString around = namesOf(project, keys);
    return focus.hops == 1 ? savedTr("1 hop around %1").arg(around)
                           : savedTr("%1 hops around %2").arg(focus.hops).arg(around);
}

bool isTaken(const model::Layout& layout, const QString& name) {
    for (const model::View& view : layout.views)
        if (plain(view.name) == name) return true;
    return false;
}

}  // namespace

QString viewDetail(const model::View& view, const model::Project& project) {
    QStringList parts;
    if (view.focus) parts << focusDetail(*view.focus, project);
    if (view.filter) {
        const FindQuery query = queryOf(*view.filter);
        for (const QString& word : query.words) parts << QStringLiteral("“%1”").arg(word);
        for (const FindTerm& term : query.terms) parts << termTitle(term, project);
    }
    if (const OverlayKind* kind = findOverlayKind(plain(view.overlay))) parts << kind->title;
    return parts.join(QStringLiteral(" · "));
}

QString suggestedName(const model::View& view, const model::Project& project, const model::Layout& layout) {
    const QString title = placeTitle(view.kind, view.root, project);
    const QString detail = viewDetail(view, project);
    const QString base = (detail.isEmpty() ? title : title + QStringLiteral(" · ") + detail).left(120);
    QString name = base;
    for (int number = 2; isTaken(layout, name); ++number)
        name = QStringLiteral("%1 %2").arg(base).arg(number);
    return name;
}

std::pair<model::Layout, model::ViewId> withSavedView(const model::Layout& layout, model::View view,
                                                      const QString& name) {
    view.name = name.trimmed().toStdString();
    view.id = model::freeId(layout.views, model::slug(view.name, "view"));
    model::Layout next = layout;
    next.views = layout.views.with(view);
    return {std::move(next), view.id};
}

model::Layout withUpdatedView(const model::Layout& layout, const model::ViewId& id, model::View seen) {
    model::Layout next = layout;
    if (const model::View* before = layout.views.find(id)) {
        seen.id = id;
        seen.name = before->name;
        seen.unknown = before->unknown;
        next.views = layout.views.with(std::move(seen));
    }
    return next;
}

model::Layout withRenamedView(const model::Layout& layout, const model::ViewId& id, const QString& name) {
    model::Layout next = layout;
    const model::View* before = layout.views.find(id);
    if (!before || name.trimmed().isEmpty()) return next;
    model::View view = *before;
    view.name = name.trimmed().toStdString();
    next.views = layout.views.with(std::move(view));
    return next;
}

model::Layout withoutView(const model::Layout& layout, const model::ViewId& id) {
    model::Layout next = layout;
    next.views = layout.views.without(id);
    return next;
}

model::Bookmark bookmarkOf(const model::View& seen, const QString& element, const model::Project& project) {
    model::Bookmark bookmark;
    bookmark.kind = seen.kind;
    bookmark.root = seen.root;
    bookmark.element = element.toStdString();
    bookmark.camera = seen.camera;
    bookmark.name =
        (element.isEmpty() ? placeTitle(seen.kind, seen.root, project) : namesOf(project, {element}))
            .toStdString();
    return bookmark;
}

model::View viewAt(const model::Bookmark& bookmark) {
    model::View view;
    view.kind = bookmark.kind;
    view.root = bookmark.root;
    view.camera = bookmark.camera;
    return view;
}

std::optional<std::size_t> bookmarkAt(const model::Layout& layout, const model::Bookmark& bookmark) {
    for (std::size_t number = 0; number < layout.bookmarks.size(); ++number) {
        const model::Bookmark& other = layout.bookmarks[number];
        if (other.kind == bookmark.kind && other.root == bookmark.root && other.element == bookmark.element)
            return number;
    }
    return std::nullopt;
}

model::Layout withBookmark(model::Layout layout, model::Bookmark bookmark) {
    layout.bookmarks.push_back(std::move(bookmark));
    return layout;
}

model::Layout withRenamedBookmark(model::Layout layout, std::size_t number, const QString& name) {
    if (number < layout.bookmarks.size() && !name.trimmed().isEmpty())
        layout.bookmarks[number].name = name.trimmed().toStdString();
    return layout;
}

model::Layout withoutBookmark(model::Layout layout, std::size_t number) {
    if (number < layout.bookmarks.size())
        layout.bookmarks.erase(layout.bookmarks.begin() + std::ptrdiff_t(number));
    return layout;
}

}  // namespace app
