#pragma once

#include <random>

#include "app/document/document.h"
#include "model/edit.h"
#include "model/json/json.h"

/// A user who edits a document at random: adds, moves, renames, removes, goes back and forth.
namespace app {

inline std::string bytesOf(const Version& version) {
    return model::writeProject(*version.project) + model::writeLayout(*version.layout);
}

class RandomSession {
public:
    RandomSession(Document& document, unsigned seed) : m_document(document), m_random(seed) {}

    void act() {
        switch (pick(8)) {
            case 0:
            case 1:
                return add();
            case 2:
                return rename();
            case 3:
                return remove();
            case 4:
                return lookBack();
            case 5:
                return m_document.undoStack().undo();
            default:
                return move();
        }
    }

private:
    int pick(int count) { return std::uniform_int_distribution<int>(0, count - 1)(m_random); }

    /// Goes on from there now and then only: steps are dropped by it, and a history is to grow old too.
    void lookBack() {
        const int last = m_document.undoStack().count();
        m_document.goTo(pick(last + 1));
        if (pick(10) > 0) m_document.goTo(last);
    }

    void add() {
        model::Service service;
        service.name = "service " + std::to_string(pick(1000)) + " \"ü\\\"";
        m_document.apply(model::put(m_document.project(), service),
                         QStringLiteral("Add %1").arg(QString::fromStdString(service.name)));
    }

    const model::Service* anyService() {
        const auto& services = m_document.project().services;
        return services.empty() ? nullptr
                                : &services.at(static_cast<std::size_t>(pick(int(services.size()))));
    }

    void rename() {
        const model::Service* found = anyService();
        if (!found) return add();
        model::Service service = *found;
        service.description = std::string(static_cast<std::size_t>(pick(200)), 'x');
        m_document.apply(model::put(m_document.project(), service), QStringLiteral("Describe"));
    }

    void remove() {
        const model::Service* found = anyService();
        if (!found) return add();
        m_document.apply(model::remove(m_document.project(), {found->id}), QStringLiteral("Remove"));
    }

    /// Some of the moves belong to one drag.
    void move() {
        model::Layout layout = m_document.layout();
        auto& nodes = layout.diagrams["services"].nodes;
        nodes = nodes.with("service:" + std::to_string(pick(20)), {double(pick(4000)) / 8, double(pick(9))});
        m_document.apply(layout, QStringLiteral("Move"), pick(2) == 0 ? QStringLiteral("drag") : QString());
    }

    Document& m_document;
    std::mt19937 m_random;
};

/// All versions of the history, from the first to the last, as bytes; the document ends where it was.
inline std::vector<std::string> allVersions(Document& document) {
    const int place = document.undoStack().index();
    std::vector<std::string> versions;
    for (int index = 0; index <= document.undoStack().count(); ++index) {
        document.goTo(index);
        versions.push_back(bytesOf(document.version()));
    }
    document.goTo(place);
    return versions;
}

}  // namespace app
