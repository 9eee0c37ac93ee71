#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace simulator::sqlite {

/// What SQLite answered; never leaves `simulator/store/`.
struct Failure : std::runtime_error {
    Failure(int reason, const std::string& message) : std::runtime_error(message), code(reason) {}
    int code;  ///< A primary result code
};

/// An open database; closed at the end of its life. For one thread at a time.
class Database {
public:
    enum class Mode { Read, ReadWrite, Create };
    Database(const std::string& path, Mode mode);

    void execute(const std::string& statements);
    std::int64_t integer(const std::string& query);  ///< The first column of the first row
    std::int64_t lastRow() const;
    sqlite3* handle() const { return m_handle.get(); }

private:
    struct Close {
        void operator()(sqlite3* handle) const;
    };
    std::unique_ptr<sqlite3, Close> m_handle;
};

/// A prepared statement. Parameters and columns are taken in order.
class Statement {
public:
    Statement(Database& database, std::string_view text);

    Statement& bind(std::int64_t value);
    Statement& bind(std::uint64_t value) { return bind(static_cast<std::int64_t>(value)); }
    Statement& bind(int value) { return bind(static_cast<std::int64_t>(value)); }
    Statement& bind(bool value) { return bind(static_cast<std::int64_t>(value)); }
    Statement& bind(double value);  ///< NaN becomes NULL
    Statement& bind(const std::string& text);
    Statement& bind(const char* text) { return bind(std::string(text)); }
    Statement& bind(std::span<const unsigned char> bytes);
    Statement& bindNull();

    /// Goes to the next row; false at the end.
    bool next();
    /// Runs a statement that gives no row, and makes it ready to be bound again.
    void run();

    bool isNull() const;  ///< Whether the next column to be read is NULL
    std::int64_t integer();
    std::uint64_t natural() { return static_cast<std::uint64_t>(integer()); }
    double real();  ///< NULL is read as NaN
    std::string text();
    std::span<const unsigned char> bytes();  ///< Until the next row

private:
    void check(int code) const;

    struct Finalize {
        void operator()(sqlite3_stmt* handle) const;
    };
    sqlite3* m_database;
    std::unique_ptr<sqlite3_stmt, Finalize> m_handle;
    int m_bound = 0;
    int m_column = 0;
};

/// Everything between construction and `commit`, or nothing.
class Transaction {
public:
    /// `begin`: `BEGIN` to read one state of the file, `BEGIN IMMEDIATE` to write.
    Transaction(Database& database, const std::string& begin);
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    ~Transaction();
    void commit();

private:
    Database& m_database;
    bool m_open = true;
};

}  // namespace simulator::sqlite
