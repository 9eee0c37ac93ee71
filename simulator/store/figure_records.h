#pragma once

#include <cstdint>

#include "simulator/run_result.h"
#include "simulator/store/sqlite.h"

namespace simulator {

/// Writes figures, which all subjects have alike. Throws `sqlite::Failure`.
class FigureWriter {
public:
    explicit FigureWriter(sqlite::Database& database)
        : m_insert(database, "INSERT INTO figures VALUES (?,?,?,?,?,?)") {}

    /// Takes a measure and its figure, of that subject.
    auto of(std::int64_t subject) {
        return [this, subject](const char* measure, const Figure& figure) {
            m_insert.bind(subject).bind(measure);
            if (figure.value)
                m_insert.bind(*figure.value);
            else
                m_insert.bindNull();
            m_insert.bind(figure.low).bind(figure.high).bind(figure.why).run();
        };
    }

private:
    sqlite::Statement m_insert;
};

/// A figure from the next columns of a row: value, low, high, why.
inline Figure nextFigure(sqlite::Statement& row) {
    Figure figure;
    const bool missing = row.isNull();
    const double value = row.real();
    if (!missing) figure.value = value;
    figure.low = row.real();
    figure.high = row.real();
    figure.why = row.text();
    return figure;
}

}  // namespace simulator
