#pragma once

#include <algorithm>
#include <memory>
#include <vector>

#include "model/id.h"

namespace model {

/// The entities of one kind, ordered by id. A value: copying shares everything, a change makes a new
/// collection that shares the entities that did not change. Finding is O(log n), changing O(n) pointers.
template <class Entity>
class Collection {
public:
    using Pointer = std::shared_ptr<const Entity>;

    /// Walks the entities by reference.
    class Iterator {
    public:
        using difference_type = std::ptrdiff_t;
        using value_type = Entity;
        using reference = const Entity&;
        using pointer = const Entity*;
        using iterator_category = std::forward_iterator_tag;

        Iterator() = default;
        explicit Iterator(const Pointer* at) : m_at(at) {}
        reference operator*() const { return **m_at; }
        pointer operator->() const { return m_at->get(); }
        Iterator& operator++() {
            ++m_at;
            return *this;
        }
        Iterator operator++(int) {
            Iterator before = *this;
            ++m_at;
            return before;
        }
        bool operator==(const Iterator&) const = default;

    private:
        const Pointer* m_at = nullptr;
    };

    Collection() = default;
    /// From entities in any order; of several with one id the last remains.
    explicit Collection(std::vector<Entity> entities) {
        if (entities.empty()) return;
        std::stable_sort(entities.begin(), entities.end(),
                         [](const Entity& left, const Entity& right) { return left.id < right.id; });
        auto entries = std::make_shared<Entries>();
        entries->reserve(entities.size());
        for (Entity& entity : entities) {
            if (!entries->empty() && entries->back()->id == entity.id) entries->pop_back();
            entries->push_back(std::make_shared<const Entity>(std::move(entity)));
        }
        m_entries = std::move(entries);
    }

    std::size_t size() const { return m_entries ? m_entries->size() : 0; }
    bool empty() const { return size() == 0; }
    Iterator begin() const { return Iterator(first()); }
    Iterator end() const { return Iterator(first() + size()); }
    const Entity& at(std::size_t index) const { return *(*m_entries)[index]; }

    /// The shared entities, by id; what `diff` compares.
    const std::vector<Pointer>& pointers() const {
        static const std::vector<Pointer> none;
        return m_entries ? *m_entries : none;
    }

    /// The entity of that id, or null.
    const Entity* find(const Id<Entity>& id) const {
        const Pointer* entry = lowerBound(id);
        return entry != first() + size() && (*entry)->id == id ? entry->get() : nullptr;
    }
    bool contains(const Id<Entity>& id) const { return find(id) != nullptr; }

    /// The collection with that entity added, or replaced when its id is there already.
    Collection with(Entity entity) const {
        auto pointer = std::make_shared<const Entity>(std::move(entity));
        const auto position = lowerBound(pointer->id) - first();
        auto entries = m_entries ? std::make_shared<Entries>(*m_entries) : std::make_shared<Entries>();
        const auto place = entries->begin() + position;
        if (place != entries->end() && (*place)->id == pointer->id)
            *place = std::move(pointer);
        else
            entries->insert(place, std::move(pointer));
        return Collection(std::move(entries));
    }

    /// The collection without the entity of that id; the same when there is none.
    Collection without(const Id<Entity>& id) const {
        if (!contains(id)) return *this;
        auto entries = std::make_shared<Entries>(*m_entries);
        entries->erase(entries->begin() + (lowerBound(id) - first()));
        if (entries->empty()) return {};
        return Collection(std::move(entries));
    }

    /// Whether both share the very same entities (no deep comparison).
    bool sharesAllWith(const Collection& other) const {
        return m_entries == other.m_entries || (empty() && other.empty());
    }

    bool operator==(const Collection& other) const {
        if (sharesAllWith(other)) return true;
        return std::equal(
            pointers().begin(), pointers().end(), other.pointers().begin(), other.pointers().end(),
            [](const Pointer& left, const Pointer& right) { return left == right || *left == *right; });
    }

private:
    using Entries = std::vector<Pointer>;
    explicit Collection(std::shared_ptr<Entries> entries) : m_entries(std::move(entries)) {}

    const Pointer* first() const { return m_entries ? m_entries->data() : nullptr; }
    const Pointer* lowerBound(const Id<Entity>& id) const {
        return std::lower_bound(
            first(), first() + size(), id,
            [](const Pointer& entry, const Id<Entity>& sought) { return entry->id < sought; });
    }

    std::shared_ptr<const Entries> m_entries;
};

}  // namespace model
