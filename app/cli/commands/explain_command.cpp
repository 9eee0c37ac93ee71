#include <fmt/format.h>

#include "app/cli/command.h"
#include "app/pages/pages.h"

namespace app {

namespace {

Outcome listPages(Console& console) {
    for (const Page& page : pages())
        console.print(fmt::format("{:<14} {}\n", page.id.toStdString(), page.title.toStdString()));
    console.print("\nRead one: lintel explain stations\n");
    return Exit::Done;
}

Outcome explain(const std::string& topic, Console& console) {
    if (topic.empty()) return listPages(console);
    std::string known;
    for (const Page& page : pages()) {
        if (page.id.toStdString() == topic) {
            console.print(page.text.toStdString());
            return Exit::Done;
        }
        known += (known.empty() ? "" : ", ") + page.id.toStdString();
    }
    return wrongUse("there is no page `" + topic + "`; there are: " + known);
}

}  // namespace

Command explainCommand() {
    return {"explain",
            "Answers",
            "Tell what is modelled of a component, and what is not",
            "One page for each component of the simulator; without a topic they are listed.",
            "lintel explain stations",
            [](Syntax& syntax) -> std::function<Outcome(Console&)> {
                auto topic = std::make_shared<std::string>();
                syntax.optionalArgument("TOPIC", *topic, "A page: stations, channels, figures, ...");
                return [topic](Console& console) { return explain(*topic, console); };
            }};
}

}  // namespace app
