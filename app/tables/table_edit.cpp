#include "app/tables/table_edit.h"

#include <QHash>

namespace app {

namespace {

QString wordsOf(const model::Error& error) {
    return QString::fromStdString(error.message);
}

/// The entries of one line, by their index among all.
struct LineEntries {
    QString key;
    std::vector<std::size_t> entries;
};

std::vector<LineEntries> byLine(const std::vector<CellEntry>& entries) {
    std::vector<LineEntries> lines;
    QHash<QString, std::size_t> known;
    for (std::size_t at = 0; at < entries.size(); ++at) {
        const auto found = known.constFind(entries[at].key);
        const std::size_t line = found == known.constEnd() ? lines.size() : *found;
        if (line == lines.size()) {
            known.insert(entries[at].key, line);
            lines.push_back({entries[at].key, {}});
        }
        lines[line].entries.push_back(at);
    }
    return lines;
}

class CellEntering {
public:
    CellEntering(const model::Project& project, const TableKind& kind,
                 const std::vector<TableColumn>& columns, const std::vector<CellEntry>& entries)
        : m_kind(kind), m_columns(columns), m_entries(entries), m_problems(entries.size()) {
        m_edit.project = project;
    }

    TableEdit run() {
        for (const LineEntries& line : byLine(m_entries)) enterLine(line);
        for (std::size_t at = 0; at < m_entries.size(); ++at)
            if (m_problems[at])
                m_edit.problems.push_back(
                    {m_entries[at].key, m_entries[at].column, m_entries[at].text, *m_problems[at]});
        m_edit.taken = static_cast<int>(m_entries.size() - m_edit.problems.size());
        return std::move(m_edit);
    }

private:
    void enterLine(const LineEntries& line) {
        const std::shared_ptr<void> changed = m_kind.line(m_edit.project, line.key);
        std::vector<std::size_t> taken;
        for (const std::size_t at : line.entries)
            if (enter(at, changed.get())) taken.push_back(at);
        if (taken.empty()) return;
        auto next = m_kind.put(m_edit.project, line.key, changed.get());
        if (next) {
            m_edit.project = std::move(*next);
            return;
        }
        // Together they do not fit: those that fit after the others are taken one by one.
        if (taken.size() == 1) {
            m_problems[taken.front()] = wordsOf(next.error());
            return;
        }
        for (const std::size_t at : taken) enterLine({line.key, {at}});
    }

    bool enter(std::size_t at, void* line) {
        const CellEntry& entry = m_entries[at];
        const TableColumn& column = m_columns[static_cast<std::size_t>(entry.column)];
        const auto current = line ? column.read(line) : std::nullopt;
        // A cell that shows what is entered stays as it is, even where nothing can be entered.
        if (line && cellText(column, current.value_or(QString())) == entry.text) return true;
        const auto value = cellValue(column, entry.text);
        const auto set = !line    ? model::Result<void>(model::failure({}, "there is no such line"))
                         : !value ? model::Result<void>(tl::unexpected<model::Error>(value.error()))
                                  : column.set(line, *value, m_edit.project);
        if (!set) m_problems[at] = wordsOf(set.error());
        return set.has_value();
    }

    const TableKind& m_kind;
    const std::vector<TableColumn>& m_columns;
    const std::vector<CellEntry>& m_entries;
    std::vector<std::optional<QString>> m_problems;
    TableEdit m_edit;
};

}  // namespace

TableEdit enterCells(const model::Project& project, const TableKind& kind,
                     const std::vector<TableColumn>& columns, const std::vector<CellEntry>& entries) {
    return CellEntering(project, kind, columns, entries).run();
}

std::vector<QStringList> cellsOfText(const QString& text) {
    std::vector<QStringList> lines;
    QStringList line;
    QString cell;
    bool quoted = false;
    bool cellBegins = true;
    const auto endCell = [&] {
        line << cell;
        cell.clear();
        cellBegins = true;
    };
    const auto endLine = [&] {
        endCell();
        lines.push_back(std::exchange(line, {}));
    };
    for (qsizetype at = 0; at < text.size(); ++at) {
        const QChar c = text[at];
        const bool doubled = at + 1 < text.size() && text[at + 1] == '"';
        if (quoted && c == '"' && doubled) {
            cell += c;
            ++at;
        } else if (quoted && c == '"') {
            quoted = false;
        } else if (quoted) {
            cell += c;
        } else if (c == '"' && cellBegins) {
            quoted = true;
            cellBegins = false;
        } else if (c == '\t') {
            endCell();
        } else if (c == '\n') {
            endLine();
        } else if (c != '\r') {
            cell += c;
            cellBegins = false;
        }
    }
    if (!cellBegins || !line.isEmpty()) endLine();
    return lines;
}

QString textOfCells(const std::vector<QStringList>& cells) {
    QString text;
    for (const QStringList& line : cells) {
        QStringList words;
        for (QString cell : line) {
            const bool special =
                cell.contains('\t') || cell.contains('\n') || cell.contains('\r') || cell.startsWith('"');
            if (special) cell = '"' + cell.replace('"', QStringLiteral("\"\"")) + '"';
            words << cell;
        }
        text += words.join('\t') + '\n';
    }
    return text;
}

}  // namespace app
