#pragma once

#include "app/finding/element_index.h"

namespace app {

/// Puts the elements of a project into an index.
class IndexMaker {
public:
    IndexMaker(ElementIndex& index, const model::Project& project) : m_index(index), m_project(project) {}
    void makeAll();

private:
    /// What belongs to an element by what it is a part of.
    struct Home {
        QString host;
        std::optional<model::ContextId> context;
        std::optional<model::TeamId> team;
    };
    template <class Entity>
    IndexedElement elementOf(const Entity& entity, const std::string& description) const;
    void add(IndexedElement element, const Home& home, const QStringList& kinds = {});
    void setValue(IndexedElement& element, FindField field, const QString& value);
    void keep(FindField field, const QString& value, const QString& key);
    void setHome(IndexedElement& element, const Home& home);
    Home homeOf(const model::Service& service) const;
    void addService(const model::Service& service);
    void addStore(const model::DataStore& store);
    void addChannel(const model::Channel& channel);
    void addDomain();
    void addLoad();
    void addSites();
    void keepAll();
    void finish();

    ElementIndex& m_index;
    const model::Project& m_project;
};

}  // namespace app
