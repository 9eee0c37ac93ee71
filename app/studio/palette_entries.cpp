#include "app/studio/palette_entries.h"

#include <QAction>
#include <QCoreApplication>
#include <QFileInfo>

#include "app/document/document.h"
#include "app/document/recent_files.h"
#include "app/file/file.h"
#include "app/finding/kind_look.h"
#include "app/studio/inspector/row_makers.h"
#include "app/studio/key_groups.h"
#include "app/studio/model_files.h"
#include "app/views/view_actions.h"
#include "app/views/view_list.h"
#include "app/views/view_stack.h"

namespace app {

namespace {

QString paletteTr(const char* words) {
    return QCoreApplication::translate("PaletteEntries", words);
}

void addElements(StudioContext& studio, std::vector<PaletteEntry>& entries) {
    const auto element = [&](const model::ElementId& id, const QString& name) {
        const QString key = text(model::elementKey(id));
        const QString kind = QString::fromStdString(std::string(model::kindName(id)));
        entries.push_back({name, kindWord(kind.toStdString()), iconOfKind(kind), text(model::idText(id)),
                           [&studio, key] { studio.reveal(key); }});
    };
    const auto all = [&](const auto& entities) {
        for (const auto& entity : entities) element(entity.id, text(entity.name));
    };
    const model::Project& project = studio.document().project();
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
}

void addViews(StudioContext& studio, std::vector<PaletteEntry>& entries) {
    const Document& document = studio.document();
    for (const ListedView& view : listedViews(document.project(), document.layout()))
        entries.push_back({paletteTr("View: %1").arg(view.title), diagramKind(view.place.kind).title,
                           view.icon, view.place.root, [&studio, place = view.place, id = view.saved] {
                               if (!id.isEmpty()) return openView(studio, id);
                               studio.diagram();
                               studio.views().show(place);
                           }});
    for (std::size_t number = 0; number < document.layout().bookmarks.size(); ++number) {
        const model::Bookmark& bookmark = document.layout().bookmarks[number];
        entries.push_back({paletteTr("Bookmark: %1").arg(text(bookmark.name)), paletteTr("bookmark"),
                           QStringLiteral("bookmark"), text(bookmark.element),
                           [&studio, number] { goToBookmark(studio, int(number)); }});
    }
}

void addFiles(StudioContext& studio, std::vector<PaletteEntry>& entries) {
    for (const Sample& sample : samples())
        entries.push_back({paletteTr("Open sample: %1").arg(sample.title), paletteTr("sample"), "open",
                           sample.id, [&studio, id = sample.id] { studio.files().openSample(id); }});
    for (const QString& path : recentFiles())
        entries.push_back({paletteTr("Open recent: %1").arg(QFileInfo(path).fileName()), paletteTr("file"),
                           "file", path, [&studio, path] { studio.files().openFile(path); }});
}

}  // namespace

std::vector<PaletteEntry> viewEntries(StudioContext& studio) {
    std::vector<PaletteEntry> entries;
    addViews(studio, entries);
    return entries;
}

std::vector<PaletteEntry> paletteEntries(StudioContext& studio, const CommandActions& commands) {
    std::vector<PaletteEntry> entries;
    commands.addTo(entries);
    addElements(studio, entries);
    addViews(studio, entries);
    addFiles(studio, entries);
    return entries;
}

}  // namespace app
