#pragma once

#include <QString>
#include <string_view>

namespace app {

/// What people call a field of the model.
struct FieldWords {
    QString label;  ///< `Max attempts`
    QString tip;    ///< What it says, in a sentence; may be empty
    QString empty;  ///< What it means that it is left out: `unlimited`; of a list, what adds an element
};

/// The words for the field `key` of the described type: `RetryPolicy`, `max_attempts`. Where none were
/// written down, words made from the key.
FieldWords fieldWords(std::string_view type, std::string_view key);
/// Whether words were written down for it.
bool hasFieldWords(std::string_view type, std::string_view key);

/// What people call a value of an enumeration or a kind of fault: `half-open` -> `Half open`.
QString valueWords(std::string_view word);

}  // namespace app
