#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace model {

/// Values by key, ordered by key. A value: copying shares everything, a change makes a new map that shares
/// all but the part around the change, and comparing two maps skips the parts that they share. Finding is
/// O(log n); changing m of n values copies O(m + n / 64) of them.
template <class Value>
class SharedMap {
public:
    using Entry = std::pair<std::string, Value>;

private:
    /// Neighbours in the order; a change of values alone shares the keys.
    struct Chunk {
        std::shared_ptr<const std::vector<std::string>> keys;
        std::vector<Value> values;
    };
    using Chunks = std::vector<std::shared_ptr<const Chunk>>;

public:
    /// What a walk shows.
    struct Item {
        const std::string& key;
        const Value& value;
    };
    /// Walks the values by key.
    class Iterator {
    public:
        using difference_type = std::ptrdiff_t;
        using value_type = Item;
        using reference = Item;
        using pointer = void;
        using iterator_category = std::input_iterator_tag;

        Iterator() = default;
        Item operator*() const { return {(*m_chunk[0]->keys)[m_index], m_chunk[0]->values[m_index]}; }
        Iterator& operator++() {
            if (++m_index == m_chunk[0]->values.size()) {
                ++m_chunk;
                m_index = 0;
            }
            return *this;
        }
        Iterator operator++(int) {
            Iterator before = *this;
            ++*this;
            return before;
        }
        bool operator==(const Iterator&) const = default;

    private:
        friend class SharedMap;
        explicit Iterator(const std::shared_ptr<const Chunk>* chunk) : m_chunk(chunk) {}
        bool sharesRestWith(const Iterator& other) const {
            return m_index == 0 && other.m_index == 0 && *m_chunk == *other.m_chunk;
        }

        const std::shared_ptr<const Chunk>* m_chunk = nullptr;
        std::size_t m_index = 0;
    };

    SharedMap() = default;
    /// From entries in any order; of several with one key the last remains.
    explicit SharedMap(std::vector<Entry> entries) : SharedMap(SharedMap().with(std::move(entries))) {}

    std::size_t size() const { return m_size; }
    bool empty() const { return m_size == 0; }
    Iterator begin() const { return Iterator(m_chunks ? m_chunks->data() : nullptr); }
    Iterator end() const { return Iterator(m_chunks ? m_chunks->data() + m_chunks->size() : nullptr); }

    /// The value of that key, or null.
    const Value* find(std::string_view key) const {
        if (!m_chunks) return nullptr;
        const Chunk& chunk = *(*m_chunks)[chunkOf(key)];
        const auto at = std::lower_bound(chunk.keys->begin(), chunk.keys->end(), key);
        return at != chunk.keys->end() && *at == key ? &chunk.values[std::size_t(at - chunk.keys->begin())]
                                                     : nullptr;
    }
    bool contains(std::string_view key) const { return find(key) != nullptr; }

    /// The map with that value added, or replaced when its key is there already.
    SharedMap with(std::string key, Value value = {}) const {
        std::vector<Entry> changes;
        changes.emplace_back(std::move(key), std::move(value));
        return with(std::move(changes));
    }
    /// The same for several at once; of several with one key the last remains.
    SharedMap with(std::vector<Entry> changes) const {
        if (changes.empty()) return *this;
        makeOrdered(changes);
        Chunks chunks;
        auto from = changes.begin();
        for (std::size_t index = 0; m_chunks && index < m_chunks->size(); ++index) {
            const auto to = index + 1 == m_chunks->size()
                                ? changes.end()
                                : std::lower_bound(from, changes.end(), firstKey(index + 1), isBefore);
            if (from == to)
                chunks.push_back((*m_chunks)[index]);
            else if (auto changed = withValues(*(*m_chunks)[index], from, to))
                chunks.push_back(std::move(changed));
            else
                append(chunks, merged(*(*m_chunks)[index], from, to));
            from = to;
        }
        if (!m_chunks) append(chunks, std::move(changes));
        return SharedMap(std::move(chunks));
    }

    /// The map without that key; the same when it is not there.
    SharedMap without(std::string_view key) const {
        if (!contains(key)) return *this;
        const std::size_t index = chunkOf(key);
        std::vector<Entry> rest = entriesOf(*(*m_chunks)[index]);
        std::erase_if(rest, [&](const Entry& entry) { return entry.first == key; });
        Chunks chunks(m_chunks->begin(), m_chunks->begin() + std::ptrdiff_t(index));
        append(chunks, std::move(rest));
        chunks.insert(chunks.end(), m_chunks->begin() + std::ptrdiff_t(index) + 1, m_chunks->end());
        return SharedMap(std::move(chunks));
    }

    /// Whether both share the very same values (no deep comparison).
    bool sharesAllWith(const SharedMap& other) const {
        return m_chunks == other.m_chunks || (empty() && other.empty());
    }

    bool operator==(const SharedMap& other) const {
        if (sharesAllWith(other)) return true;
        if (size() != other.size()) return false;
        Iterator left = begin(), right = other.begin();
        while (left != end()) {
            if (left.sharesRestWith(right)) {
                ++left.m_chunk;
                ++right.m_chunk;
                continue;
            }
            const Item one = *left++, two = *right++;
            if (one.key != two.key || !(one.value == two.value)) return false;
        }
        return true;
    }

private:
    static constexpr std::size_t mostInChunk = 64;

    explicit SharedMap(Chunks chunks) {
        for (const auto& chunk : chunks) m_size += chunk->values.size();
        if (m_size > 0) m_chunks = std::make_shared<const Chunks>(std::move(chunks));
    }

    static bool isBefore(const Entry& entry, const std::string& key) { return entry.first < key; }
    const std::string& firstKey(std::size_t index) const { return (*m_chunks)[index]->keys->front(); }

    /// The chunk in which the key is, or would be.
    std::size_t chunkOf(std::string_view key) const {
        const auto after = std::upper_bound(m_chunks->begin() + 1, m_chunks->end(), key,
                                            [](std::string_view sought, const auto& chunk) {
                                                return sought < std::string_view(chunk->keys->front());
                                            });
        return std::size_t(after - m_chunks->begin()) - 1;
    }

    static void makeOrdered(std::vector<Entry>& entries) {
        std::stable_sort(entries.begin(), entries.end(),
                         [](const Entry& left, const Entry& right) { return left.first < right.first; });
        std::reverse(entries.begin(), entries.end());  // so that the last of equals is the one kept
        entries.erase(
            std::unique(entries.begin(), entries.end(),
                        [](const Entry& left, const Entry& right) { return left.first == right.first; }),
            entries.end());
        std::reverse(entries.begin(), entries.end());
    }

    static std::vector<Entry> entriesOf(const Chunk& chunk) {
        std::vector<Entry> entries;
        for (std::size_t at = 0; at < chunk.values.size(); ++at)
            entries.emplace_back((*chunk.keys)[at], chunk.values[at]);
        return entries;
    }

    /// The chunk with these values; null when a key is not in it.
    template <class Place>
    static std::shared_ptr<const Chunk> withValues(const Chunk& chunk, Place from, Place to) {
        auto changed = std::make_shared<Chunk>(chunk);
        for (; from != to; ++from) {
            const auto at = std::lower_bound(chunk.keys->begin(), chunk.keys->end(), from->first);
            if (at == chunk.keys->end() || *at != from->first) return nullptr;
            changed->values[std::size_t(at - chunk.keys->begin())] = from->second;
        }
        return changed;
    }

    template <class Place>
    static std::vector<Entry> merged(const Chunk& chunk, Place from, Place to) {
        std::vector<Entry> entries = entriesOf(chunk);
        entries.insert(entries.end(), from, to);
        makeOrdered(entries);
        return entries;
    }

    /// Appends ordered entries in chunks of about the same size.
    static void append(Chunks& chunks, std::vector<Entry> entries) {
        const std::size_t count = (entries.size() + mostInChunk - 1) / mostInChunk;
        for (std::size_t part = 0; part < count; ++part) {
            const std::size_t from = entries.size() * part / count;
            const std::size_t to = entries.size() * (part + 1) / count;
            auto keys = std::make_shared<std::vector<std::string>>();
            auto chunk = std::make_shared<Chunk>();
            for (std::size_t at = from; at < to; ++at) {
                keys->push_back(std::move(entries[at].first));
                chunk->values.push_back(std::move(entries[at].second));
            }
            chunk->keys = std::move(keys);
            chunks.push_back(std::move(chunk));
        }
    }

    std::shared_ptr<const Chunks> m_chunks;
    std::size_t m_size = 0;
};

/// Nothing but being there.
struct Present {
    bool operator==(const Present&) const = default;
};
/// Keys of elements; `with(key)` adds one.
using KeySet = SharedMap<Present>;

}  // namespace model
