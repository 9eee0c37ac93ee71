#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/edit.h"

/// Single elements as the file states them, read and written.
namespace model {

/// Where an element stands in the file, as a JSON pointer: `/services/orders/operations/orders.place`.
std::string placeOf(const Project& project, const ElementId& element);

/// The element's text as the file has it, without what is around it; empty when there is no such element.
std::string writeElement(const Project& project, const ElementId& element);

/// The model in which the element is as the text says; its id stays. Fails with the line and column, or with
/// the place in the file, on text that is no such element or does not fit into the model.
Result<Project> withElementText(const Project& project, const ElementId& element, std::string_view text);

/// The model in which an element is as it is in another model: added, with other fields, or removed. Elements
/// in it (operations, journeys) stay as they are, unless it is added.
Result<Project> withElementOf(const Project& project, const Project& other, const ElementId& element);
/// The same for one field of an element that both have: `technology`, `behaviour`.
Result<Project> withFieldOf(const Project& project, const Project& other, const ElementId& element,
                            const std::string& field);

/// A value in a JSON text: its pointer and the lines that it stands on, from 0.
struct TextSpan {
    std::string pointer;
    int firstLine = 0;
    int lastLine = 0;

    bool operator==(const TextSpan&) const = default;
};
/// All values of a well-formed JSON text, in its order: each before those in it.
std::vector<TextSpan> spansOf(std::string_view json);
/// The span of that pointer, or of the innermost value around it that is there; null when the list is empty.
const TextSpan* spanAt(const std::vector<TextSpan>& spans, std::string pointer);

}  // namespace model
