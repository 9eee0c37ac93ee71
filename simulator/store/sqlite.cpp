#include "simulator/store/sqlite.h"

#include <sqlite3.h>

#include <cmath>
#include <limits>

namespace simulator::sqlite {

namespace {

constexpr int patience = 10'000;  ///< For another writer [ms]
constexpr int primaryCode = 0xff;

[[noreturn]] void fail(sqlite3* handle, int code) {
    throw Failure(code & primaryCode, handle ? sqlite3_errmsg(handle) : sqlite3_errstr(code));
}

int flagsOf(Database::Mode mode) {
    switch (mode) {
        case Database::Mode::Read:
            return SQLITE_OPEN_READONLY;
        case Database::Mode::ReadWrite:
            return SQLITE_OPEN_READWRITE;
        case Database::Mode::Create:
            break;
    }
    return SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
}

}  // namespace

void Database::Close::operator()(sqlite3* handle) const {
    sqlite3_close_v2(handle);
}

Database::Database(const std::string& path, Mode mode) {
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &handle, flagsOf(mode), nullptr);
    m_handle.reset(handle);
    if (code != SQLITE_OK) fail(handle, code);
    sqlite3_busy_timeout(handle, patience);
}

void Database::execute(const std::string& statements) {
    const int code = sqlite3_exec(handle(), statements.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) fail(handle(), code);
}

std::int64_t Database::integer(const std::string& query) {
    Statement statement(*this, query);
    return statement.next() ? statement.integer() : 0;
}

std::int64_t Database::lastRow() const {
    return sqlite3_last_insert_rowid(handle());
}

void Statement::Finalize::operator()(sqlite3_stmt* handle) const {
    sqlite3_finalize(handle);
}

Statement::Statement(Database& database, std::string_view text) : m_database(database.handle()) {
    sqlite3_stmt* handle = nullptr;
    check(sqlite3_prepare_v2(m_database, text.data(), static_cast<int>(text.size()), &handle, nullptr));
    m_handle.reset(handle);
}

void Statement::check(int code) const {
    if (code != SQLITE_OK) fail(m_database, code);
}

Statement& Statement::bind(std::int64_t value) {
    check(sqlite3_bind_int64(m_handle.get(), ++m_bound, value));
    return *this;
}

Statement& Statement::bind(double value) {
    check(sqlite3_bind_double(m_handle.get(), ++m_bound, value));
    return *this;
}

Statement& Statement::bind(const std::string& text) {
    check(sqlite3_bind_text64(m_handle.get(), ++m_bound, text.data(), text.size(), SQLITE_TRANSIENT,
                              SQLITE_UTF8));
    return *this;
}

Statement& Statement::bind(std::span<const unsigned char> bytes) {
    if (bytes.empty()) {
        check(sqlite3_bind_zeroblob(m_handle.get(), ++m_bound, 0));
        return *this;
    }
    check(sqlite3_bind_blob64(m_handle.get(), ++m_bound, bytes.data(), bytes.size(), SQLITE_TRANSIENT));
    return *this;
}

Statement& Statement::bindNull() {
    check(sqlite3_bind_null(m_handle.get(), ++m_bound));
    return *this;
}

bool Statement::next() {
    m_column = 0;
    const int code = sqlite3_step(m_handle.get());
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) fail(m_database, code);
    return false;
}

void Statement::run() {
    next();
    check(sqlite3_reset(m_handle.get()));
    m_bound = 0;
}

bool Statement::isNull() const {
    return sqlite3_column_type(m_handle.get(), m_column) == SQLITE_NULL;
}

std::int64_t Statement::integer() {
    return sqlite3_column_int64(m_handle.get(), m_column++);
}

double Statement::real() {
    const bool none = isNull();
    const double value = sqlite3_column_double(m_handle.get(), m_column++);
    return none ? std::numeric_limits<double>::quiet_NaN() : value;
}

std::string Statement::text() {
    const auto* letters = reinterpret_cast<const char*>(sqlite3_column_text(m_handle.get(), m_column));
    const int size = sqlite3_column_bytes(m_handle.get(), m_column++);
    return letters ? std::string(letters, static_cast<std::size_t>(size)) : std::string();
}

std::span<const unsigned char> Statement::bytes() {
    const auto* data = static_cast<const unsigned char*>(sqlite3_column_blob(m_handle.get(), m_column));
    const int size = sqlite3_column_bytes(m_handle.get(), m_column++);
    return {data, static_cast<std::size_t>(size)};
}

Transaction::Transaction(Database& database, const std::string& begin) : m_database(database) {
    m_database.execute(begin);
}

Transaction::~Transaction() {
    if (m_open) sqlite3_exec(m_database.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
    m_database.execute("COMMIT");
    m_open = false;
}

}  // namespace simulator::sqlite
